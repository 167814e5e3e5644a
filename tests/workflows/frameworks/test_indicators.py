"""Keeping indicators: what may be said, what may still be changed, and what retiring means."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import NOW, a_framework, a_person
from tests.scenes_frameworks import a_copy, an_administrator, an_indicator
from tests.scenes_proposals import a_draft, a_good_goal, an_affiliate_that_writes
from workflows.errors import DomainError, Stale
from workflows.frameworks.answers import as_column, domains_of_2019, items_of
from workflows.frameworks.comparing import Change, compare_frameworks
from workflows.frameworks.indicators import (
    add_indicator,
    edit_indicator,
    offer_again,
    retire_indicator,
    take_out,
    why_not_change,
    written_indicator_of,
)
from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.operations import seed_framework
from workflows.frameworks.queries import Uses, count_uses, list_elsewhere, list_neighbors
from workflows.permissions import Actor, Role
from workflows.proposals.goals.models import Goal
from workflows.proposals.goals.operations import add_goal, save_goal
from workflows.proposals.uses import count_proposals_with


def a_goal_on(session: Session, framework: Framework) -> Goal:
    """A goal of somebody's draft with the first indicator of the framework."""
    scene = an_affiliate_that_writes(session, framework_id=framework.id)
    writer = scene.data_lead.as_actor(NOW)
    goal = add_goal(a_draft(session, scene), session=session, actor=writer, now=NOW)
    answers = a_good_goal(framework.indicators[0].id)
    save_goal(goal, answers=answers, expected_version=goal.version, session=session, actor=writer, now=NOW)
    session.flush()
    return goal


def change(indicator: Indicator, actor: Actor, session: Session, *, keeps: bool = False, **values: str) -> bool:
    said = {name: getattr(indicator, name) for name in written_indicator_of(indicator).__dataclass_fields__}
    typed = an_indicator(**{**said, **values})
    return edit_indicator(
        indicator, typed, keeps_formula=keeps, expected_version=indicator.version, session=session, actor=actor
    )


def test_an_added_indicator_stands_last_and_keeps_every_word(session: Session) -> None:
    framework = seed_framework(session=session)
    added = add_indicator(framework, an_indicator(), session=session, actor=an_administrator(session))
    assert written_indicator_of(added) == an_indicator()
    assert (added.position, added.formula, added.retired_at) == (78, None, None)
    assert added in list_neighbors(session, framework.indicators[0])


