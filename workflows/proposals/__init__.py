"""Proposals: sections, SMART goals, budget, data plan and submission."""
