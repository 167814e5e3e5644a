"""Decisions that are taken and kept until they are announced, with the second person who confirms them."""
