"""What affiliates answer in their progress and closeout reports."""

from typing import Any

from commands.demo.cast import Member
from commands.demo.proposals import PROJECTS

_HEADLINES = (
    "The people are in place, and the first figures show us where to look.",
    "More people take part than we planned, and we learned whom we still miss.",
    "What we changed in spring begins to show.",
    "A year of small steps that add up.",
)
_SAW = (
    "Most of those who did not take part had the evening shift.",
    "Three of four no-shows had never received our letter.",
    "People who were called within two weeks stayed twice as often.",
    "The figure rose in town and stood still in the outlying parts.",
)
_DECIDED = (
    "Offer the same on Saturday mornings.",
    "Book on the spot at intake instead of by letter.",
    "Move the first call from week four to week two.",
    "Take one of the two weekly meetings out to the village hall.",
)
_CHANGED = (
    "Nine people came who could not come before.",
    "The share of no-shows fell from a third to a tenth.",
    "Two colleagues took over calls; nobody is forgotten over a holiday.",
    "Six families from the outlying parts take part now.",
)
_THEMES = (
    ("Hours that fit around work", "named by about half"),
    ("Being called by somebody they know", "named by most"),
    ("Child care during the meeting", "named by all mothers"),
    ("Letters that are hard to read", "named by a third"),
)
_LEARNED = (
    "We planned for people as they look on our forms. The first weeks taught us to ask when they are free before we "
    "ask what they need.",
    "Calling early costs less than repairing late. We also learned that a missing date in the database hides a person, "
    "so the Friday check is worth its hour.",
    "Partners keep a promise more easily when they see the figures. We bring the chart to every talk now, also when it "
    "points down.",
    "Some of what we tried did not help, as the group on Sundays. We stopped it in time because we had said beforehand "
    "what we would look at.",
)
_NEXT = (
    "Start the Saturday group with child care",
    "Talk with the two employers about rides in winter",
    "Bring the figures to the partner’s spring meeting",
    "Write down for others how we do it",
)


_OWN: dict[str, dict[str, Any]] = {
    "Harbor": {
        "headline": "Twice as many people start English in their first month, and work does not hold yet.",
        "decisions": [
            {
                "saw": "Only one in four answered our letter about class; at intake nearly everyone said yes.",
                "decided": "Book the seat at the intake visit, with child care in the same step.",
                "changed": "26 of 63 adults started within thirty days, up from 16 of 44.",
                "decided_on": "At the September review",
            },
            {
                "saw": "Three people who left the plant named the ride that ended at 7 pm.",
                "decided": "Take the figures to the employer and open a ride board.",
                "changed": "Two workers share a car; the employer looks at a later bus.",
                "decided_on": "At the October check-in",
            },
        ],
        "goals": {
            "1": {
                "explanation": "24 of 43 people were in work at day 180. Most who left had worked nights, and the ride "
                "home ended before their shift did. We expect the ride board to show in the next extract.",
                "outputs": "Job coach calls: 71. Employers visited: 6. Second placements: 4.",
            },
            "2": {
                "explanation": "Enrolling at intake works, and the Saturday group has a waiting list.",
                "outputs": "Seats booked at intake: 38. Evenings with child care: 11.",
            },
        },
    },
}


def progress_answers(member: Member, number: int) -> dict[str, Any]:
    """The whole report of one quarter, 1 to 4."""
    place = (number + len(member.name)) % 4
    theme, heard = _THEMES[place]
    return {
        "headline": _HEADLINES[number - 1],
        "decisions": [
            {
                "saw": _SAW[place],
                "decided": _DECIDED[place],
                "changed": _CHANGED[place],
                "decided_on": f"At the review of quarter {number}",
            }
        ],
        "themes": [{"theme": theme, "heard": heard}, {"theme": _THEMES[place - 1][0], "heard": _THEMES[place - 1][1]}],
        "voice_response": "We told the group what we changed because of them. They asked to see the chart next time.",
        "learning_choice": ("adapt", "keep", "adapt", "keep")[number - 1],
        "learning": _LEARNED[place],
        "next_steps": [
            {"what": _NEXT[place], "who": member.data_lead, "by": "in six weeks"},
            {"what": _NEXT[place - 1], "who": member.director, "by": "by the next report"},
        ],
        "help_needed": "A second pair of eyes on the questions for our next round of calls.",
        "collaboration": f"{PROJECTS[member.key].partner} took part in one of our three reviews.",
        "goals": {
            "1": {"explanation": _explained(member), "outputs": "Calls made: 46. Visits: 11. Group evenings: 8."},
            "2": {"explanation": "More people arrived than we had slots for, and flights moved the first weeks.",
                  "outputs": "Slots booked: 31."},
        },
    } | _OWN.get(member.key, {})  # fmt: skip  # one answer a paragraph


def _explained(member: Member) -> str:
    return (
        "The line is below where we wanted it. Those who dropped out did so in the first weeks, and mostly over hours "
        f"and rides. {member.data_lead} asked six of them; the answers led to the decision above."
    )


def closeout_answers(member: Member) -> dict[str, Any]:
    """The closeout report at the end of the year."""
    project = PROJECTS[member.key]
    return {
        "headline": "We know our own figures now, and the people behind them speak with us about what to change.",
        "worked": (
            f"“{project.title}” reached most of the people it was meant for. What worked best was asking at the first "
            "visit and calling early; both are part of everyday work now, also for colleagues outside the project."
        ),
        "did_not_work": (
            "We hoped that partners would send people to us by themselves. They did so only where somebody of ours sat "
            "in their office once a week. Had we known, we would have planned for those hours from the start."
        ),
        "decisions": [
            {
                "saw": _SAW[2],
                "decided": _DECIDED[2],
                "changed": _CHANGED[2],
                "decided_on": "At the review in the third quarter",
            }
        ],
        "themes": [{"theme": _THEMES[1][0], "heard": _THEMES[1][1]}],
        "voice_response": "Two people who had spoken up now help to lead the group.",
        "capacity": [
            {"dimension": "Reading our own figures", "before": "2", "after": "4"},
            {"dimension": "Deciding together from data", "before": "2", "after": "4"},
            {"dimension": "Hearing clients", "before": "3", "after": "4"},
        ],
        "data": [
            {"data": "Raw extracts", "disposition": "Deleted after each import", "done_on": "monthly"},
            {
                "data": "Call notes",
                "disposition": "Kept in the case file for three years",
                "done_on": "end of the year",
            },
        ],
        "data_agreement": "Goes on for another year",
        "access_removed": "The project’s interpreter account",
        "sustaining_owner": f"{member.data_lead}, six hours a month",
        "sustaining_funding": f"General funds, and talks with {project.partner}",
        "tools_kept": "The Friday check, the one-page review, the call list.",
        "practices": [
            {
                "title": project.title,
                "domain": "Means and markers",
                "innovation": "The first question is about hours, not about needs.",
                "effect": "More people start and fewer drop out.",
                "replicable": "One person with three hours a week, and a list that two people can open.",
            }
        ],
        "follow_ups": [{"measure": "The same indicator", "when": "in six months", "who": member.data_lead}],
        "feedback": "The coach was the best part. The budget form could remember our lines from last time.",
    }
