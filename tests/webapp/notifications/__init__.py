"""Tests of the log of messages."""
