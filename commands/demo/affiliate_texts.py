"""What the demo world's affiliates say about themselves: profile, data roles, and what they decided from data."""

from dataclasses import dataclass

from workflows.affiliates.answers import EntryKind


@dataclass(frozen=True, slots=True)
class Portrait:
    """One affiliate beside its commitment: whom it serves and how, what stands in the way, and its data roles.

    `backup` and `sponsor` are names; an empty sponsor leaves the role vacant.
    """

    populations: str = "Refugees and SIV holders in their first five years"
    service_mode: str = "hybrid"
    access: tuple[str, ...] = ("transport", "language")
    access_note: str = ""
    taking_part: tuple[str, ...] = ("workload",)
    taking_part_note: str = ""
    hours: int = 8
    backup: str = "A case manager, by turns"
    funding: str = "General budget"
    funded_for: int | None = None  # days from the loading
    has_sponsor: bool = True


USUAL = Portrait()
PORTRAITS: dict[str, Portrait] = {
    "Harbor": Portrait(
        populations="Families from the Congo and Angola, SIV holders, single parents",
        access=("childcare", "transport", "hours"),
        access_note="The ferry runs until six. Who works the early shift at the cannery can only come on Saturdays.",
        taking_part=("workload",),
        taking_part_note="Fridays before noon are kept free for data; the rest of the week is not.",
        hours=10,
        backup="Lucy Brandt",
        funding="The award, personnel line",
        funded_for=250,
    ),
    "Ridgeview": Portrait(
        access=("digital", "transport"),
        access_note="Half of the county has no reliable connection. We print what others send by text message.",
        taking_part=("connection", "turnover"),
        hours=6,
        backup="",
    ),
    "Lakeside": Portrait(
        populations="Hmong elders, Rohingya families, unaccompanied youth",
        hours=12,
        funding="The award, personnel line",
        funded_for=60,
        backup="Kou Vang",
    ),
    "Prairie": Portrait(
        access=("transport", "digital", "childcare"), taking_part=("care",), hours=8, backup="Ana Whitefield"
    ),
    "Mesa": Portrait(hours=3, backup="", taking_part=("time_zone", "workload")),
    "Cascade": Portrait(
        service_mode="remote",
        access=("transport", "language", "digital"),
        access_note="Two valleys, one road. In winter we work by telephone.",
        taking_part=("time_zone",),
        taking_part_note="Nine in the morning in the East is six here.",
        backup="Lani Kabua",
    ),
    "Bayou": Portrait(access=("transport", "trust"), hours=4, has_sponsor=False),
    "Summit": Portrait(service_mode="in_person", taking_part=("turnover", "workload"), hours=5),
    "Northgate": Portrait(access=("language", "childcare"), hours=16, backup="Ifrah Noor", funding="State contract"),
    "Juniper": Portrait(service_mode="in_person", hours=12, backup="Farid Rahimi"),
    "Valley": Portrait(hours=16, backup="Kateryna Bondar", access=("hours", "childcare")),
}

NEW_LEAD = ("Grace Otieno", "grace@ridgeview.example.org")
LEFT_BECAUSE = "Esperance moved to the school district."
SUMMIT_NOTE = "Three of five case managers are new. More check-ins now are cheaper than a lost quarter later."


@dataclass(frozen=True, slots=True)
class Written:
    """One entry of a decisions log, so many days before the loading."""

    key: str
    days_ago: int
    kind: EntryKind
    told: str
    question: str = ""
    changed: str = ""
    is_shared: bool = False


ENTRIES: tuple[Written, ...] = (
    Written("Harbor", 76, EntryKind.DECISION, "Parents wait longest, because the class begins when school ends.",
            "Who waits longest for an English class?", "One of two classes begins at seven, with childcare next door."),
    Written("Harbor", 44, EntryKind.LEADERSHIP,
            "Dana opened the board meeting with two charts and asked every manager for one question to the data."),
    Written("Harbor", 20, EntryKind.DECISION, "Most jobs that were lost again were lost in the second month.",
            "When do people lose the job that we found together?",
            "A call in week six is part of every placement now."),
    Written("Harbor", 16, EntryKind.WIN, "The wait for an English class went from nine weeks to four in half a year.",
            changed="An evening class with childcare.", is_shared=True),
    Written("Ridgeview", 47, EntryKind.DECISION, "Only one in three had a ride to the clinic in the first month.",
            "Why are health screenings late?", "A volunteer driver goes twice a week."),
    Written("Lakeside", 190, EntryKind.DECISION, "Elders came to class once and never again: the room is upstairs.",
            "Who stops coming to class?", "The class moved to the ground floor of the library."),
    Written("Lakeside", 99, EntryKind.WIN, "Eleven of fourteen elders finished the class on the ground floor.",
            is_shared=True),
    Written("Juniper", 120, EntryKind.WIN, "We found forty duplicate case files and have kept the list clean since."),
    Written("Prairie", 14, EntryKind.LEADERSHIP, "Helen gave Tomas every Friday for data, and told everybody why."),
)  # fmt: skip  # one entry a paragraph
