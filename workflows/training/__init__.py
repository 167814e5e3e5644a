"""Training: sessions, attendance, recordings and the gate before proposals."""
