"""Limits and choices of what people type about themselves and their affiliate."""

NAME_MAX = 120
EMAIL_MAX = 254
TOWN_MAX = 80
AFFILIATE_CODE_MAX = 20
PASSWORD_MIN = 12
PASSWORD_MAX = 200
CODE_MAX = 30  # a recovery code with its hyphens, and some air

TIME_ZONES: tuple[tuple[str, str], ...] = (
    ("America/New_York", "Eastern Time"),
    ("America/Chicago", "Central Time"),
    ("America/Denver", "Mountain Time"),
    ("America/Phoenix", "Arizona Time"),
    ("America/Los_Angeles", "Pacific Time"),
    ("America/Anchorage", "Alaska Time"),
    ("Pacific/Honolulu", "Hawaii Time"),
    ("America/Puerto_Rico", "Atlantic Time"),
    ("Pacific/Guam", "Chamorro Time"),
)
