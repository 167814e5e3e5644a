"""Self-assessment: answering together and alone, results, and what the network learns."""
