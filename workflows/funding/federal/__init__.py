"""What federal money asks for: fourteen elements of 2 CFR 200.332(b)(1), and the check for exclusions."""
