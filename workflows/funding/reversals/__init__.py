"""Reversals: how money that was paid by mistake is taken back, entry against entry."""
