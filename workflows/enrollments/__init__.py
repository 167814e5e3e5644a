"""Enrollments: one affiliate in one cohort, its stage, and everything that happened."""
