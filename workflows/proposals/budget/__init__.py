"""The budget of a proposal: its lines, and what they add up to."""
