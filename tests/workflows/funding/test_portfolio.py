"""The sums of the portfolio add up to the cent, whatever was awarded, paid and given back."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_person, an_enrollment
from tests.scenes_reviews import a_scene, as_actor, awarded, funded
from tests.workflows.funding.test_ending import an_award_in_use, end
from workflows.cohorts.models import Cohort
from workflows.funding.models import Award, FundingSource, Payment, PaymentState, Restriction
from workflows.funding.portfolio.money import Money, Portfolio, get_money, get_portfolio
from workflows.funding.portfolio.risk import NOT_ASSESSED
from workflows.funding.queries import AwardFilter, count_awards, find_award, list_awards, list_cohorts_of_awards
from workflows.funding.waits import NOTHING, WAITS, find_wait
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

CENTS = st.integers(1, 5_000_000).map(lambda cents: Decimal(cents) / 100)
STAGES = st.sampled_from([Stage.AWARDED, Stage.FUNDED, Stage.IMPLEMENTING, Stage.SUSPENDED, Stage.TERMINATED])
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Made:
    """One award: which cohort, its source, stage and amount, its payments, and whether they are paid."""

    cohort: int
    source: FundingSource
    stage: Stage
    amount: Decimal
    payments: tuple[Decimal, ...]
    is_paid: bool

    @property
    def paid(self) -> Decimal:
        return sum(self.payments, Decimal(0)) if self.is_paid else Decimal(0)


@st.composite
def _made(draw: st.DrawFn) -> Made:
    amount = draw(CENTS)
    parts = draw(st.lists(st.integers(1, 30), max_size=3))
    payments = tuple(one for part in parts if (one := (amount * part / 100).quantize(Decimal("0.01"))) > 0)
    source, stage = draw(st.sampled_from(FundingSource)), draw(STAGES)
    return Made(draw(st.integers(0, 2)), source, stage, amount, payments, draw(st.booleans()))


def _an_award(session: Session, cohort: Cohort, person: User, made: Made) -> Award:
    ended = made.stage is Stage.TERMINATED
    award = Award(
        enrollment=an_enrollment(session, made.stage, cohort=cohort),
        number=f"ACC-P-{next(_numbers)}",
        amount=made.amount,
        source=made.source,
        starts_on=NOW.date(),
        ends_on=NOW.date().replace(year=NOW.year + 1),
        awarded_at=NOW,
        awarded_by_id=person.id,
        returned_amount=made.amount - made.paid if ended else Decimal(0),
        scheduled_amount=made.paid if ended else sum(made.payments, Decimal(0)),
    )
    session.add(award)
    state = PaymentState.PAID if made.is_paid else PaymentState.SCHEDULED
    approver = person.id if made.is_paid else None
    for number, one in enumerate(made.payments, 1):
        award.payments.append(
            Payment(number=number, label="Part", amount=one, due_on=NOW.date(), state=state, approved_by_id=approver)
        )
    cohort.committed_amount += award.amount - award.returned_amount
    return award


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_made(), max_size=6))
def test_the_table_adds_up_to_the_cent(session: Session, made: list[Made]) -> None:
    session.rollback()  # what the example before has made
    person = a_person(session, Role.PROGRAM_MANAGER)
    cohorts = [a_cohort(session, seats=99, award_budget=Decimal(10_000_000)) for _ in range(3)]
    for one in made:
        _an_award(session, cohorts[one.cohort], person, one)
    session.flush()
    found = get_portfolio(session, as_actor(person))
    _adds_up(found)
    wanted = {cohort.id: get_money(session, cohort) for cohort in cohorts}
    assert {line.cohort_id: line.whole for line in found.cohorts} == wanted


def _adds_up(found: Portfolio) -> None:
    """Sources to a cohort, cohorts to the total, tiers and stages to the total, and the budget to its parts."""
    for line in (*found.cohorts, found.total):
        for part in ("committed", "paid", "to_pay"):
            by_source = sum((getattr(amounts, part) for _, amounts in line.by_source), Decimal(0))
            assert getattr(line.whole, part) == by_source
        assert line.whole.budget == line.whole.paid + line.whole.to_pay + (line.whole.free or 0)
    for part in ("budget", "committed", "paid", "free"):
        by_cohort = sum((getattr(line.whole, part) for line in found.cohorts), Decimal(0))
        assert getattr(found.total.whole, part) == by_cohort
    assert sum((group.amount for group in found.groups), Decimal(0)) == found.total.whole.committed


def test_a_real_round_stands_in_the_portfolio(session: Session) -> None:
    cohort = a_cohort(session, name="Autumn", award_budget=Decimal("100000.01"))
    in_use = an_award_in_use(session, a_scene(session, cohort=cohort))
    ended_scene = a_scene(session, cohort=cohort)
    end("terminate", an_award_in_use(session, ended_scene), ended_scene.managers[0], session)
    fresh = awarded(session, a_scene(session, cohort=cohort))
    fresh.source = FundingSource.FEDERAL
    session.flush()
    found = get_portfolio(session, as_actor(a_person(session, Role.AUDITOR)))
    (line,) = found.cohorts
    assert line.name == "Autumn"
    assert line.whole == Money(Decimal(60_000), Decimal(24_000), Decimal("100000.01"))
    assert (line.whole.to_pay, line.whole.free) == (Decimal(36_000), Decimal("40000.01"))
    assert dict(line.by_source) == {
        FundingSource.FEDERAL: Money(Decimal(24_000), Decimal(0)),
        FundingSource.PRIVATE: Money(Decimal(36_000), Decimal(24_000)),
    }
    assert [(g.risk, g.stage, g.awards, g.amount) for g in found.groups] == [
        (NOT_ASSESSED, Stage.AWARDED, 1, Decimal(24_000)),
        (NOT_ASSESSED, in_use.enrollment.stage, 1, Decimal(24_000)),
        (NOT_ASSESSED, Stage.TERMINATED, 1, Decimal(12_000)),
    ]
    assert (found.total.name, found.total.whole) == ("All cohorts", line.whole)


def test_the_list_of_awards_is_filtered_by_each_column(session: Session) -> None:
    auditor = as_actor(a_person(session, Role.AUDITOR))
    one, two = a_cohort(session, name="One"), a_cohort(session, name="Two")
    first, second = funded(session, a_scene(session, cohort=one)), awarded(session, a_scene(session, cohort=two))
    second.source, second.restriction = FundingSource.FEDERAL, Restriction.UNRESTRICTED
    session.flush()

    def asked(**wanted: object) -> list[int]:
        chosen = AwardFilter(**wanted)  # type: ignore[arg-type]
        lines = list_awards(session, auditor, chosen)
        assert count_awards(session, auditor, chosen) == len(lines)
        return [line.award.id for line in lines]

    assert sorted(asked()) == [first.id, second.id]
    assert asked(cohort_id=two.id) == [second.id]
    assert asked(source=FundingSource.FEDERAL) == [second.id]
    assert asked(restriction=Restriction.UNRESTRICTED) == [second.id]
    assert asked(stage=Stage.FUNDED) == [first.id]
    assert asked(waits="schedule") == [first.id]
    assert asked(waits="agreement") == [second.id]
    assert asked(risk="high") == []
    assert sorted(asked(risk=NOT_ASSESSED)) == [first.id, second.id]
    assert asked(words=first.enrollment.affiliate.name) == [first.id]
    assert list_cohorts_of_awards(session, auditor) == [(one.id, "One"), (two.id, "Two")]


def test_each_award_waits_for_one_thing_and_the_list_agrees_with_the_page(session: Session) -> None:
    auditor = as_actor(a_person(session, Role.AUDITOR))
    ended = a_scene(session)
    end("terminate", an_award_in_use(session, ended), ended.managers[0], session)
    for made in (awarded, funded, an_award_in_use):
        made(session, a_scene(session))
    lines = list_awards(session, auditor, AwardFilter())
    assert [line.waits_for for line in lines] == [find_wait(session, line.award) for line in lines]
    counted = {wait.name: count_awards(session, auditor, AwardFilter(waits=wait.name)) for wait in WAITS}
    assert sum(counted.values()) == len(lines) == 4
    assert counted[NOTHING] == 1
    assert find_award(session, ended.enrollment) is not None
