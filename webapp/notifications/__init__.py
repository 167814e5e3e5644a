"""Messages: the log of what was sent."""
