"""Reviews: conflicts, scores and the decision."""
