"""One network with a record of every kind and a person of every sort, for tests that walk the whole product."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Flask
from sqlalchemy.orm import Session

from tests import (
    scenes_agreements,
    scenes_documents,
    scenes_library,
    scenes_peers,
    scenes_prospects,
    scenes_templates,
    scenes_writing,
    scenes_year,
)
from tests.factories import NOW, a_cohort, a_data_role, a_person, an_enrollment
from tests.scenes_absences import a_training_of, absences_of, an_alias
from tests.scenes_amendments import target_asked, with_a_plan
from tests.scenes_assessments import a_topic, drafted, scores_of, submitted
from tests.scenes_awards import a_condition
from tests.scenes_cohorts import a_learning_review, an_interest
from tests.scenes_conversation import a_thread
from tests.scenes_proposals import a_good_goal
from tests.scenes_reviews import a_submitted_proposal, as_actor
from tests.scenes_training import a_material
from workflows.affiliates.answers import EntryKind
from workflows.affiliates.culture import EntryAnswers, recognize_win, write_entry
from workflows.affiliates.data_roles import end_data_role
from workflows.affiliates.operations import choose_tier
from workflows.assessments.answers import Moment, NoteAnswers
from workflows.assessments.learning import add_note
from workflows.assessments.models import Assessment, DevelopmentNote, LearningTopic
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort, LearningState
from workflows.documents.models import Document
from workflows.enrollments.queries import find_enrollment
from workflows.files import FileStore
from workflows.funding.holds.models import PaymentHold
from workflows.funding.models import Award
from workflows.funding.reversals.models import PaymentReversal
from workflows.outbox import RunState
from workflows.people.answers import DataRoleKind, Tier
from workflows.people.models import Affiliate, User
from workflows.permissions import Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, save_goal
from workflows.proposals.models import Proposal
from workflows.proposals.operations import start_proposal
from workflows.reviews.assigning import assign_reviewers
from workflows.reviews.models import Outcome, Review
from workflows.reviews.operations import declare_no_conflict
from workflows.reviews.staging.models import StagedDecision
from workflows.signing.models import Side, Signature
from workflows.stages import Stage

QUALITY = {"rows_read": 60, "rows_kept": 57, "duplicates": 0, "dropped_columns": ["name"], "problems": []}
FILES = frozenset({"static", "bootstrap.static"})


@dataclass(frozen=True, slots=True)
class Address:
    """One way to ask: method, endpoint, path, and the values in the path."""

    method: str
    endpoint: str
    path: str
    values: dict[str, int | str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


@dataclass(frozen=True)
class Everything:
    """`people` by who they are to Harbor; `own` and `foreign` give the values of addresses, by endpoint or by name."""

    people: dict[str, int]
    own: dict[str, int | str]
    foreign: dict[str, int | str]


def addresses(app: Flask, given: dict[str, int | str]) -> Iterator[Address]:
    """Every rule of the URL map with each of its methods, its values taken from `own` or `foreign`."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint in FILES:
            continue
        values = {name: given.get(f"{rule.endpoint}.{name}", given.get(name, "")) for name in rule.arguments}
        _, path = rule.build(values) or ("", "")
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Address(method, rule.endpoint, path, values)


def everything(session: Session) -> Everything:
    """Harbor with its year, its proposal in review, its draft and its training; Prairie with the same."""
    manager = a_person(session, Role.PROGRAM_MANAGER, name="Ruth Adeyemi")
    coach, other_coach = a_person(session, Role.COACH), a_person(session, Role.COACH)
    reviewers = [a_person(session, Role.REVIEWER) for _ in range(3)]
    cohorts = [a_cohort(session) for _ in range(3)]
    files = FileStore("memory://everything")
    harbor, own = _affiliate(session, "Harbor", coach=coach, manager=manager, reviewers=reviewers[:2], cohorts=cohorts)
    prairie, foreign = _affiliate(
        session, "Prairie", coach=other_coach, manager=manager, reviewers=reviewers[2:], cohorts=cohorts
    )
    for mine, lead, partner in ((own, foreign, harbor), (foreign, own, prairie)):
        mine.update(scenes_writing.going_together(session, int(mine["proposal_id"]), files))
        mine.update(scenes_writing.asked_by(session, int(lead["proposal_id"]), partner))
    national = (
        Role.NETWORK_ADMINISTRATOR,
        Role.PROGRAM_MANAGER,
        Role.FINANCE_OFFICER,
        Role.PRIVACY_STEWARD,
        Role.AUDITOR,
    )
    people = {role.value: a_person(session, role).id for role in national}
    people |= {role.value: a_person(session, role, affiliate=harbor).id for role in Role if not role.is_national}
    people |= {
        "other_director": a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=prairie).id,
        "coach": coach.id,
        "other_coach": other_coach.id,
        "reviewer": reviewers[0].id,
        "other_reviewer": reviewers[2].id,
        "unassigned_reviewer": a_person(session, Role.REVIEWER).id,
    }
    session.flush()
    return Everything(people, own, foreign)


