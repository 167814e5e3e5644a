"""The SMART rules: what is known of a goal, what its sentence says, and what to mend; no database."""
