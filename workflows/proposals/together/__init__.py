"""Several people write one proposal at once: what becomes of their texts, and who is here."""