@pytest.mark.parametrize(
    ("values", "sentence", "where"),
    [
        ({"code": "EMP-01"}, "“EMP-01” is “Employed at day 180” in this framework.", "code"),
        ({"code": "emp 8"}, "Write the code in capitals and digits", "code"),
        ({"denominator": ""}, "A share and an average need a denominator", "denominator"),
        ({"denominator": "", "calculation": "mean"}, "A share and an average need a denominator", "denominator"),
        ({"numerator": ""}, "Say what is counted or added up.", "numerator"),
        ({"calculation": "median"}, "a percent, an average or a count", "calculation"),
        ({"direction": "sideways"}, "Say whether higher or lower is better.", "direction"),
        ({"domain_group": "Foundation"}, "“Employment” stands in the group “Markers and means”", "domain_group"),
        ({"domain": ""}, "Every indicator belongs to a domain", "domain"),
        ({"domain_group": ""}, "Every indicator belongs to a domain", "domain"),
        ({"fields": "job_start_date;=HYPERLINK(1)"}, "“=HYPERLINK(1)” is not the name of a column", "fields"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_added(
    session: Session, values: dict[str, str], sentence: str, where: str
) -> None:
    framework = a_framework(session)
    with pytest.raises(DomainError) as refusal:
        add_indicator(framework, an_indicator(**values), session=session, actor=an_administrator(session))
    assert where in {reason.where for reason in refusal.value.reasons}
    assert sentence in str(refusal.value)
    assert len(framework.indicators) == 1


def test_a_count_needs_no_denominator(session: Session) -> None:
    typed = an_indicator(calculation="count", denominator="", unit="number")
    added = add_indicator(a_framework(session), typed, session=session, actor=an_administrator(session))
    assert (added.calculation, added.denominator) == ("count", "")


def test_the_database_too_refuses_a_percent_of_nobody(session: Session) -> None:
    a_framework(session).indicators[0].denominator = ""
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_indicator_that_nobody_uses_can_be_said_otherwise(session: Session) -> None:
    first = a_framework(session).indicators[0]
    assert change(first, an_administrator(session), session, name="In work at day 180") is False
    session.flush()
    assert (first.name, first.version) == ("In work at day 180", 2)


def test_the_words_of_an_indicator_stay_while_a_goal_uses_it(session: Session) -> None:
    framework, admin = seed_framework(session=session), an_administrator(session)
    goal = a_goal_on(session, framework)
    assert goal.indicator is not None
    assert count_uses(session, goal.indicator.id) == Uses(goals=1, figures=0)
    with pytest.raises(DomainError, match="It is used in 1 goal, which would say something else") as refusal:
        change(goal.indicator, admin, session, definition="Something else")
    assert "Change it in a new edition, or retire it" in str(refusal.value)
    newer = a_copy(session, framework)
    assert change(newer.indicators[0], admin, session, definition="Something else") is False
    session.flush()
    assert goal.indicator.definition != newer.indicators[0].definition


def test_saving_a_used_indicator_as_it_is_changes_nothing_and_is_no_refusal(session: Session) -> None:
    framework = seed_framework(session=session)
    goal = a_goal_on(session, framework)
    assert goal.indicator is not None
    assert change(goal.indicator, an_administrator(session), session) is False
    assert goal.indicator.formula is not None


def test_the_sentence_counts_goals_and_figures() -> None:
    assert why_not_change(Uses(0, 0)) is None
    assert "It is used in 2 goals and 1 figure," in str(why_not_change(Uses(2, 1)))
    assert "It is used in 30 figures," in str(why_not_change(Uses(0, 30)))


@pytest.mark.parametrize(
    ("values", "keeps", "has_lost"),
    [
        ({"calculation": "mean"}, True, True),
        ({"fields": "employable"}, True, True),
        ({"numerator": "everybody with a job"}, False, True),
        ({"numerator": "employable clients, 18 to 64, with employed_day_180 = Y"}, True, False),
        ({"denominator": "everybody"}, False, True),
        ({"unit": "percent"}, True, False),
        ({"name": "In work", "note": "Ask again", "direction": "lower", "frequency": "annual"}, False, False),
    ],
)
def test_a_formula_is_dropped_when_it_would_measure_something_else(
    session: Session, values: dict[str, str], *, keeps: bool, has_lost: bool
) -> None:
    library = seed_framework(session=session)
    first = a_copy(session, library).indicators[0]
    assert change(first, an_administrator(session), session, keeps=keeps, **values) is has_lost
    assert (first.formula is None) is has_lost
    assert library.indicators[0].formula is not None


def test_what_had_no_formula_has_none_to_lose(session: Session) -> None:
    first = a_framework(session).indicators[0]
    assert change(first, an_administrator(session), session, fields="employable") is False


def test_the_slower_of_two_who_change_an_indicator_sees_both_texts(session: Session) -> None:
    first = a_framework(session).indicators[0]
    with pytest.raises(Stale) as refusal:
        edit_indicator(first, an_indicator(), expected_version=7, session=session, actor=an_administrator(session))
    assert (refusal.value.mine["Name"], refusal.value.theirs["Name"]) == (
        "Promoted within a year",
        "Employed at day 180",
    )


def test_only_a_draft_lets_an_indicator_be_taken_out(session: Session) -> None:
    framework, admin = a_framework(session), an_administrator(session)
    draft = a_copy(session, framework)
    take_out(draft.indicators[0], session=session, actor=admin)
    session.flush()
    session.expire_all()
    assert (len(draft.indicators), len(framework.indicators)) == (0, 1)
    with pytest.raises(DomainError, match="A published indicator stays where it is used"):
        take_out(framework.indicators[0], session=session, actor=admin)


def test_a_retired_indicator_stays_where_it_is_used_and_tells_its_story(session: Session) -> None:
    framework, admin = seed_framework(session=session), an_administrator(session)
    goal = a_goal_on(session, framework)
    first = framework.indicators[0]
    retire_indicator(first, why="  Day 240 says more. ", actor=admin, now=NOW)
    session.flush()
    assert (goal.indicator, first.retired_at, first.retired_why) == (first, NOW, "Day 240 says more.")
    offer_again(first, why="The funder asks for it.", actor=admin, now=NOW + timedelta(days=30))
    session.flush()
    assert (first.is_retired, first.retired_why) == (False, "")
    assert [(turn.is_retired, turn.why, turn.by_id) for turn in first.retirements] == [
        (True, "Day 240 says more.", admin.id),
        (False, "The funder asks for it.", admin.id),
    ]


def test_retiring_needs_a_reason_and_happens_once(session: Session) -> None:
    first, admin = a_framework(session).indicators[0], an_administrator(session)
    with pytest.raises(DomainError, match="Say why in a sentence") as refusal:
        retire_indicator(first, why=" ", actor=admin, now=NOW)
    assert (refusal.value.reasons[0].where, first.is_retired) == ("why", False)
    with pytest.raises(DomainError, match="It is not retired"):
        offer_again(first, why="Because", actor=admin, now=NOW)
    retire_indicator(first, why="Because", actor=admin, now=NOW)
    with pytest.raises(DomainError, match="It is retired already"):
        retire_indicator(first, why="Because", actor=admin, now=NOW)


def test_the_number_of_proposals_is_of_those_that_a_person_may_read(session: Session) -> None:
    framework = seed_framework(session=session)
    goals = [a_goal_on(session, framework) for _ in range(2)]
    first = framework.indicators[0]
    affiliate = goals[0].proposal.enrollment.affiliate

    def seen_by(role: Role, *, is_own: bool = False) -> int:
        person = a_person(session, role, affiliate=affiliate if is_own else None)
        return count_proposals_with(session, person.as_actor(NOW), first.id)

    assert seen_by(Role.PROGRAM_MANAGER) == 2
    assert seen_by(Role.AFFILIATE_STAFF, is_own=True) == 1
    assert seen_by(Role.REVIEWER) == 0


def test_two_editions_are_compared_by_code(session: Session) -> None:
    old, admin = seed_framework(session=session), an_administrator(session)
    new = a_copy(session, old)
    assert compare_frameworks(old, new).is_empty
    gone, said, retired, *_ = new.indicators
    added = add_indicator(new, an_indicator(), session=session, actor=admin)
    change(said, admin, session, name="Wage at the start", calculation="count")
    retire_indicator(retired, why="Nobody can say", actor=admin, now=NOW)
    take_out(gone, session=session, actor=admin)
    session.flush()
    session.expire_all()
    found = compare_frameworks(old, new)
    assert ([row.code for row in found.removed], [row.code for row in found.added]) == (["EMP-01"], [added.code])
    assert [(row.indicator.code, row.changes) for row in found.changed] == [
        (
            "EMP-02",
            (
                Change("Name", "Hourly wage at full-time placement", "Wage at the start"),
                Change("Figured as", "mean", "count"),
                Change("From an extract", "is computed", "cannot be computed"),
            ),
        ),
        ("EMP-03", (Change("In new goals", "offered", "retired"),)),
    ]
    assert found.same == 74


def test_an_indicator_is_found_in_the_other_editions_that_a_person_may_see(session: Session) -> None:
    library = seed_framework(session=session)
    draft = a_copy(session, library)
    reviewer = a_person(session, Role.REVIEWER).as_actor(NOW)
    first = library.indicators[0]
    assert list_elsewhere(session, first, reviewer) == []
    assert list_elsewhere(session, first, an_administrator(session)) == [draft.indicators[0]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sex, age band\nsex;  English   level ,,", "sex;age band;English level"),
        ("", ""),
        (" \n;,", ""),
        ("one", "one"),
    ],
)
def test_a_list_is_kept_each_item_once(typed: str, kept: str) -> None:
    assert as_column(typed) == kept
    assert as_column("\n".join(items_of(kept))) == kept


def test_an_indicator_outside_of_the_2019_revision_has_no_domain_of_it() -> None:
    assert domains_of_2019("n/a") == ()
    assert domains_of_2019("Safety / Stability") == ("Safety", "Stability")
