"""Training: sessions, attendance and recordings."""
