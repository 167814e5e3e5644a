"""Tests of signing in, accounts and people."""
