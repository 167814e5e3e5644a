"""Cohorts: their rules, seats and affiliates."""
