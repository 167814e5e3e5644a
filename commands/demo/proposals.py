"""Each affiliate's proposal as the form takes it: its own project, with the parts that all of them word alike."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commands.demo.cast import Member
from commands.demo.project import Project
from commands.demo.projects_expansion import EXPANSION_PROJECTS
from commands.demo.projects_pilot import PILOT_PROJECTS
from commands.demo.projects_waiting import WAITING_PROJECTS
from workflows.proposals.answers import ETHICS
from workflows.proposals.budget.answers import (
    TAGS,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    MatchAnswers,
    MatchKind,
)

PROJECTS: dict[str, Project] = PILOT_PROJECTS | EXPANSION_PROJECTS | WAITING_PROJECTS

_CHECKS = (
    "Every first Friday {data_lead} lists cases with an empty date in the fields above and sends each case manager "
    "their own. Two cases a month are compared with the paper file. Last quarter 4 of 96 rows were corrected."
)
_CYCLE = (
    "Once a quarter, in the week after the extract, {director}, {data_lead} and two case managers sit down for an hour "
    "with the chart and the questions “What do we see? What do we think is behind it? What do we try?”. {director} "
    "decides in the room; the decision and its date go on one page that stays on the kitchen wall."
)
_PERSONAL = (
    "The extract holds dates, yes/no fields and numbers of cases. Names, A-numbers, birthdays and notes are removed "
    "before anything leaves our office. {data_lead} and {director} see case-level rows; everyone else sees totals of "
    "five or more. Raw exports are deleted after thirty days."
)
_CONSENT = (
    "At intake we explain in the client’s language what we write down and why, with an interpreter where needed, and "
    "ask again before an interview or a story. Saying no changes nothing about our services, and anybody may change "
    "their mind by telling any member of staff."
)
_SUSTAINING = (
    "The monthly extract and the quarterly hour stay in {data_lead}’s job description. The running cost after the year "
    "is about six hours a month. We speak with {partner} about sharing the cost of what works."
)
_EQUITY = (
    "People who work nights, care for children or live out of town are left out first. We offer two times of day, pay "
    "for the ride, and ask in the client’s own language. Every quarter we look at who did not come, and call them."
)
_HYPOTHESIS = (
    "If we do this, the figure of our first goal goes from {baseline} to {target} within the year. If it has not moved "
    "after two quarters, we stop, ask the families why, and write down what we learned."
)
_MARKS_EVIDENCE = "{partner} plans every step with us, sends its own people, and may end it as we may."
_GAINS = {
    "people": "A job that lasts, and a week that works for the whole family.",
    "class": "A class that they can reach, stay in, and use the next morning.",
    "health": "A doctor whom they reach in time, in a language that they understand.",
    "neighbors": "Someone nearby who answers when they ask.",
}
_IS_NEW = frozenset({"class", "health"})


def answers_for(member: Member, *, domains: Sequence[str], months: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The answers by section and field, as a person of the affiliate would have typed them.

    `domains` are those of the project's indicators; `months` are those of the project, as `2026-10`.
    """
    project = PROJECTS[member.key]
    first, is_new = project.goals[0], project.budget in _IS_NEW
    steps = [activity for goal in project.goals for activity in goal.activities][: len(months)]
    names = {"data_lead": member.data_lead, "director": member.director, "partner": project.partner}
    fields = "arrival_date and the two date fields of the indicator, employable, case_status and out_migrated_date."
    return {
        "profile": {"confirmed": True},
        "story": {
            "title": project.title,
            "summary": project.summary,
            "need_with_data": project.need,
            "population": project.population,
            "eligible_n": project.eligible_n,
            "benefit": _GAINS[project.budget],
            "domains": list(domains)[:3],
        },
        "approach": {
            "theory_of_change": f"{first.activity_rationale} {first.rationale}",
            "hypothesis": _HYPOTHESIS.format(baseline=first.baseline, target=first.target),
            "approach": "innovation" if is_new else "iteration",
            "approach_reason": (
                f"We have not worked with {project.partner} in this way before."
                if is_new
                else f"We do this already; new is what we share with {project.partner}."
            ),
            "marks": ["mark_partnership"],
            "marks_evidence": _MARKS_EVIDENCE.format(**names),
            "equity": _EQUITY,
        },
        "timeline": {
            "activities": [{"month": month, "what": step} for month, step in zip(months, steps, strict=False)],
        },
        "data_plan": {
            "source": "Monthly extract of our case database, on the last Friday",
            "fields": fields,
            "frequency": "quarterly",
            "owner": f"{member.data_lead}, data lead",
            "quality_checks": _CHECKS.format(**names),
        },
        "learning": {
            "improvement_cycle": _CYCLE.format(**names),
            "feedback_protocol": project.voice,
        },
        "privacy": {
            "personal_data": _PERSONAL.format(**names),
            "consent": _CONSENT,
            "agreement": "signed",
            "ethics": [option.key for option in ETHICS],
        },
        "staffing": {
            "staffing": (
                f"{member.data_lead} for six hours a week, one case manager for eight, and {member.director} for the "
                f"quarterly review. We would like our coach’s help with reading small numbers. Our partner is "
                f"{project.partner}."
            ),
            "risks": project.risks,
            "sustaining": _SUSTAINING.format(**names),
            "intent": "renewal",
        },
    }


