"""People: signing in, accounts and roles."""
