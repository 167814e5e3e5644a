"""Measurement: extracts, imports, computed figures and their suppression."""
