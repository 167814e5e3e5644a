"""What the national office writes about awards: conditions, the federal award behind one of them, and the risks."""

from workflows.funding.risk.answers import Level
from workflows.reviews.answers import PlannedCondition

LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH
CONDITIONS: dict[str, tuple[PlannedCondition, ...]] = {
    "Harbor": (
        PlannedCondition(
            "The library confirms the room for the whole year.",
            "Send the letter of the library that names the days and the room.",
            holds_payment=True,
        ),
    ),
    "Stonebridge": (
        PlannedCondition(
            "Two people approve each expense of the award.",
            "Send the board’s minutes that name the second person.",
            holds_payment=True,
        ),
        PlannedCondition(
            "The partner’s part is agreed in writing.",
            "Send the signed memorandum of understanding.",
            holds_payment=False,
        ),
    ),
}
LIFTED = "The letter of the library came on time and names the room, Monday to Thursday until the end of the year."
FEDERAL = frozenset({"Ridgeview"})
FEDERAL_AWARD: dict[str, str] = {
    "fain": "EX-90-0417-25",
    "description": "Support for newcomers on their way to work, health and community, through local affiliates.",
    "agency": "Example Federal Agency, Office for Newcomers",
    "listing_number": "12.345",
    "listing_title": "Example Assistance to Newcomers",
    "is_research": "no",
}
SAM_NOTE = "Entity registration is active; no record under exclusions."

SEEN: dict[str, tuple[Level, str]] = {
    "experience": (MEDIUM, "One small grant of this kind before, closed in time."),
    "people_systems": (MEDIUM, "The data lead began this spring."),
    "finance": (MEDIUM, "Reserve of about two months; the award has its own cost center."),
    "reports": (MEDIUM, "Three of four reports to the last funder came on time."),
    "data": (MEDIUM, "Key fields 84 percent complete in the last extract."),
    "size": (MEDIUM, "The award is about a tenth of the yearly budget."),
    "audit": (HIGH, "One finding on time sheets is still open."),
    "other_monitoring": (MEDIUM, "The state’s monitoring asked for a written procurement policy."),
}
RISKS: dict[str, tuple[str, ...]] = {  # what was not low
    "Juniper": ("size",),
    "Ridge": ("experience", "size"),
    "Valley": (),
    "Cedar": ("experience", "people_systems", "finance", "size"),
    "Willow": ("experience", "people_systems", "finance", "reports", "data", "size", "audit", "other_monitoring"),
    "Lakeside": ("data",),
    "Harbor": ("experience", "people_systems", "data", "size"),
    "Ridgeview": ("people_systems", "size"),
    "Pinecrest": ("experience", "people_systems", "finance", "reports", "size", "audit", "other_monitoring"),
    "Stonebridge": ("experience", "audit", "size"),
    "Clearwater": ("size",),
}
LATER_RISKS: dict[str, tuple[str, ...]] = {"Harbor": ("experience", "size")}  # looked at again in the year