_CHOSEN = "They know the newcomers’ languages, and we have worked with them before."
_BUDGETS: dict[str, tuple[tuple[str, str, str, str, str, str, str], ...]] = {
    "people": (
        ("PER", "Employment specialist, 8 hours a week for 50 weeks", "400", "hour", "26.50", "1",
         "A case manager who moves from general casework; the rate is that of our pay scale."),
        ("PER", "Data lead, 3 hours a week for 50 weeks", "150", "hour", "28.00", "data_staff",
         "{data_lead}: the monthly extract, its checks, and the quarterly hour."),
        ("FRI", "Fringe benefits at 22 percent of the two lines above", "1", "", "3256.00", "", ""),
        ("TRA", "Visits to employers, miles at the current rate", "1400", "mile", "0.70", "1", ""),
        ("PAR", "Bus passes for the first month of work", "30", "pass", "48.00", "1", ""),
        ("CON", "Interpreters for 40 hours of job coaching", "40", "hour", "45.00", "1", _CHOSEN),
    ),
    "class": (
        ("PER", "Class coordinator, 6 hours a week for 48 weeks", "288", "hour", "27.00", "1",
         "Finds learners and helpers, and keeps the list of who came. Part of an existing position."),
        ("CON", "Evening teacher, two groups of ten weeks", "80", "hour", "42.00", "1",
         "A certified teacher of the adult school, chosen from three who applied."),
        ("CON", "Child care during class, 2 helpers", "160", "hour", "19.50", "1", _CHOSEN),
        ("SUP", "Six tablets with cases, and workbooks for 60 people", "1", "set", "2640.00", "technology", ""),
        ("PAR", "Bus passes for learners", "60", "pass", "36.00", "1", ""),
        ("OTH", "Room at the library on evenings without charge; cleaning", "10", "month", "60.00", "core_costs", ""),
    ),
    "health": (
        ("PER", "Health navigator, 10 hours a week for 46 weeks", "460", "hour", "25.00", "1",
         "Makes first appointments and goes along where somebody is afraid to go alone."),
        ("FRI", "Fringe benefits at 20 percent", "1", "", "2300.00", "1", ""),
        ("CON", "Telephone interpretation, by the minute", "3200", "minute", "0.85", "shared_services",
         "The network’s own contract, at its price."),
        ("TRA", "Rides to first appointments where no bus goes", "90", "ride", "22.00", "1", ""),
        ("SUP", "Appointment cards in six languages, printing", "1", "print run", "480.00", "", ""),
    ),
    "neighbors": (
        ("PER", "Volunteer coordinator, 7 hours a week for 48 weeks", "336", "hour", "24.50", "1",
         "Finds, matches and visits mentors. Part of an existing position."),
        ("FRI", "Fringe benefits at 18 percent", "1", "", "1481.76", "1", ""),
        ("OTH", "Background checks for new mentors", "45", "check", "28.00", "shared_services", ""),
        ("PAR", "Shared meals of mentors and families, four times", "4", "meal", "420.00", "1", ""),
        ("TRA", "Home visits in the two outlying towns", "1800", "mile", "0.70", "1", ""),
    ),
}  # fmt: skip  # category · what for · quantity · unit · unit cost · "1" for the first goal, or a tag · justification
_MATCHES = {
    "class": MatchAnswers(
        MatchKind.IN_KIND, "County library", "Meeting room on two evenings a week", Decimal("1920.00"), is_secured=True,
        valuation="96 evenings at the library’s own price of $20 for one evening.",
    ),
    "neighbors": MatchAnswers(
        MatchKind.IN_KIND, "Our mentors", "Two hours a week of 20 mentors", Decimal("24000.00"), is_secured=False,
        valuation="960 hours at $25.00, what we pay a family aide for the same work.",
    ),
}  # fmt: skip  # by the kind of project
_NARRATIVE = (
    "Hours follow what last year’s cases took. We asked two offers for everything over $1,000. The indirect costs pay "
    "for accounting, insurance and the telephone; we have no negotiated rate."
)


def budget_for(member: Member, goal_id: int | None) -> BudgetAnswers:
    """The budget of a member's project; `goal_id` is the goal that some lines serve."""
    kind = PROJECTS[member.key].budget
    names = {"data_lead": member.data_lead}
    lines = tuple(
        BudgetLineAnswers(
            code, what, Decimal(many), Decimal(cost), unit=unit, justification=why.format(**names),
            goal_id=goal_id if use == "1" else None, tag=use if use in TAGS else "",
            hours=Decimal(many) if unit == "hour" and code == "PER" else None,
        )
        for code, what, many, unit, cost, use, why in _BUDGETS[kind]
    )  # fmt: skip  # an argument after the other, as the table has them
    return BudgetAnswers(
        lines=lines,
        matches=(_MATCHES[kind],) if kind in _MATCHES else (),
        indirect=IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal(10)),
        narrative=_NARRATIVE,
    )
