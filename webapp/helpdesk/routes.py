"""Routes of the help desk; importing this module completes the blueprint."""

from webapp.helpdesk import absence, asking, hours, report, thread, tickets
from webapp.helpdesk.blueprint import bp

__all__ = ["absence", "asking", "bp", "hours", "report", "thread", "tickets"]
