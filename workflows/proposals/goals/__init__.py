"""The goals of a proposal: structured, read as one sentence, and checked by the SMART rules."""
