"""The proposal as it was submitted, from its sealed snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflows.documents.builders.parts import affiliate_party, paper
from workflows.documents.builders.proposal_budget import proposed_budget
from workflows.documents.builders.proposal_goals import goal_plan
from workflows.documents.contexts.common import Certification, Party
from workflows.documents.contexts.proposal import Answer, Chapter, Partner, Proposal
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_snapshot
from workflows.documents.words import NOT_GIVEN, dollars, local_day, moment_in, period
from workflows.people.queries import find_person
from workflows.proposals.models import ProposalSnapshot

FIRST = "story"


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
        form="Short form" if content.get("is_short") else "Full form",
        period=period(enrollment.cohort.starts_on, enrollment.cohort.ends_on),
        requested=dollars(content["budget"]["total"]),
        summary=_summary(content),
        story=_story(content),
        domains=_domains(content),
        goals=tuple(goal_plan(goal) for goal in content["goals"]),
        chapters=_chapters(content),
        partners=tuple(_partner(partner) for partner in content.get("partners") or ()),
        budget=proposed_budget(content),
        attachments=tuple(_attachment(given) for given in content.get("papers") or ()),
        certification=_certification(content, zone),
        snapshot_digest=snapshot.digest,
    )


def _summary(content: Mapping[str, Any]) -> str:
    return next((answer["shown"] for answer in _first(content) if answer["name"] == "summary"), "")


def _first(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The answers of the section that every proposal begins with."""
    return next((section["answers"] for section in content["sections"] if section["name"] == FIRST), ())


def _domains(content: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(goal["indicator"]["domain"] for goal in content["goals"] if goal["indicator"]))


def _story(content: Mapping[str, Any]) -> tuple[Answer, ...]:
    """The first section's answers but for the title and the summary, which stand on top."""
    return _answered(answer for answer in _first(content) if answer["name"] not in ("title", "summary"))


def _chapters(content: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """Every other section that something is written in, whatever the form asked when it was submitted."""
    chapters = (
        Chapter(section["title"], _answered(section["answers"]))
        for section in content["sections"]
        if section["name"] != FIRST
    )
    return tuple(chapter for chapter in (_plan(content), *chapters) if chapter.answers)


def _plan(content: Mapping[str, Any]) -> Chapter:
    """The indicators that are watched without a goal, and how many people are expected by month."""
    plan = content.get("plan") or {}
    watched = (Answer(row["indicator"]["name"], _watched(row)) for row in plan.get("watched") or ())
    arrivals = "; ".join(f"{row['shown']}: {row['people']}" for row in plan.get("arrivals") or ())
    return Chapter("Also watched", (*watched, *((Answer("Expected arrivals", arrivals),) if arrivals else ())))


def _watched(row: Mapping[str, Any]) -> str:
    parts = {
        "Baseline": row["baseline"]["shown"],
        "Target": row["target"]["shown"],
        "Source": row["data_source"],
        "Who looks after it": row["owner"],
        "Looked at": row["review_frequency"],
    }
    return "\n".join(f"{label}: {text}" for label, text in parts.items() if text) or row["indicator"]["definition"]


def _answered(answers: Iterable[Mapping[str, Any]]) -> tuple[Answer, ...]:
    return tuple(
        Answer(answer.get("label") or answer["name"], answer["shown"]) for answer in answers if answer["shown"]
    )


def _partner(partner: Mapping[str, Any]) -> Partner:
    part = ": ".join(filter(None, (str(partner.get("role") or ""), str(partner.get("contribution") or ""))))
    return Partner(name=str(partner.get("name") or NOT_GIVEN), part=part, agreement=str(partner.get("state") or ""))


def _attachment(given: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (str(given.get("kind") or ""), str(given.get("file_name") or ""))))


def _certification(content: Mapping[str, Any], zone: str) -> Certification:
    given = content["certification"]
    return Certification(
        statement=given["statement"],
        name=given["submitted_by"],
        role="Director",
        typed_name=given["typed_name"],
        certified_at=moment_in(datetime.fromisoformat(given["submitted_at"]), zone),
    )
