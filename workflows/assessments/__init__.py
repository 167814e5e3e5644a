"""Self-assessment: how an affiliate sees itself through the year, and what the network learns from it."""
