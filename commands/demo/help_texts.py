"""What people of the demo world ask, and what they are told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One message or note: days before the loading, whose, and the words; `kind` says which way it goes."""

    days_ago: int
    who: str
    text: str
    kind: str = "answer"  # answer, ask_back, reply, note
    minutes: int = 0
    hour: int = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: when and by whom, from which part of the enrollment, and everything said about it."""

    key: str
    days_ago: int
    who: str
    subject: str
    text: str
    page: str = ""
    title: str = ""
    is_urgent: bool = False
    said: tuple[Said, ...] = ()
    solved: int | None = None  # days before the loading
    hour: int = 15


COACH, MANAGER, FINANCE, STEWARD = (f"{box}@national.example.org" for box in ("coach", "manager", "finance", "privacy"))
_OTHER_COACH = "coach2@national.example.org"

QUESTIONS: tuple[Asked, ...] = (
    Asked("Harbor", 41, "data@harbor.example.org", "Which of two columns holds the first day of class?",
          "Our export has “esl_start” and “english_start”. They differ for eleven people. Which one do you read?",
          "measurement.upload", "Upload an extract", said=(
        Said(40, COACH, "Hello Samir, we read “english_start”: the first day that somebody sat in a class, also a "
             "class of the college.\n\nThe other one is the day of registration. For the eleven people:\n\n- keep both "
             "columns\n- leave “english_start” empty where nobody knows the day\n- never copy the registration",
             "answer", 20),
        Said(39, "data@harbor.example.org", "That explains the early dates. Thank you.", "reply"),
    ), solved=39),
    Asked("Harbor", 6, "director@harbor.example.org", "May a board member read the draft of our report?",
          "One of them asks every week whether the project is failing. I would like to show the draft first.",
          "reporting.of_enrollment", "Reports", said=(
        Said(5, COACH, "Yes, a draft is yours to show. Small groups stay hidden in it, so nobody is recognized.\n\n"
             "If it helps, I join the call for ten minutes.", "answer", 15),
        Said(5, COACH, "Dana carries this alone. Bring it up in the next check-in.", "note"),
    )),
    Asked("Ridgeview", 3, "data@ridgeview.example.org", "The upload says that 14 rows cannot be read",
          "All of them have the arrival date as 3/4/24. I do not know whether that is March or April.",
          "measurement.of_enrollment", "Outcomes", True, (
        Said(2, COACH, "Open the case database and look at one of these people: what does the arrival date there say "
             "in words? One is enough, as all rows came from the same report.", "ask_back", 10),
    )),
    Asked("Summit", 9, "data@summit.example.org", "Session 9 counts as missed, but we were there",
          "We joined from one laptop in the meeting room. Gordon’s name is not in the report, mine is.",
          "training.of_enrollment", "Training"),
    Asked("Bayou", 1, "director@bayou.example.org", "We cannot finish two recordings before Friday",
          "Our data lead is ill. Is there a way to get a few more days?",
          "training.of_enrollment", "Training", True),
    Asked("Delta", 8, "director@delta.example.org", "Who should be our data lead?",
          "There are four of us and nobody has done data before. Does it have to be somebody with experience?",
          said=(
        Said(7, MANAGER, "No. It should be somebody who sees the case database every week and likes to get things "
             "right. Two of the best data leads of the pilot cohort were case managers.", "answer", 10),
    ), solved=5),
    Asked("Stonebridge", 12, "director@stonebridge.example.org", "When does the first payment come?",
          "Our accountant asks whether we may commit to a lease that begins next month.",
          "funding.of_enrollment", "Funding", said=(
        Said(12, _OTHER_COACH, "This is about the schedule of payments, so Theo knows better.", "hand_on:" + FINANCE),
        Said(11, FINANCE, "The first half is paid after both signatures and the approval of a second person: two to "
             "three weeks as a rule. Please do not commit before the agreement is signed.", "answer", 25),
    ), solved=10),
    Asked("Prairie", 2, "data@prairie.example.org", "Can we still correct a number in the submitted proposal?",
          "We wrote 19 people in the listening circle; it was 18. It changes nothing, but it is wrong.",
          "proposals.of_enrollment", "Proposal", said=(
        Said(1, COACH, "Thank you for saying so. What was submitted stays as it is; reviewers read your next report "
             "as well, and there 18 is right. You need do nothing.", "answer", 10),
        Said(0, "data@prairie.example.org", "Understood. Should we tell the reviewers in some way, so that nobody is "
             "surprised?", "reply", hour=0),
    )),
    Asked("Fairview", 2, "director@fairview.example.org", "How much time does the training take each week?",
          "I would like to say yes, but we are eleven people. What should I tell the team about hours and Fridays?",
          "enrollments.show", "Fairview Arrivals Project"),
    Asked("", 4, FINANCE, "How long do we keep signed agreements?",
          "An auditor asked. I find nothing in the glossary.", said=(
        Said(3, STEWARD, "Three years after the closeout, 2 CFR 200.334. I add it to the library.", "answer", 10),
    )),
)  # fmt: skip  # one question a paragraph

TIMES: tuple[tuple[int, str, str, str, int, str], ...] = (
    (50, COACH, "research", "", 90, "How other networks count class starts"),
    (44, MANAGER, "management", "", 60, "Calendar of the expansion cohort"),
    (38, COACH, "technical_assistance", "Harbor", 75, "Went through the extract together"),
    (35, _OTHER_COACH, "training", "", 120, "Clinic on SMART goals"),
    (31, STEWARD, "methodology", "", 45, "Rule for hiding a second group"),
    (27, COACH, "technical_assistance", "Ridgeview", 50, "Bus counts"),
    (20, MANAGER, "inquiries", "", 35, "Calls about the next cohort"),
    (15, _OTHER_COACH, "technical_assistance", "Mesa", 60, "Baseline of the proposal"),
    (13, COACH, "methodology", "", 40, "Guide for wages at day 180"),
    (8, MANAGER, "management", "", 90, "Board paper"),
    (5, COACH, "training", "", 100, "Session on small numbers"),
    (2, FINANCE, "inquiries", "Stonebridge", 15, "Lease and first payment"),
)  # day, who, function, for whom, minutes, note

RATES: tuple[tuple[str, int], ...] = (
    ("research", 62),
    ("methodology", 68),
    ("inquiries", 48),
    ("technical_assistance", 55),
    ("management", 70),
    ("training", 58),
)

AUTHORS: dict[str, str] = {
    "smart-goals": "Marisol Vega, national office",
    "data-review": "Lakeside Immigrant Partnership",
    "feedback-protocol": "Prairie Neighbors",
    "data-sharing": "Solveig Moen, national office",
    "outcome-brief": "Juniper Refugee Services",
    "ciclos-de-mejora": "Mesa Welcome Network",
    "case-notes": "Ridgeview Refugee Alliance",
}  # who made a resource of the shelf, in this world


READERS: tuple[tuple[str, str, bool], ...] = (
    ("change-story", "data@harbor.example.org", True),
    ("change-story", "director@prairie.example.org", True),
    ("change-story", "data@mesa.example.org", True),
    ("small-numbers", "data@cascade.example.org", True),
    ("small-numbers", "data@prairie.example.org", True),
    ("data-review", "data@harbor.example.org", True),
    ("data-review", "data@lakeside.example.org", False),
    ("smart-goals", "director@cascade.example.org", True),
)  # resource, who, whether it helped
