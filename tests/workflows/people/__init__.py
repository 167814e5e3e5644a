"""Tests of people without the web."""
