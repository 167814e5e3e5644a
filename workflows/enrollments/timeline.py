"""The kinds of things that happen in a year, as the timeline can be narrowed to them."""

KINDS: tuple[tuple[str, str], ...] = (
    ("program", "Program"),
    ("training", "Training"),
    ("proposal", "Proposal"),
    ("funding", "Funding"),
    ("coaching", "Check-ins"),
    ("outcomes", "Outcomes"),
    ("reports", "Reports"),
)

# The beginning of an event's name tells its kind; the first row that fits counts, and what fits none is the program's.
_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("training_", "training"),
    ("session_", "training"),
    ("series_", "training"),
    ("attendance_", "training"),
    ("recording_", "training"),
    ("assessment_", "training"),
    ("proposal_", "proposal"),
    ("partner_", "proposal"),
    ("reviewer_", "proposal"),
    ("conflict_", "proposal"),
    ("review_", "proposal"),
    ("changes_", "proposal"),
    ("agreement_", "funding"),
    ("payment_", "funding"),
    ("award_", "funding"),
    ("amendment_", "funding"),
    ("prospect_", "funding"),
    ("check_in_", "coaching"),
    ("action_", "coaching"),
    ("extract_", "outcomes"),
    ("report_", "reports"),
    ("closeout_", "reports"),
)


def kind_of(event_name: str) -> str:
    """One of KINDS for the event of this name."""
    return next((kind for beginning, kind in _BEGINNINGS if event_name.startswith(beginning)), "program")