def _affiliate(
    session: Session, name: str, *, coach: User, manager: User, reviewers: list[User], cohorts: list[Cohort]
) -> tuple[Affiliate, dict[str, int | str]]:
    who, year = _year(session, name, coach, manager, cohorts[0])
    proposal, review = _in_review(session, who, coach=coach, manager=manager, reviewers=reviewers, cohort=cohorts[1])
    goal = _draft(session, who, coach, cohorts[2])
    training_session, report, participant = a_training_of(session, who, manager)
    assessment, note, topic = _self_assessment(session, who, coach, manager, cohorts[2])
    helped = _help(session, who, coach, cover=manager)
    interest_id = _joining(session, who, training_session.cohort, manager)
    scenes_peers.a_product_for_the_draft(session, goal.proposal.enrollment)
    alias = an_alias(session, participant, manager)
    return who, year | _in_depth(session, who, manager) | helped | {
        "proposal_id": goal.proposal_id,
        "goal_id": goal.id,
        "set_aside_id": scenes_writing.a_waiting_text(session, goal.proposal).id,
        "review_id": review.id,
        "session_id": training_session.id,
        "material_id": a_material(session, training_session, manager).id,
        "import_id": report.id,
        "alias_id": alias.id,
        "participant_id": participant.id,
        "cohort_id": training_session.cohort_id,
        "interest_id": interest_id,
        "answer": "select",
        **absences_of(session, training_session, participant),
        "name": "story",
        "assessment_id": assessment.id,
        "note_id": note.id,
        "topic_id": topic.id,
        "moment": "before",
        "dimension": "D1",
        "token": "made-up",
        "filename": "mark.svg",
        "enrollments.remove.enrollment_id": participant.enrollment_id,
        "enrollments.participants.enrollment_id": participant.enrollment_id,
        "enrollments.end.enrollment_id": participant.enrollment_id,
        "enrollments.back.enrollment_id": participant.enrollment_id,
        "training.certificate.enrollment_id": participant.enrollment_id,
        "enrollments.change_stage.name": "suspend",
        "training.of_enrollment.enrollment_id": participant.enrollment_id,
        **scenes_peers.every_record(session, participant.enrollment, training_session, coach=coach, manager=manager),
        **scenes_writing.questions_of_the_staff(session, goal.proposal, coach),
        "proposals.receipt.proposal_id": proposal.id,
        **{f"proposals.{name}.proposal_id": proposal.id for name in ("versions", "compare_versions", "compare_draft")},
        **{"first": 1, "second": 1, "number": 1},
        "proposals.answer.request_id": scenes_writing.a_change_asked(session, goal.proposal, manager),
        "proposals.more_time.enrollment_id": goal.proposal.enrollment_id,
        "proposals.deadline.enrollment_id": goal.proposal.enrollment_id,
        "proposals.refuse_more_time.request_id": scenes_writing.more_time_asked(session, goal.proposal),
        **{f"reviews.{name}.proposal_id": proposal.id for name in ("assign", "approve", "changes", "decline", "waive")},
        "reviews.of_enrollment.enrollment_id": proposal.enrollment_id,
        "staged_id": _a_staged_decision(session, proposal, manager).id,
    }


