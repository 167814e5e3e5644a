"""Documents: what was made, and its download."""
