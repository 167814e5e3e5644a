"""Small sites find each other: the same reasons from both sides, never oneself, and the same order every time."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_partners import A_NO, JointScene, a_joint_scene, an_affiliate_as_partner, asked, named
from workflows.people.models import Affiliate
from workflows.permissions import Role
from workflows.proposals.partners.answering import answer_as_affiliate
from workflows.proposals.partners.neighbors import are_neighbors
from workflows.proposals.partners.operations import offer_to_others, withdraw_partner
from workflows.proposals.partners.queries import Partnership, find_site, list_sites
from workflows.proposals.partners.suggesting import Site, compare, list_words, suggest_sites
from workflows.stages import Stage

OWN = Site(1, "Harbor", "Port Ansel", "Maine", True, 8, ("Dari", "Spanish"), frozenset({"Employment"}))
LANGUAGES = ("Dari", "dari", "Pashto", "Español", "espanol", "English", "Somali")

sites = st.builds(
    Site,
    affiliate_id=st.integers(1, 40),
    name=st.sampled_from(["Harbor", "Prairie", "Mesa"]),
    town=st.just("Somewhere"),
    state=st.sampled_from(["Maine", "ME", "New Hampshire", "Iowa", "EX", ""]),
    is_rural=st.booleans(),
    staff_count=st.none() | st.integers(0, 30),
    languages=st.lists(st.sampled_from(LANGUAGES), max_size=4).map(lambda words: list_words(", ".join(words))),
    domains=st.frozensets(st.sampled_from(["Employment", "Housing", "Health"])),
)


def test_reasons_are_words_that_both_could_read() -> None:
    other = replace(OWN, affiliate_id=2, name="Prairie", state="New Hampshire", languages=("English", "dari"))
    assert compare(OWN, other).sentence == (
        "Small like you, rural like you, also works with Dari speakers, also has a goal in Employment, "
        "in a neighboring state"
    )


def test_english_is_nothing_in_common_and_who_has_nothing_is_not_suggested() -> None:
    far = Site(3, "Mesa", "Red Mesa", "New Mexico", False, 40, ("English",), frozenset())
    assert suggest_sites(replace(OWN, languages=("English",)), [far]) == ()


def test_at_most_five_best_first() -> None:
    same = [replace(OWN, affiliate_id=key, name=f"Site {key}") for key in range(2, 9)]
    less = replace(OWN, affiliate_id=20, name="A less", is_rural=False)
    found = suggest_sites(OWN, [less, *reversed(same)])
    assert [match.site.name for match in found] == ["Site 2", "Site 3", "Site 4", "Site 5", "Site 6"]


@given(sites, sites)
def test_both_sides_read_the_same_reasons(one: Site, other: Site) -> None:
    there, back = compare(one, other), compare(other, one)
    if one.affiliate_id != other.affiliate_id:
        assert (there.score, there.reasons) == (back.score, back.reasons)
    assert there.score == back.score


@given(sites, st.lists(sites, max_size=12, unique_by=lambda site: site.affiliate_id), st.randoms())
def test_never_itself_and_always_in_the_same_order(own: Site, others: list[Site], chance: Any) -> None:
    found = suggest_sites(own, others)
    mixed = list(others)
    chance.shuffle(mixed)
    assert suggest_sites(own, mixed) == found
    assert own.affiliate_id not in {match.site.affiliate_id for match in found}
    assert len(found) <= 5
    assert all(match.reasons and match.sentence for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


@pytest.mark.parametrize(
    ("one", "other", "touch"),
    [
        ("Maine", "New Hampshire", True),
        ("NH", "maine", True),
        ("Maine", "Vermont", False),
        ("Iowa", "Iowa", False),
        ("EX", "EX", False),
        ("Washington", "District of Columbia", False),
        ("Kentucky", "Ohio", True),
    ],
)
def test_states_touch_by_name_and_by_code(one: str, other: str, *, touch: bool) -> None:
    assert are_neighbors(one, other) is touch


@given(st.sampled_from(["Ohio", "TN", "Utah", "EX"]), st.sampled_from(["Kentucky", "MO", "Nevada", "EX"]))
def test_neighbors_are_neighbors_of_each_other(one: str, other: str) -> None:
    assert are_neighbors(one, other) == are_neighbors(other, one)


@pytest.fixture
def scene(session: Session) -> JointScene:
    return a_joint_scene(session)


def a_writer(session: Session, scene: JointScene, name: str, **values: Any) -> Affiliate:
    affiliate = an_affiliate(session, name, languages="Dari", **values)
    an_enrollment(session, Stage.PROPOSING, affiliate=affiliate, cohort=scene.writing.enrollment.cohort)
    return affiliate


def names(session: Session, scene: JointScene) -> list[str]:
    session.flush()
    return [site.name for site in list_sites(session, scene.proposal)]


def test_only_who_writes_in_the_same_cohort_alone_and_may_be_suggested(session: Session, scene: JointScene) -> None:
    free, joint, shy = (a_writer(session, scene, name) for name in ("Cedar", "Delta", "Mesa"))
    an_enrollment(session, Stage.TRAINING, affiliate=an_affiliate(session), cohort=scene.writing.enrollment.cohort)
    an_enrollment(session, Stage.PROPOSING, affiliate=an_affiliate(session), cohort=a_cohort(session))
    offer_to_others(shy, may_be_suggested=False)
    assert names(session, scene) == ["Cedar", "Delta"]
    partner = named(session, scene, an_affiliate_as_partner(joint))
    assert names(session, scene) == ["Cedar"]
    withdraw_partner(partner, session=session, actor=scene.lead, now=partner.named_at)
    assert names(session, scene) == ["Cedar", "Delta"]
    offer_to_others(shy, may_be_suggested=True)
    assert names(session, scene) == ["Cedar", "Delta", "Mesa"]
    assert free.id in {site.affiliate_id for site in list_sites(session, scene.proposal)}


def test_the_lead_is_compared_by_its_goals_too(session: Session, scene: JointScene) -> None:
    assert find_site(session, scene.proposal).domains == frozenset({"Employment"})


def test_a_declined_partner_is_free_again(session: Session, scene: JointScene) -> None:
    other = a_writer(session, scene, "Cedar")
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=other)
    partner = asked(session, scene, an_affiliate_as_partner(other))
    assert names(session, scene) == []
    actor = director.as_actor(partner.named_at)
    answer_as_affiliate(Partnership(partner), A_NO, session=session, actor=actor, now=partner.named_at)
    assert names(session, scene) == ["Cedar"]


def test_many_sites_cost_as_many_queries_as_one(session: Session, scene: JointScene, count_queries: Statements) -> None:
    def count() -> int:
        session.flush()
        count_queries.clear()
        suggest_sites(find_site(session, scene.proposal), list_sites(session, scene.proposal))
        return len(count_queries)

    a_writer(session, scene, "Cedar")
    one = count()
    for number in range(30):
        scene.writing.enrollment.cohort.seats += 1
        a_writer(session, scene, f"Site {number}")
    assert count() == one
