"""Every action of review and funding by every role and relation."""
