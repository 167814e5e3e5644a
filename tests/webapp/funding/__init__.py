"""Tests of the funding pages."""
