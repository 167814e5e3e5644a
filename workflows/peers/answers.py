"""Limits of what peers write, and the size of a group."""

GROUP_LEAST, GROUP_MOST = 3, 6  # affiliates
GROUP_USUAL = 4
SMALL_STAFF = 10  # a rural affiliate with at most so many people is put together with others like it
GROUP_NAME_MAX = 80
TOPIC_MAX = 300
TAKEAWAY_MAX = 2_000
MINUTES_LEAST, MINUTES_MOST = 5, 480
TITLE_MAX = 160
TEXT_MAX = 3_000
REASON_MAX = 500
WHY_MAX = 500
