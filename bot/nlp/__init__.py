"""From a text to its facts. The only door is `extract`."""
