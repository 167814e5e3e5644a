"""The forms of a proposal: its sections, its goals, its budget and the certification."""
