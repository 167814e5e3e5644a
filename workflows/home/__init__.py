"""Home: what waits for whom, what is due, and who needs attention first."""
