"""Affiliates in depth: profile, data roles, handover, tier, decisions log, and the network's capacity."""
