"""Editions side by side: a copy is faithful, and whatever happens to it, the original stays."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_framework, a_person, an_affiliate
from tests.scenes_frameworks import a_copy, an_administrator, an_indicator, vars_of, written
from tests.scenes_proposals import a_draft, an_affiliate_that_writes
from workflows.cohorts.operations import edit_cohort
from workflows.cohorts.terms import CohortTerms
from workflows.errors import DomainError, Forbidden, NotFound, Stale
from workflows.frameworks.comparing import compare_frameworks
from workflows.frameworks.editions import (
    PUBLISHED_STAYS,
    copy_framework,
    edit_framework,
    publish_framework,
    throw_away,
    why_not_publish,
)
from workflows.frameworks.indicators import add_indicator, edit_indicator, retire_indicator, take_out
from workflows.frameworks.models import Framework, FrameworkState, Indicator
from workflows.frameworks.operations import seed_framework
from workflows.frameworks.queries import (
    find_newest_framework,
    get_framework,
    list_choosable,
    list_editions,
    list_frameworks,
    list_indicators,
)
from workflows.measurement.queries import list_computable
from workflows.permissions import Actor, Role

KEYS = {"id", "framework_id", "version"}
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
LISTS = st.lists(st.sampled_from(["sex", "age band", "affiliate", "English level"]), unique=True).map(";".join)
FORMULAS = st.one_of(st.none(), st.dictionaries(WORDS, st.one_of(WORDS, st.lists(WORDS, max_size=3)), max_size=3))


def every_column(row: Indicator) -> dict[str, Any]:
    names = {attribute.key for attribute in Indicator.__mapper__.column_attrs} - KEYS
    return {name: getattr(row, name) for name in names}


def rows_of(framework: Framework) -> list[dict[str, Any]]:
    return [every_column(row) for row in framework.indicators]


@st.composite
def an_invented_row(draw: st.DrawFn, number: int) -> dict[str, Any]:
    words = {name: draw(WORDS) for name in ("name", "definition", "numerator", "denominator", "note", "unit")}
    lists = {name: draw(LISTS) for name in ("fields", "disaggregations", "topics")}
    retired = draw(st.booleans())
    return (
        vars_of(an_indicator(code=f"A-{number}"))
        | words
        | lists
        | {
            "calculation": draw(st.sampled_from(["percent", "mean", "count"])),
            "direction": draw(st.sampled_from(["higher", "lower"])),
            "position": number,
            "formula": draw(FORMULAS),
            "retired_at": NOW if retired else None,
            "retired_why": draw(WORDS) if retired else "",
        }
    )


@st.composite
def invented_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [draw(an_invented_row(number)) for number in range(1, draw(st.integers(1, 5)) + 1)]


@given(rows=invented_rows(), typed=WORDS)
@given_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_copy_says_what_the_original_says_and_changing_it_leaves_the_original(
    session: Session, rows: list[dict[str, Any]], typed: str
) -> None:
    with session.begin_nested() as example:
        original = Framework(code="one", edition="1", name="One", source="-", state=FrameworkState.PUBLISHED)
        original.indicators = [Indicator(**row) for row in rows]
        session.add(original)
        session.flush()
        before = rows_of(original)
        copy = a_copy(session, original)
        session.expire_all()
        assert rows_of(copy) == before
        assert compare_frameworks(original, copy).is_empty
        assert {row.id for row in copy.indicators} & {row.id for row in original.indicators} == set()
        for row in copy.indicators:
            row.name, row.retired_why, row.note = typed, typed, typed
            if row.formula is not None:
                row.formula["unit"] = typed
        session.flush()
        session.expire_all()
        assert rows_of(original) == before
        example.rollback()


def test_the_starting_library_is_copied_with_its_formulas_and_topics(session: Session) -> None:
    library = seed_framework(session=session)
    copy = a_copy(session, library)
    assert (copy.state, copy.copied_from_id, len(copy.indicators)) == (FrameworkState.DRAFT, library.id, 77)
    assert rows_of(copy) == rows_of(library)
    assert {row.topics for row in copy.indicators} == {"", "health", "health;mental health", "mental health", "status"}


def test_a_new_framework_can_begin_empty(session: Session) -> None:
    admin = an_administrator(session)
    made = copy_framework(a_framework(session), written(), with_indicators=False, session=session, actor=admin)
    assert (made.indicators, made.copied_from_id) == ([], None)
    assert [str(reason) for reason in why_not_publish(made, actor=admin, now=NOW)] == [
        "Goals need something to choose from: add an indicator first."
    ]


def test_two_editions_of_one_framework_cannot_have_one_name(session: Session) -> None:
    library = seed_framework(session=session)
    with pytest.raises(DomainError, match="“integration-domains” has an edition 1 already") as refusal:
        a_copy(session, library, edition="1")
    assert refusal.value.reasons[0].where == "edition"
    assert session.scalar(select(func.count(Framework.id))) == 1


@pytest.mark.parametrize("code", ["", "Two Words", "über", "-a", "a--b", "a_b"])
def test_a_code_is_small_letters_digits_and_hyphens(session: Session, code: str) -> None:
    with pytest.raises(DomainError, match="small letters and digits") as refusal:
        a_copy(session, a_framework(session), code=code)
    assert refusal.value.reasons[0].where == "code"


def test_a_draft_is_not_offered_to_cohorts_until_it_is_published(session: Session) -> None:
    library = seed_framework(session=session)
    copy = a_copy(session, library)
    assert list_frameworks(session) == [library]
    assert find_newest_framework(session) is library
    publish_framework(copy, actor=an_administrator(session), now=NOW)
    session.flush()
    assert list_frameworks(session) == [copy, library]
    assert find_newest_framework(session) is copy
    assert copy.published_at == NOW


def test_a_cohort_that_would_choose_a_draft_is_refused(session: Session) -> None:
    cohort = a_cohort(session)
    draft = a_copy(session, cohort.framework)
    with pytest.raises(DomainError, match="Choose a framework that is published") as refusal:
        edit_cohort(cohort, terms_of(cohort, framework_id=draft.id), expected_version=cohort.version, session=session)
    assert refusal.value.reasons[0].where == "framework"


def test_a_proposal_keeps_the_framework_it_was_written_under_when_its_cohort_moves_on(session: Session) -> None:
    library = seed_framework(session=session)
    scene = an_affiliate_that_writes(session, framework_id=library.id)
    proposal = a_draft(session, scene)
    newer = a_copy(session, library, is_published=True)
    retire_indicator(newer.indicators[0], why="Replaced", actor=an_administrator(session), now=NOW)
    cohort = scene.enrollment.cohort
    edit_cohort(cohort, terms_of(cohort, framework_id=newer.id), expected_version=cohort.version, session=session)
    session.flush()
    assert (cohort.framework_id, proposal.framework_id) == (newer.id, library.id)
    assert len(list_choosable(session, proposal.framework_id)) == 77
    assert len(list_choosable(session, cohort.framework_id)) == 76
    assert {row.framework_id for row in list_computable(session, scene.enrollment)} == {library.id}


def test_figures_follow_the_cohort_while_there_is_no_proposal(session: Session) -> None:
    scene = an_affiliate_that_writes(session, framework_id=seed_framework(session=session).id)
    assert len(list_computable(session, scene.enrollment)) == 21


def test_of_a_published_edition_only_its_purpose_can_be_said_otherwise(session: Session) -> None:
    framework = a_copy(session, a_framework(session), is_published=True)
    admin = an_administrator(session)
    session.flush()
    as_it_is = {name: getattr(framework, name) for name in ("code", "edition", "name", "source")}
    said = written(**as_it_is, purpose="For small affiliates")
    edit_framework(framework, said, expected_version=framework.version, session=session, actor=admin)
    session.flush()
    assert framework.purpose == "For small affiliates"
    with pytest.raises(DomainError) as refusal:
        other = written(**{**as_it_is, "name": "Another name"})
        edit_framework(framework, other, expected_version=framework.version, session=session, actor=admin)
    assert [(r.sentence, r.where) for r in refusal.value.reasons] == [(PUBLISHED_STAYS, "name")]


def test_the_slower_of_two_editors_sees_both_texts(session: Session) -> None:
    draft = a_copy(session, a_framework(session))
    with pytest.raises(Stale) as refusal:
        edit_framework(
            draft,
            written(name="Mine"),
            expected_version=draft.version + 1,
            session=session,
            actor=an_administrator(session),
        )
    assert (refusal.value.mine["Name"], refusal.value.theirs["Name"]) == ("Mine", "Ten domains")


def test_a_draft_can_be_thrown_away_and_its_copies_stay(session: Session) -> None:
    original = a_framework(session)
    draft = a_copy(session, original)
    copy = a_copy(session, draft, edition="3")
    draft_id = draft.id
    throw_away(draft, session=session, actor=an_administrator(session))
    session.flush()
    with pytest.raises(NotFound):
        get_framework(session, draft_id)
    assert (copy.copied_from_id, len(copy.indicators)) == (original.id, 1)
    assert session.scalar(select(func.count(Indicator.id))) == 2


def test_a_published_edition_is_never_thrown_away(session: Session) -> None:
    with pytest.raises(DomainError, match="A published edition stays"):
        throw_away(a_framework(session), session=session, actor=an_administrator(session))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NETWORK_ADMINISTRATOR])
def test_nobody_else_keeps_frameworks(session: Session, role: Role) -> None:
    framework = a_framework(session)
    draft = a_copy(session, framework)
    actor = a_member(session, role)
    indicator = draft.indicators[0]
    typed = an_indicator()
    attempts = (
        lambda: copy_framework(framework, written(), session=session, actor=actor),
        lambda: edit_framework(draft, written(), expected_version=1, session=session, actor=actor),
        lambda: publish_framework(draft, actor=actor, now=NOW),
        lambda: throw_away(draft, session=session, actor=actor),
        lambda: add_indicator(draft, typed, session=session, actor=actor),
        lambda: edit_indicator(indicator, typed, expected_version=1, session=session, actor=actor),
        lambda: take_out(indicator, session=session, actor=actor),
        lambda: retire_indicator(indicator, why="Because", actor=actor, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(DomainError, match="You may not keep the indicators and their editions") as refusal:
            attempt()
        assert type(refusal.value).__name__ in {Forbidden.__name__, "Refused"}


def test_drafts_are_listed_for_those_who_may_read_them(session: Session) -> None:
    framework = a_framework(session)
    draft = a_copy(session, framework)
    retire_indicator(draft.indicators[0], why="Old", actor=an_administrator(session), now=NOW)
    cohort = a_cohort(session, framework_id=framework.id)
    session.flush()

    def listed(role: Role) -> list[tuple[Framework, int, int, int]]:
        rows = list_editions(session, a_member(session, role))
        return [(row.framework, row.indicators, row.retired, row.cohorts) for row in rows]

    assert cohort.framework_id == framework.id
    assert listed(Role.REVIEWER) == listed(Role.AFFILIATE_STAFF) == [(framework, 1, 0, 1)]
    assert (
        listed(Role.PROGRAM_MANAGER) == listed(Role.NETWORK_ADMINISTRATOR) == [(draft, 1, 1, 0), (framework, 1, 0, 1)]
    )


def test_retired_indicators_are_listed_unless_only_the_offered_ones_are_asked_for(session: Session) -> None:
    framework = seed_framework(session=session)
    first = framework.indicators[0]
    retire_indicator(first, why="Replaced", actor=an_administrator(session), now=NOW)
    session.flush()
    assert len(list_indicators(session, framework.id)) == 77
    assert len(list_indicators(session, framework.id, retired=False)) == 76
    assert len(list_indicators(session, framework.id, computable=True)) == 21
    assert first in list_choosable(session, framework.id, also={first.id})
    assert first not in list_choosable(session, framework.id)


def test_domains_of_2019_and_groups_narrow_the_list(session: Session) -> None:
    framework = seed_framework(session=session)

    def counted(**asked: str) -> int:
        return len(list_indicators(session, framework.id, **asked))

    assert (counted(domain_2019="Culture"), counted(domain_2019="Communication"), counted(domain_2019="Work")) == (
        7,
        7,
        7,
    )
    assert counted(domain_2019="Cult") == 0
    assert counted(group="Social connections") == 18


def a_member(session: Session, role: Role) -> Actor:
    return a_person(session, role, affiliate=None if role.is_national else an_affiliate(session)).as_actor(NOW)


def terms_of(cohort: Any, **values: Any) -> CohortTerms:
    own = {name: getattr(cohort, name) for name in CohortTerms.__dataclass_fields__}
    return CohortTerms(**{**own, **values})
