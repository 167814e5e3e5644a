"""Reading what Zoom and Teams say about who was in a meeting: from bytes to minutes, without a database."""
