"""Outcomes frameworks: versioned libraries of domains and indicators."""
