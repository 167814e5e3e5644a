"""The library of domains and indicators."""
