"""Discord commands: each asks a service, renders the answer, sends it."""
