"""The year in seven acts; each function is one step of one person."""
