"""People: users, their roles, the affiliates they belong to, and how they sign in."""
