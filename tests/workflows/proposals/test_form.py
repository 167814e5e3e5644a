"""The form of one proposal: short or long, with parts switched off, and questions of the staff."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from tests.scenes_proposals import a_complete_proposal, a_draft, an_affiliate_that_writes, filled
from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, NotFound, Stale
from workflows.permissions import Actor, Role
from workflows.proposals.answers import MARKS, SECTION_BY_NAME, SECTIONS, Kind
from workflows.proposals.completeness import list_gaps
from workflows.proposals.extra.answers import PLACES, ExtraKind
from workflows.proposals.extra.models import ExtraQuestion
from workflows.proposals.form import SWITCHABLE, find_section, is_short, sections_of, why_not_short
from workflows.proposals.models import Proposal, ProposalSection
from workflows.proposals.operations import start_proposal, switch_form
from workflows.proposals.queries import count_proposals, list_proposals
from workflows.proposals.settings import FormSettings, set_form
from workflows.proposals.snapshot import content_of
from workflows.proposals.writing import save_section

ORDER = [section.name for section in SECTIONS]


def names(proposal: Proposal) -> list[str]:
    return [section.name for section in sections_of(proposal)]


def field_names(proposal: Proposal) -> set[str]:
    return {f"{section.name}.{field.name}" for section in sections_of(proposal) for field in section.fields}


def a_short_draft(session: Session, **cohort: object) -> Proposal:
    scene = an_affiliate_that_writes(session, **cohort)
    actor = scene.data_lead.as_actor(NOW)
    return start_proposal(scene.enrollment, is_short=True, session=session, actor=actor, now=NOW)


def test_the_long_form_has_every_section_of_the_table(session: Session) -> None:
    assert names(a_draft(session, an_affiliate_that_writes(session))) == ORDER


def test_the_short_form_asks_what_is_for_small_awards_alone(session: Session) -> None:
    proposal = a_short_draft(session)
    assert is_short(proposal)
    assert names(proposal) == [name for name in ORDER if name not in ("approach", "partners", "papers")]
    gone = {
        f"{section.name}.{field.name}"
        for section in SECTIONS
        for field in section.fields
        if not field.in_short_form and section.name != "approach"
    }
    assert gone == {"learning.improvement_cycle", "staffing.sustaining"}
    assert gone & field_names(proposal) == set()


def test_a_cohort_without_a_short_form_has_none(session: Session) -> None:
    proposal = a_short_draft(session, short_form_up_to=Decimal(0))
    assert not proposal.wants_short_form
    assert names(proposal) == ORDER
    with pytest.raises(DomainError, match="no short form"):
        switch_form(proposal, is_short=True, session=session, actor=_writer(session, proposal))


def test_a_budget_over_the_short_form_is_a_gap_that_names_the_way_out(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_complete_proposal(session, scene), scene.data_lead.as_actor(NOW)
    switch_form(proposal, is_short=True, session=session, actor=actor)
    assert [(gap.sentence, gap.where) for gap in list_gaps(proposal)] == [
        (
            "The short form is for up to $15,000, and the budget is $9,000 over it. Make it smaller, or switch to the "
            "long form: nothing you wrote is lost.",
            "budget",
        )
    ]
    switch_form(proposal, is_short=False, session=session, actor=actor)
    assert list_gaps(proposal) == ()


def test_exactly_the_limit_is_still_small(session: Session) -> None:
    scene = an_affiliate_that_writes(session, short_form_up_to=Decimal(24_000))
    proposal = a_complete_proposal(session, scene)
    proposal.wants_short_form = True
    assert why_not_short(proposal) is None


def test_what_only_the_long_form_asks_is_kept_while_the_short_one_is_saved(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, actor = a_complete_proposal(session, scene), scene.data_lead.as_actor(NOW)
    before = proposal.answer("learning", "improvement_cycle")
    switch_form(proposal, is_short=True, session=session, actor=actor)
    row = proposal.section("learning")
    assert row is not None
    save_section(
        proposal,
        name="learning",
        answers=filled(proposal, "learning", feedback_protocol="We ask at the door."),
        expected_version=row.version,
        session=session,
        actor=actor,
        now=NOW,
    )
    assert row.answers == {"improvement_cycle": before, "feedback_protocol": "We ask at the door."}


def test_a_section_that_the_form_does_not_have_is_not_saved(session: Session) -> None:
    proposal = a_short_draft(session)
    with pytest.raises(NotFound):
        save_section(
            proposal,
            name="approach",
            answers={},
            expected_version=1,
            session=session,
            actor=_writer(session, proposal),
            now=NOW,
        )


def test_a_part_that_is_switched_off_is_neither_asked_nor_missed_nor_sealed(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal, cohort = a_draft(session, scene), scene.enrollment.cohort
    given_settings = FormSettings(Decimal(5_000), ("timeline", "approach"))
    set_form(cohort, given_settings, expected_version=cohort.version, session=session)
    assert cohort.sections_off == ["approach", "timeline"]
    assert names(proposal) == [name for name in ORDER if name not in ("approach", "timeline")]
    assert {gap.where.partition(".")[0] for gap in list_gaps(proposal)} & {"approach", "timeline"} == set()
    assert {section["name"] for section in content_of(proposal)["sections"]} & {"approach", "timeline"} == set()


@pytest.mark.parametrize("name", ["story", "goals", "budget", "privacy", "data_plan", "learning"])
def test_what_decisions_need_cannot_be_switched_off(session: Session, name: str) -> None:
    cohort = an_affiliate_that_writes(session).enrollment.cohort
    with pytest.raises(DomainError, match="Reviewers need this part, so it stays on"):
        set_form(cohort, FormSettings(Decimal(0), (name,)), expected_version=cohort.version, session=session)
    assert cohort.sections_off == []


def test_the_slower_of_two_who_change_the_form_is_told(session: Session) -> None:
    cohort = an_affiliate_that_writes(session).enrollment.cohort
    with pytest.raises(Stale):
        set_form(cohort, FormSettings(Decimal(0), ()), expected_version=cohort.version - 1, session=session)


def _writer(session: Session, proposal: Proposal) -> Actor:
    return a_person(session, Role.AFFILIATE_STAFF, affiliate=proposal.enrollment.affiliate).as_actor(NOW)


QUESTIONS = st.builds(
    lambda number, section, kind, is_required, is_retired: ExtraQuestion(
        id=number,
        section=section,
        position=number,
        kind=kind,
        label=f"Question {number}",
        hint="",
        is_required=is_required,
        most=kind.most,
        choices=["Yes", "No"] if kind is ExtraKind.CHOICE else [],
        added_at=NOW,
        retired_at=NOW if is_retired else None,
    ),
    st.integers(1, 10_000),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(ExtraKind),
    st.booleans(),
    st.booleans(),
)


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    """A draft in any cohort: whatever it switched off and asks, with any sections answered or not."""
    cohort = Cohort(
        short_form_up_to=Decimal(draw(st.sampled_from([0, 5_000, 15_000]))),
        sections_off=draw(st.lists(st.sampled_from([*SWITCHABLE, "unknown"]), unique=True)),
        award_ceiling=Decimal(50_000),
    )
    proposal = Proposal(wants_short_form=draw(st.booleans()), enrollment=Enrollment(cohort=cohort))
    proposal.sections = [
        ProposalSection(name=name, answers={}, seconds_spent=0, is_copied=draw(st.booleans()))
        for name in draw(st.lists(st.sampled_from(ORDER), unique=True))
    ]
    proposal.extra_questions = draw(st.lists(QUESTIONS, max_size=4, unique_by=lambda question: question.id))
    return proposal


anything = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@anything
@given(proposals())
def test_the_order_is_the_tables_whatever_the_form(proposal: Proposal) -> None:
    made = names(proposal)
    assert made == [name for name in ORDER if name in made]


@anything
@given(proposals())
def test_the_short_form_is_a_part_of_the_long_one(proposal: Proposal) -> None:
    proposal.wants_short_form = True
    short, short_names = field_names(proposal), names(proposal)
    proposal.wants_short_form = False
    assert short <= field_names(proposal)
    assert [name for name in names(proposal) if name in short_names] == short_names


@anything
@given(proposals())
def test_no_gap_points_to_a_place_that_is_not_in_the_form(proposal: Proposal) -> None:
    fields, sections = field_names(proposal), set(names(proposal))
    assert [gap for gap in list_gaps(proposal) if gap.where not in fields | sections] == []


@anything
@given(proposals())
def test_what_decisions_need_is_in_every_form(proposal: Proposal) -> None:
    assert set(names(proposal)) >= {"story", "goals", "data_plan", "learning", "privacy", "budget"}


@anything
@given(proposals())
def test_every_question_that_is_asked_has_its_place_once(proposal: Proposal) -> None:
    off = set(proposal.enrollment.cohort.sections_off)
    asked = {q.key for q in proposal.extra_questions if q.retired_at is None and q.section not in off}
    found = [field.name for section in sections_of(proposal) for field in section.fields]
    assert sorted(name for name in found if name.startswith("extra-")) == sorted(asked)


def test_the_table_of_questions_is_sound() -> None:
    fields = [field for section in SECTIONS for field in section.fields]
    limited = [field for field in fields if field.kind in (Kind.LINE, Kind.TEXT, Kind.NUMBER, Kind.ROWS, Kind.DOMAINS)]
    assert [field.name for field in limited if field.most <= 0] == []
    assert [f.name for f in fields if f.kind in (Kind.CHOICE, Kind.TICKS) and not f.offered] == []
    assert [f.name for f in fields if f.needed_with and SECTION_BY_NAME["approach"].field(f.needed_with) is None] == []
    assert [s.name for s in SECTIONS if len({field.name for field in s.fields}) != len(s.fields)] == []


def test_a_section_is_found_by_its_name(session: Session) -> None:
    proposal = a_short_draft(session)
    found = find_section(proposal, "learning")
    assert found is not None
    assert [field.name for field in found.fields] == ["feedback_protocol"]
    assert find_section(proposal, "approach") is None


def test_the_portfolio_is_filtered_by_the_marks_of_innovative_practice(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    actor, row = scene.data_lead.as_actor(NOW), proposal.section("approach")
    assert row is not None
    answers = filled(proposal, "approach", marks=["mark_technology"], marks_evidence='We say "mark_holistic" here.')
    version, told = row.version, {"session": session, "actor": actor, "now": NOW}
    save_section(proposal, name="approach", answers=answers, expected_version=version, **told)  # type: ignore[arg-type]
    session.flush()
    found = {mark.key: count_proposals(session, actor, mark=mark.key) for mark in MARKS}
    assert found == {"mark_partnership": 0, "mark_systems": 0, "mark_holistic": 0, "mark_technology": 1}
    assert [row.id for row in list_proposals(session, actor, mark="mark_technology")] == [proposal.id]
