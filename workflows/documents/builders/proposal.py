"""The proposal as it was submitted, from its sealed snapshot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.documents.builders.parts import affiliate_party, budget, paper
from workflows.documents.contexts.common import Activity, Certification, GoalPlan, Milestone, Party
from workflows.documents.contexts.proposal import DataPlanLine, Proposal, Risk
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_snapshot
from workflows.documents.words import NOT_GIVEN, dollars, lines_of, local_day, moment_in, period
from workflows.people.queries import find_person
from workflows.proposals.models import ProposalSnapshot

TOLD_TOGETHER = "Told together with the risk"


def build(session: Session, wanted: Wanted) -> Draft:
    """The submitted version that the event names, else the newest; raises NotFound before the first one."""
    snapshot = get_snapshot(session, wanted.enrollment_id, number=wanted.details.get("number"))
    enrollment = snapshot.proposal.enrollment
    director = find_director(session, enrollment.affiliate_id)
    submitter = find_person(session, snapshot.submitted_by_id)
    return Draft(
        subject_id=snapshot.proposal_id,
        title=f"Proposal, version {snapshot.number}",
        affiliate=enrollment.affiliate.name,
        template="proposal.docx",
        context=facts(snapshot, affiliate=affiliate_party(enrollment, submitter or director)),
    )


def facts(snapshot: ProposalSnapshot, *, affiliate: Party) -> Proposal:
    """What the document shows: the sealed words, nothing that came later."""
    content, enrollment = snapshot.content, snapshot.proposal.enrollment
    zone = enrollment.affiliate.time_zone
    told = Answers(content)
    return Proposal(
        paper=paper(
            enrollment,
            title=content["title"],
            number=f"{enrollment.affiliate.code}-{snapshot.number}",
            standing=f"As submitted, version {snapshot.number}",
            prepared_on=local_day(snapshot.submitted_at, zone),
            fingerprint=snapshot.digest[:12],
        ),
        affiliate=affiliate,
        form="Full form",
        period=period(enrollment.cohort.starts_on, enrollment.cohort.ends_on),
        requested=dollars(content["budget"]["total"]),
        summary=told("story", "summary"),
        need=told("story", "need_with_data"),
        population=told("story", "population"),
        eligible=f"{told('story', 'eligible_n') or '0'} people",
        domains=_domains(content),
        goals=tuple(_goal(goal) for goal in content["goals"]),
        theory_of_change=_each_goal(content, "rationale", "activity_rationale"),
        hypothesis="",
        approach=NOT_GIVEN,
        data_plan=_data_plan(content, told),
        feedback=told("learning", "feedback_protocol"),
        privacy=_paragraphs(told("privacy", "personal_data"), told("privacy", "consent")),
        improvement=told("learning", "improvement_cycle"),
        equity="",
        partners=(),
        staffing=told("staffing", "staffing"),
        risks=_risks(content, told),
        budget=budget(content),
        sustainability=told("staffing", "sustaining"),
        attachments=(),
        certification=_certification(content, zone),
        snapshot_digest=snapshot.digest,
    )


class Answers:
    """The sealed answers by section and field; empty where a field was not asked."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.shown: dict[tuple[str, str], str] = {
            (section["name"], answer["name"]): answer["shown"]
            for section in content["sections"]
            for answer in section["answers"]
        }

    def __call__(self, section: str, field: str) -> str:
        return self.shown.get((section, field), "")


def _domains(content: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(goal["indicator"]["domain"] for goal in content["goals"] if goal["indicator"]))


def _goal(goal: Mapping[str, Any]) -> GoalPlan:
    indicator = goal["indicator"] or {}
    return GoalPlan(
        number=str(goal["number"]),
        sentence=goal["sentence"],
        domain=indicator.get("domain", NOT_GIVEN),
        indicator_code=indicator.get("code", NOT_GIVEN),
        indicator_name=indicator.get("name", NOT_GIVEN),
        numerator=indicator.get("numerator") or "Not needed",
        denominator=indicator.get("denominator") or "Not needed",
        baseline=goal["baseline"]["shown"] or NOT_GIVEN,
        target=goal["target"]["shown"] or NOT_GIVEN,
        due_on=goal["due_shown"] or NOT_GIVEN,
        source=goal["data_source"] or NOT_GIVEN,
        owner=goal["owner"] or NOT_GIVEN,
        milestones=tuple(Milestone(due_on=row["on_shown"], expected=row["shown"]) for row in goal["milestones"]),
        activities=tuple(Activity(what=text, who=goal["owner"], when="During the year") for text in goal["activities"]),
    )


def _each_goal(content: Mapping[str, Any], *names: str) -> str:
    """What was said about each goal, one paragraph each."""
    told = [(goal["number"], " ".join(goal[name].strip() for name in names).strip()) for goal in content["goals"]]
    return _paragraphs(*(f"Goal {number}: {text}" for number, text in told if text))


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _data_plan(content: Mapping[str, Any], told: Answers) -> tuple[DataPlanLine, ...]:
    return tuple(
        DataPlanLine(
            indicator=goal["indicator"]["code"],
            source=goal["data_source"] or told("data_plan", "source"),
            fields=goal.get("data_fields") or told("data_plan", "fields"),
            frequency=goal["review_frequency"].capitalize(),
            owner=goal["owner"] or told("data_plan", "owner"),
            quality_checks=told("data_plan", "quality_checks"),
        )
        for goal in content["goals"]
        if goal["indicator"]
    )


def _risks(content: Mapping[str, Any], told: Answers) -> tuple[Risk, ...]:
    """The project's risks a line each, then each goal's own; people write risk and answer in one breath."""
    of_project = [Risk(risk=line, response=TOLD_TOGETHER) for line in lines_of(told("staffing", "risks"))]
    of_goals = [
        Risk(risk=f"Goal {goal['number']}: {row['risk']}", response=row["mitigation"] or TOLD_TOGETHER)
        for goal in content["goals"]
        for row in _risks_of_goal(goal)
    ]
    return (*of_project, *of_goals)


def _risks_of_goal(goal: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The goal's rows; proposals that were sealed earlier have one text."""
    told: list[Mapping[str, str]] = goal.get("risks", [{"risk": goal.get("risk", ""), "mitigation": ""}])
    return [row for row in told if row["risk"].strip()]


def _certification(content: Mapping[str, Any], zone: str) -> Certification:
    given = content["certification"]
    return Certification(
        statement=given["statement"],
        name=given["submitted_by"],
        role="Director",
        typed_name=given["typed_name"],
        certified_at=moment_in(datetime.fromisoformat(given["submitted_at"]), zone),
    )
