"""Conversation: threads between an affiliate and the national office, and what affiliates say about the support."""
