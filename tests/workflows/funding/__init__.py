"""Tests of funding's rules."""
