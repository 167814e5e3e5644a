"""Affiliates in depth: profile, data roles and their handover, capacity tier, decisions log."""
