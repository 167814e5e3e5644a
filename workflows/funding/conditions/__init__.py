"""The conditions of an award: what each asks for, what lifts it, and whether payments wait for it."""
