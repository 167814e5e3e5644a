"""Limits of what people type about check-ins and actions."""

from datetime import timedelta

FOCUS_MAX = 300
PLACE_MAX = 500
AGENDA_MAX = 2000
NOTE_MAX = 4000
SIGNAL_MAX = 1000
REASON_MAX = 500
ACTION_MAX = 300
ACTIONS_MAX = 12  # of one check-in
MINUTES_MIN = 5
MINUTES_MAX = 480
MINUTES_USUAL = 45
ACTION_DUE_AFTER = timedelta(days=14)
LOGGED_WITHIN = timedelta(days=60)  # how long ago a check-in may be that is written down afterwards
PLANNED_WITHIN = timedelta(days=400)
