"""Cohorts: one round of the program with its rules, seats and budget."""
