"""The risk assessment of an award: eight factors, a tier, and the monitoring that follows from it."""
