"""What waits for whom over the whole chain, and what of it each person may know."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person
from tests.scenes_reviews import Scene, a_scene, an_agreement, as_actor, awarded, funded, reviewed, seats_of, sign
from tests.scenes_year import LATER, a_year
from workflows.funding.payments import approve_payment, request_payment
from workflows.funding.schedules.operations import schedule_suggested
from workflows.home.chain import LINKS, ChainFilter, Part, Who, count_chain, iterate_chain, list_chain
from workflows.home.waiting import KINDS, OWED, list_waiting
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.reporting.models import ReportState
from workflows.reviews.operations import declare_no_conflict, step_aside
from workflows.signing.models import Side
from workflows.stages import Stage

Seen = list[tuple[str, str]]


def _seen(session: Session, person: User, wanted: ChainFilter | None = None) -> Seen:
    """What this person sees waiting, with whose turn it is."""
    rows = list_chain(session, as_actor(person), wanted or ChainFilter(), now=NOW)
    assert count_chain(session, as_actor(person), wanted or ChainFilter(), now=NOW) == len(rows)
    return [(row.what, row.person or row.who.label) for row in rows]


def _also(session: Session, person: User, role: Role) -> User:
    session.add(RoleAssignment(user=person, role=role, granted_at=NOW))
    session.flush()
    return person


def test_every_link_names_a_kind_that_home_knows() -> None:
    known = [kind.name for kind in (*KINDS, *OWED)]
    assert len(known) == len(set(known))
    assert {link.kind for link in LINKS} <= set(known)


def test_the_chain_names_each_turn_from_the_proposal_to_the_bank(session: Session) -> None:
    auditor = a_person(session, Role.AUDITOR)
    scene = a_scene(session)
    assert _seen(session, auditor) == [("Assign reviewers", "Program manager")]
    first, second = (person.name for person in scene.reviewers)
    seats_of(session, scene)
    session.flush()
    assert _seen(session, auditor) == [("Review a proposal", first), ("Review a proposal", second)]


def test_the_chain_goes_on_after_the_reviews(session: Session) -> None:
    auditor, scene = a_person(session, Role.AUDITOR), a_scene(session)
    reviewed(session, scene)
    assert _seen(session, auditor) == [("Decide on the proposal", "Program manager")]


def test_both_signatures_and_each_step_of_a_payment_are_named(session: Session) -> None:
    auditor, scene = a_person(session, Role.AUDITOR), a_scene(session)
    award = awarded(session, scene, starts_on=NOW.date() + timedelta(days=1))
    assert _seen(session, auditor) == []
    document = an_agreement(session, award)
    assert _seen(session, auditor) == [("Sign the agreement", "Program manager"), ("Sign the agreement", "Affiliate")]
    sign(session, award, document, Side.AFFILIATE, scene.director)
    assert _seen(session, auditor) == [("Sign the agreement", "Program manager")]
    sign(session, award, document, Side.NETWORK, scene.managers[0])
    assert _seen(session, auditor) == [("Schedule payments", "Finance officer")]
    asks, approves = (as_actor(person) for person in scene.finance)
    payment = schedule_suggested(award, session=session, actor=asks, now=NOW)[0]
    assert _seen(session, auditor) == []
    tomorrow = NOW + timedelta(days=2)
    (row,) = list_chain(session, as_actor(auditor), ChainFilter(), now=tomorrow)
    assert (row.what, row.who, row.amount, row.since.date()) == (
        "Request a payment",
        Who.FINANCE,
        Decimal(12_000),
        award.starts_on,
    )
    request_payment(payment, session=session, actor=asks, now=NOW)
    assert _seen(session, auditor) == [("Approve a payment", "Finance officer")]
    approve_payment(payment, session=session, actor=approves, now=NOW)
    assert _seen(session, auditor) == [("Record a payment", "Finance officer")]


def test_a_payment_whose_day_is_past_waits_since_the_signatures(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene, starts_on=NOW.date())
    schedule_suggested(award, session=session, actor=as_actor(scene.finance[0]), now=NOW)
    session.flush()
    (row,) = list_chain(session, as_actor(scene.finance[0]), ChainFilter(), now=NOW)
    assert (row.what, row.since) == ("Request a payment", NOW)


def test_a_late_report_waits_for_the_affiliate_and_a_sent_one_for_its_coach(session: Session) -> None:
    auditor, year = a_person(session, Role.AUDITOR), a_year(session)
    actor, first = as_actor(auditor), year.first
    assert list_chain(session, actor, ChainFilter(), now=first.due_at - timedelta(days=1)) == []
    (row,) = list_chain(session, actor, ChainFilter(), now=first.due_at + timedelta(days=3))
    assert (row.what, row.who, row.since, row.key) == ("Send a report", Who.AFFILIATE, first.due_at, first.id)
    first.state, first.submitted_at = ReportState.SUBMITTED, LATER
    session.flush()
    (row,) = list_chain(session, actor, ChainFilter(), now=LATER)
    assert (row.what, row.who, row.person) == ("Read a report", Who.COACH, year.coach.name)
    year.enrollment.stage = Stage.SUSPENDED
    session.flush()
    assert list_chain(session, actor, ChainFilter(), now=LATER) == []


def test_the_oldest_comes_first_and_pages_meet(session: Session) -> None:
    auditor = as_actor(a_person(session, Role.AUDITOR))
    scenes = [a_scene(session) for _ in range(7)]
    for days, scene in enumerate(scenes):
        scene.proposal.submitted_at = NOW - timedelta(days=days)
    session.flush()
    wanted = ChainFilter()
    pages = [list_chain(session, auditor, wanted, now=NOW, offset=first, at_most=3) for first in (0, 3, 6)]
    oldest_first = [scene.enrollment.affiliate.name for scene in reversed(scenes)]
    assert [row.affiliate for page in pages for row in page] == oldest_first
    assert [row.affiliate for row in iterate_chain(session, auditor, wanted, now=NOW)] == oldest_first


def test_the_list_is_kept_to_a_cohort_a_part_and_a_turn(session: Session) -> None:
    auditor, here = a_person(session, Role.AUDITOR), a_cohort(session)
    scene = a_scene(session, cohort=here)
    seats_of(session, scene)
    reviewed(session, a_scene(session))
    session.flush()
    assert len(_seen(session, auditor)) == 3
    assert len(_seen(session, auditor, ChainFilter(cohort_id=here.id))) == 2
    assert [what for what, _ in _seen(session, auditor, ChainFilter(part=Part.DECISIONS))] == ["Decide on the proposal"]
    assert len(_seen(session, auditor, ChainFilter(who=Who.REVIEWER))) == 2
    assert _seen(session, auditor, ChainFilter(part=Part.DECISIONS, who=Who.REVIEWER)) == []


def test_mine_is_what_home_says_waits_for_me(session: Session) -> None:
    scene = a_scene(session)
    award = funded(session, scene)
    asks, other = (as_actor(person) for person in scene.finance)
    payment = schedule_suggested(award, session=session, actor=asks, now=NOW)[0]
    request_payment(payment, session=session, actor=asks, now=NOW)
    reviewed(session, a_scene(session))
    mine = ChainFilter(mine=True)
    for actor in (asks, other, as_actor(scene.managers[0])):
        chain = list_chain(session, actor, mine, now=NOW)
        assert [(row.what, row.since, row.key) for row in chain] == [
            (row.what, row.since, row.key) for row in list_waiting(session, actor, now=NOW)
        ]
    assert list_chain(session, asks, mine, now=NOW) == []
    assert [row.what for row in list_chain(session, other, mine, now=NOW)] == ["Approve a payment"]
    assert list_chain(session, as_actor(a_person(session, Role.AUDITOR)), mine, now=NOW) == []


def test_finance_sees_the_money_and_not_the_reviews(session: Session) -> None:
    scene = a_scene(session)
    funded(session, a_scene(session))
    assert _seen(session, scene.finance[0]) == [("Schedule payments", "Finance officer")]


def _declared(session: Session, scene: Scene) -> tuple[User, User]:
    """Both reviewers are managers too, and have opened the proposal."""
    for review in seats_of(session, scene):
        declare_no_conflict(review, session=session, actor=as_actor(review.reviewer), now=NOW)
    session.flush()
    first, second = (_also(session, person, Role.PROGRAM_MANAGER) for person in scene.reviewers)
    return first, second


def test_who_has_not_filed_yet_sees_of_this_proposal_only_the_own_review(session: Session) -> None:
    first, _ = _declared(session, a_scene(session))
    assert _seen(session, first) == [("Review a proposal", first.name)]
    assert len(_seen(session, a_person(session, Role.PROGRAM_MANAGER))) == 2


@pytest.mark.parametrize("mine", [False, True])
def test_who_stepped_aside_does_not_see_that_the_proposal_waits(session: Session, mine: bool) -> None:
    scene = a_scene(session)
    first, second = _declared(session, scene)
    review = next(review for review in scene.proposal.reviews if review.reviewer_id == first.id)
    step_aside(review, reason="My sister works there.", session=session, actor=as_actor(first), now=NOW)
    session.flush()
    assert _seen(session, first, ChainFilter(mine=mine)) == []
    manager = a_person(session, Role.PROGRAM_MANAGER)
    assert _seen(session, manager) == [
        ("Find another reviewer", "Program manager"),
        ("Review a proposal", second.name),
    ]


def test_coaches_and_affiliates_see_only_what_their_grants_reach(session: Session) -> None:
    scene = a_scene(session)
    award = awarded(session, scene)
    an_agreement(session, award)
    awarded(session, a_scene(session))
    both = [("Sign the agreement", "Program manager"), ("Sign the agreement", "Affiliate")]
    assert _seen(session, scene.coach) == both
    assert _seen(session, scene.director) == both
    assert _seen(session, a_person(session, Role.REVIEWER)) == []
