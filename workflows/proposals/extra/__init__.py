"""Questions that staff add to the form of a cohort, and the files that answer them."""
