"""Tests of the reviews' rules."""
