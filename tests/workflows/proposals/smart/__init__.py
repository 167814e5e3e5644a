"""Tests of the SMART rules."""
