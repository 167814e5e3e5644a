"""Outcomes: extracts and the figures made from them."""
