"""Notifications: the few messages that people get, and whether they arrived."""
