"""Conversation in the browser: threads, response times, and what affiliates say about the support."""