def _money(session: Session, award: Award, manager: User) -> dict[str, int | str]:
    """A payment on hold, and a reversal that waits for its second person."""
    asker = a_person(session, Role.FINANCE_OFFICER)
    hold = PaymentHold(
        award=award, reason="The second signer is missing.", release_path="Name a second signer.",
        held_by_id=manager.id, held_at=NOW,
    )  # fmt: skip  # one row
    reversal = PaymentReversal(
        payment=award.payments[0], amount=Decimal(500), reason="Paid twice.", asked_by_id=asker.id, asked_at=NOW
    )
    session.add_all([hold, reversal])
    session.flush()
    return {"hold_id": hold.id, "reversal_id": reversal.id}


def _in_depth(session: Session, who: Affiliate, manager: User) -> dict[str, int | str]:
    """Data roles with a handover in progress, a chosen tier, and a win that is recognized."""
    actor = as_actor(manager)
    a_data_role(session, who, DataRoleKind.EXECUTIVE_SPONSOR)
    lead = a_data_role(session, who)
    end_data_role(lead, because="Moved away.", session=session, actor=actor, now=NOW)
    choose_tier(who, tier=Tier.LIGHT, note="They have done this for years.", session=session, actor=actor, now=NOW)
    win = EntryAnswers(EntryKind.WIN, date(2026, 2, 2), "", "Waiting for a class went from nine weeks to four.", "")
    entry = write_entry(who, win, session=session, actor=actor, now=NOW)
    session.flush()
    recognize_win(entry, session=session, actor=actor, now=NOW)
    session.flush()
    assert lead.handover is not None
    return {
        "affiliate_id": who.id,
        "section": "services",
        "data_role": DataRoleKind.EXECUTIVE_SPONSOR.value,
        "step_id": lead.handover.steps[0].id,
        "entry_id": entry.id,
    }


def _year(
    session: Session, name: str, coach: User, manager: User, cohort: Cohort
) -> tuple[Affiliate, dict[str, int | str]]:
    scene = scenes_year.a_year(session, name, coach=coach, manager=manager, cohort=cohort)
    who = scene.enrollment.affiliate
    check_in = scenes_year.a_check_in(session, scene)
    amendment = target_asked(session, with_a_plan(session, scene))
    papers = scenes_documents.a_year(session)
    papers.enrollment.affiliate, papers.enrollment.coach = who, coach
    figure = scenes_year.a_figure(session, scene, as_of=date(2026, 6, 30), numerator=31, denominator=57)
    figure.extract.quality = {**QUALITY}
    document = scenes_documents.a_document(session, papers, "grant_agreement")
    template = scenes_templates.a_template(session, manager)
    preview = scenes_templates.a_preview(session, papers, manager, asked_at=utc_now())
    run = scenes_documents.an_owed_run(session, papers, "report")
    stuck = scenes_documents.an_owed_run(session, papers, "award_letter", state=RunState.FAILED, error="It broke.")
    session.flush()
    return who, {
        "enrollment_id": scene.enrollment.id,
        "thread_id": a_thread(session, scene.enrollment, scene.staff).id,
        "award_id": scene.award.id,
        "condition_id": a_condition(session, scene.award, scene.manager).id,
        "agreement_id": scenes_agreements.in_force(session, scene.enrollment, steward=manager).id,
        "source_id": scenes_agreements.a_source(session, scene.enrollment, by=manager, name="Volunteers").id,
        "signing.certificate.document_id": _signed(session, papers, manager).id,
        "amendment_id": amendment.id,
        "amendment_type": "scope",
        "payment_id": scene.award.payments[1].id,
        **_money(session, scene.award, manager),
        "report_id": scene.first.id,
        "check_in_id": check_in.id,
        "action_id": papers.check_in.actions[0].id,
        "extract_id": figure.extract_id,
        "prospect_id": scenes_prospects.a_prospect(session, scene).id,
        "funder_id": scenes_prospects.a_funder(session, manager).id,
        "step": "ask",
        "indicator_id": scene.indicator.id,
        "framework_id": scene.indicator.framework_id,
        "document_id": document.id,
        "template_kind": "award_letter",
        "template_id": template.id,
        "preview_id": preview.id,
        "run_id": run.id,
        "jobs.retry.run_id": stuck.id,
        "person_id": scene.staff.id,
        "assignment_id": scene.staff.roles[0].id,
    }


