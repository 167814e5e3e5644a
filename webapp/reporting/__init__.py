"""Reports: progress and closeout."""
