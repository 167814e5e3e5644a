"""Admin: the work of the queue."""
