"""Holds: what keeps a payment from moving, what releases it, and who."""