def _signed(session: Session, papers: scenes_documents.Year, manager: User) -> Document:
    """An agreement about data that the national office has signed."""
    document = scenes_documents.a_document(session, papers, "data_sharing_agreement", sealed_at=NOW)
    signature = Signature(
        document_id=document.id,
        document_sha256=document.file_sha256,
        side=Side.NETWORK,
        signer_id=manager.id,
        role="Program manager",
        office="National Network Office",
        typed_name="Ruth Adeyemi",
        statement="I agree.",
        signed_at=NOW,
        address="192.0.2.7",
    )
    session.add(signature)
    session.flush()
    return document


def _in_review(
    session: Session, who: Affiliate, *, coach: User, manager: User, reviewers: list[User], cohort: Cohort
) -> tuple[Proposal, Review]:
    enrollment = an_enrollment(session, Stage.IN_REVIEW, affiliate=who, cohort=cohort, coach_id=coach.id)
    proposal = a_submitted_proposal(session, enrollment, content=scenes_documents.sealed_content(1))
    seats = assign_reviewers(
        proposal, reviewer_ids=[r.id for r in reviewers], session=session, actor=as_actor(manager), now=NOW
    )
    declare_no_conflict(seats[0], session=session, actor=as_actor(reviewers[0]), now=NOW)
    session.flush()
    return proposal, seats[0]


def _a_staged_decision(session: Session, proposal: Proposal, manager: User) -> StagedDecision:
    """One that waits for its announcement, as it stands in the database."""
    staged = StagedDecision(
        proposal=proposal,
        snapshot_number=1,
        digest=proposal.snapshots[-1].digest,
        outcome=Outcome.DECLINE,
        feedback="Name the source of your figures.",
        decided_by_id=manager.id,
        decided_at=NOW,
    )
    session.add(staged)
    session.flush()
    return staged


def _help(session: Session, who: Affiliate, coach: User, *, cover: User) -> dict[str, int | str]:
    asker = a_person(session, Role.AFFILIATE_STAFF, affiliate=who)
    resource, guide = scenes_library.a_resource(session), scenes_library.a_guide(session)
    term = scenes_library.a_term(session, f"word of {who.name}")
    return scenes_library.help_of(session, asker, coach, cover) | {
        "resource_id": resource.id,
        "guide_id": guide.id,
        "term_id": term.id,
        "library.move.name": "retire",
        "library.move_guide.name": "retire",
    }


def _draft(session: Session, who: Affiliate, coach: User, cohort: Cohort) -> Goal:
    enrollment = an_enrollment(
        session, Stage.PROPOSING, affiliate=who, cohort=cohort, coach_id=coach.id, sessions_required=2, open_sessions=[]
    )
    writer = as_actor(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=who))
    proposal = start_proposal(enrollment, session=session, actor=writer, now=NOW)
    goal = add_goal(proposal, session=session, actor=writer, now=NOW)
    indicator_id = cohort.framework.indicators[0].id
    answers = a_good_goal(indicator_id, due_on=date(2027, 3, 31))
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=writer, now=NOW)
    session.flush()
    return goal


def _self_assessment(
    session: Session, who: Affiliate, coach: User, manager: User, cohort: Cohort
) -> tuple[Assessment, DevelopmentNote, LearningTopic]:
    """A draft in the year that writes its proposal, a line of its log, and a topic for everybody."""
    enrollment = find_enrollment(session, cohort_id=cohort.id, affiliate_id=who.id)
    assert enrollment is not None
    writer = a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=who)
    submitted(session, enrollment, Moment.BEFORE, scores_of(2, D6=4), writer=writer)
    draft = drafted(session, enrollment, Moment.AFTER, scores_of(3), writer=writer)
    given = NoteAnswers("D4", date(2026, 2, 20), "How to choose a denominator")
    note = add_note(enrollment, given, session=session, actor=as_actor(writer))
    topic = a_topic(session, manager)
    return draft, note, topic


def _joining(session: Session, who: Affiliate, pilot: Cohort, manager: User) -> int:
    """What the affiliate's own pilot taught, and its interest in another cohort; the id of the interest."""
    a_learning_review(session, pilot, author=manager, state=LearningState.SUBMITTED)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=who)
    return an_interest(session, a_cohort(session), who, director=director).id
