"""Reviews: assignment, conflict of interest, scores and the decision."""
