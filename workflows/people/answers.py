"""Limits and choices of what people type about themselves and their affiliate."""

NAME_MAX = 120
EMAIL_MAX = 254
TOWN_MAX = 80
AFFILIATE_CODE_MAX = 20
PASSWORD_MIN = 12
PASSWORD_MAX = 200
