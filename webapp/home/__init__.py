"""Home: where am I, what is next, what is due."""
