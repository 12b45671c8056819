"""What machines do to the bot: killed, frozen, cut off. A loopback Discord, the real bot as a process, and the batteries."""
