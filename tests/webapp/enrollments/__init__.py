"""Tests of the enrollment pages."""
