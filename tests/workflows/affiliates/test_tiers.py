"""The suggested tier: a table of points that always answers, and never takes a loss for an easing."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.affiliates.tiers import DOSAGES, Capacity, count_words, suggest_tier, tier_in_force
from workflows.people.answers import Tier

COUNTS = st.none() | st.integers(0, 1_000_000)
CAPACITIES = st.builds(
    Capacity,
    staff_count=COUNTS,
    people_served=COUNTS,
    is_rural=st.booleans(),
    languages=st.integers(0, 20),
    programs=st.integers(0, 20),
    has_data_lead=st.booleans(),
    has_sponsor=st.booleans(),
    data_lead_hours=st.none() | st.integers(0, 80),
    has_backup=st.booleans(),
    assessment_mean=st.none() | st.decimals(1, 5, places=2),
)


@settings(max_examples=150, deadline=None)
@given(CAPACITIES, st.none() | st.sampled_from(Tier))
def test_every_capacity_gets_a_tier_with_reasons_and_a_choice_wins(capacity: Capacity, chosen: Tier | None) -> None:
    suggestion = suggest_tier(capacity)
    assert suggestion.tier in Tier
    assert suggestion.reasons != ()
    assert all(reason.sentence.endswith(".") for reason in suggestion.reasons)
    assert suggestion.points == sum(reason.points for reason in suggestion.reasons)
    assert tier_in_force(suggestion.tier, chosen) is (chosen or suggestion.tier)


@settings(max_examples=150, deadline=None)
@given(CAPACITIES)
def test_what_gets_harder_never_lowers_the_tier(capacity: Capacity) -> None:
    now = suggest_tier(capacity)
    harder = (
        replace(capacity, has_data_lead=False),
        replace(capacity, has_sponsor=False),
        replace(capacity, has_backup=False),
        replace(capacity, is_rural=True),
        replace(capacity, languages=capacity.languages + 3),
        replace(capacity, programs=capacity.programs + 3),
        replace(capacity, staff_count=1),
        replace(capacity, people_served=1_000_000),
        replace(capacity, assessment_mean=Decimal(1)),
    )
    assert [suggest_tier(each) for each in harder if suggest_tier(each).points < now.points] == []
    assert [each for each in harder if suggest_tier(each).tier.intensity < now.tier.intensity] == []


def test_the_tiers_begin_at_three_and_six_points() -> None:
    well = Capacity(staff_count=24, has_data_lead=True, has_sponsor=True, has_backup=True)
    assert (suggest_tier(well).tier, suggest_tier(well).points) == (Tier.LIGHT, 0)
    assert [reason.sentence for reason in suggest_tier(well).reasons] == [
        "Data lead, backup and sponsor are there, and nothing makes the work unusually hard."
    ]
    rural = replace(well, is_rural=True, staff_count=9, languages=4)
    assert (suggest_tier(rural).tier, suggest_tier(rural).points) == (Tier.STANDARD, 3)
    alone = replace(rural, has_data_lead=False)
    assert (suggest_tier(alone).tier, suggest_tier(alone).points) == (Tier.INTENSIVE, 6)
    assert suggest_tier(alone).reasons[0].sentence == "Nobody is data lead."
    strong = replace(well, is_rural=True, assessment_mean=Decimal("4.2"))
    assert [r.sentence for r in suggest_tier(strong).reasons] == [
        "Rural: long ways, small groups.",
        "The self-assessment is strong: 4.2 of 5.",
    ]


def test_each_tier_suggests_its_check_ins_and_when_they_would_be_held() -> None:
    assert [DOSAGES[tier].check_ins for tier in Tier] == [6, 12, 18]
    standard = DOSAGES[Tier.STANDARD]
    assert [standard.expected_after(days) for days in (-3, 0, 30, 60, 213, 365, 900)] == [0, 0, 2, 4, 8, 12, 12]


def test_a_line_with_commas_is_counted_by_what_it_names() -> None:
    assert [count_words(line) for line in ("", "Dari", "Dari, Pashto; Karen,\n Somali ,", " , ")] == [0, 1, 4, 0]
