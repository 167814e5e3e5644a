"""Tests of the pages about outcomes."""
