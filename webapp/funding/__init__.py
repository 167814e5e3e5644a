"""Funding: award, signatures and payments."""
