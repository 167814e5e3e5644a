"""The story of the demo world: who does what, how many days before the loading."""

from collections.abc import Iterator

from commands.demo.award_texts import CONDITIONS, FEDERAL
from commands.demo.cast import EXPANSION, MEMBER_BY_KEY, PILOT, Member
from commands.demo.deeds_affiliates import list_affiliate_steps
from commands.demo.deeds_amending import list_amending
from commands.demo.deeds_assessments import list_assessing
from commands.demo.deeds_conversation import list_conversation_steps
from commands.demo.deeds_frameworks import list_framework_steps
from commands.demo.deeds_help import list_help_steps
from commands.demo.deeds_joining import list_joining
from commands.demo.deeds_meeting import list_meeting_steps
from commands.demo.deeds_partners import list_partner_steps
from commands.demo.deeds_prospects import list_prospect_steps
from commands.demo.deeds_terms import list_terms_after, list_terms_before
from commands.demo.endings import list_endings
from commands.demo.practice import list_practice
from commands.demo.review_texts import APPROVED, QUESTIONS
from commands.demo.roads import PILOT_REPORTS, ROADS, Road
from commands.demo.series_story import list_series_steps
from commands.demo.world import Step, step
from workflows.funding.models import FundingSource

ADMIN, MANAGER, FINANCE, STEWARD = (f"{box}@national.example.org" for box in ("admin", "manager", "finance", "privacy"))
STEWARD_NAME = "Solveig Moen"
SOURCES = (FundingSource.PRIVATE, FundingSource.FEDERAL)
PAST = frozenset({"Juniper", "Ridge", "Valley", "Cedar", "Willow", "Pinecrest", "Dune"})  # whose papers nobody misses

_COHORTS: tuple[Step, ...] = (
    step(690, ADMIN, "open_network", hour=14),
    step(640, MANAGER, "open_cohort", key=PILOT, name="Pilot cohort", starts=620, ends=45, seats=6, budget=180_000,
         first_session=590, proposals_due=480, commitments_due=598),
    step(340, MANAGER, "open_cohort", key=EXPANSION, name="Expansion cohort", starts=335, ends=-270, seats=12,
         budget=420_000, first_session=280, proposals_due=-25, commitments_due=-14, waiting=3, pilot=PILOT),
    step(595, MANAGER, "begin_training", key=PILOT, hour=17),
    step(290, MANAGER, "begin_training", key=EXPANSION, hour=17),
    step(150, MANAGER, "begin_training", key=EXPANSION, hour=17),
    step(96, MANAGER, "begin_training", key=EXPANSION, hour=17),
    step(230, MANAGER, "recognize", shown="Reception laptop", email="director@harbor.example.org", hour=16),
    step(201, MANAGER, "download_again", key=EXPANSION, number=12, hour=19),
)  # fmt: skip  # one step a paragraph

# Who missed which session live, by its number.
_MISSED: dict[str, dict[int, tuple[str, ...]]] = {
    PILOT: {4: ("Cedar",), 9: ("Ridge", "Willow")},
    EXPANSION: {3: ("Dune",), 5: ("Harbor",), 8: ("Ridgeview", "Stonebridge"), 11: ("Clearwater",)},
}
_GRADES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "Prairie": ((100, 75, 75, 75, 75, 75, 75, 75, 75), (75, 75, 75, 75, 75, 50, 75, 75, 75)),
    "Dune": ((50, 50, 50, 75, 50, 75, 50, 75, 50), (50, 50, 50, 50, 50, 50, 75, 50, 50)),
    "Orchard": ((75, 75, 50, 75, 75, 50, 75, 50, 75), (75, 75, 50, 50, 75, 75, 75, 50, 50)),
}
_USUAL = (  # one pair of reviews after the other
    ((100, 100, 75, 75, 100, 75, 75, 100, 75), (75, 100, 75, 100, 75, 75, 100, 75, 75)),
    ((75, 75, 75, 75, 100, 75, 100, 75, 50), (100, 75, 75, 75, 75, 75, 75, 75, 75)),
    ((100, 75, 100, 75, 75, 100, 75, 100, 75), (75, 100, 75, 75, 100, 75, 50, 75, 75)),
    ((100, 100, 100, 75, 75, 75, 75, 75, 75), (100, 75, 75, 100, 100, 50, 75, 75, 100)),
)


def list_steps() -> list[Step]:
    """Every step, in no order yet."""
    steps = [*_COHORTS, *_sessions(PILOT, 590), *_sessions(EXPANSION, 280), *list_series_steps(MANAGER)]
    for road in ROADS:
        member = MEMBER_BY_KEY[road.key]
        for part in (_joining, _sharing, _proposing, _deciding, _beginning, _measuring):
            steps += part(road, member)
        if member.cohort == PILOT:
            steps += _reporting(member)
    return [
        *steps,
        *list_assessing(),
        *list_affiliate_steps(),
        *list_joining(),
        *list_partner_steps(),
        *list_prospect_steps(),
        *list_practice(),
        *list_amending(),
        *list_endings(),
        *list_help_steps(),
        *list_framework_steps(),
        *list_meeting_steps(),
        *list_conversation_steps(),
    ]


def _sessions(cohort: str, first: int) -> Iterator[Step]:
    for number in range(1, 13):
        missed = _MISSED[cohort].get(number, ())
        day = first - 7 * (number - 1)
        yield step(day - 1, MANAGER, "count_session", key=cohort, number=number, missed_by=missed)
        for key in missed:
            who = MEMBER_BY_KEY[key].data_email
            yield step(day - 4, who, "watch", key, key=cohort, numbers=(number,), hour=20)


def _joining(road: Road, member: Member) -> Iterator[Step]:
    yield step(road.invited, MANAGER, "invite", road.key)
    if road.committed is not None:
        yield step(road.committed, member.director_email, "commit", road.key, hour=16)
    if road.confirmed is not None:
        yield step(road.confirmed, MANAGER, "confirm", road.key)
    for day, numbers in road.watched:
        yield step(day, member.data_email, "watch", road.key, key=member.cohort, numbers=numbers, hour=20)


def _sharing(road: Road, member: Member) -> Iterator[Step]:
    """The agreement about data; Northgate's is a draft, and of two others one signature is missing."""
    if road.confirmed is None or road.key == "Northgate":
        return
    day = road.confirmed - 1
    yield step(day, STEWARD, "offer_agreement", road.key)
    yield step(day, "", "print_data_agreement", road.key, hour=16)
    yield step(day - 2, member.data_email, "read_contract", road.key)
    if road.key != "Summit":
        yield step(day - 3, member.director_email, "sign_data", road.key, side="affiliate", name=member.director)
    if road.key != "Bayou":
        yield step(day - 4, STEWARD, "sign_data", road.key, side="network", name=STEWARD_NAME)


def _proposing(road: Road, member: Member) -> Iterator[Step]:
    if road.written is None:
        return
    if road.submitted is None:
        parts = ("story",)
        yield step(road.written, member.data_email, "write_proposal", road.key, sections=parts, budget=False, hour=18)
        return
    yield step(road.written, member.data_email, "write_proposal", road.key, hour=18)
    yield step(road.submitted, member.data_email, "hand_to_director", road.key, hour=16)
    yield step(road.submitted, member.director_email, "submit", road.key, hour=20)


def _deciding(road: Road, _member: Member) -> Iterator[Step]:
    if road.submitted is None or road.reviewed is None:
        return
    first, second = ("reviewer@national.example.org", "reviewer2@national.example.org")
    anchors = _GRADES.get(road.key, _USUAL[len(road.key + road.key[:2]) % len(_USUAL)])
    yield step(road.submitted - 2, MANAGER, "ask_reviewers", road.key, boxes=("reviewer", "reviewer2"))
    yield step(road.reviewed, second, "score", road.key, anchors=anchors[1], questions=QUESTIONS[0], hour=21)
    if road.key == "Mesa":  # the first reviewer has only begun: this is what a newcomer can try
        return
    yield step(road.reviewed - 1, first, "score", road.key, anchors=anchors[0], questions=QUESTIONS[1], hour=22)
    if road.decided is not None and road.key not in ("Dune", "Orchard"):
        starts = road.starts if road.starts is not None else -21
        terms = {"conditions": CONDITIONS.get(road.key, ()), "source": SOURCES[road.key in FEDERAL]}
        yield from list_terms_before(road)
        yield step(road.decided, MANAGER, "approve", road.key, starts=starts, feedback=APPROVED, **terms)
        yield from list_terms_after(road)
        yield step(road.decided, "", "print_agreement", road.key, hour=16)


def _beginning(road: Road, member: Member) -> Iterator[Step]:
    if road.signed is None or road.starts is None:
        return
    day = road.signed
    yield step(day, member.director_email, "sign", road.key, side="affiliate", name=member.director, hour=16)
    yield step(day - 2, MANAGER, "sign", road.key, side="network", name="Marisol Vega")
    yield step(day - 4, FINANCE, "schedule_payments", road.key)
    if road.starts < 0:
        yield step(day - 22, FINANCE, "ask_payment", road.key, number=1)
        return
    before = road.starts + 9
    yield step(before, FINANCE, "ask_payment", road.key, number=1)
    yield step(before - 2, MANAGER, "release_payment", road.key, number=1)
    yield step(road.starts, "", "begin_year", road.key, hour=14)
    yield step(road.starts - 1, FINANCE, "pay", road.key, number=1)


def _measuring(road: Road, member: Member) -> Iterator[Step]:
    for as_of, uploaded in road.extracts:
        yield step(uploaded, member.data_email, "upload", road.key, as_of=as_of, hour=18)
    for day, told in road.talks:
        yield step(day, f"{member.coach}@national.example.org", "talk", road.key, told=told, hour=19)


def _reporting(member: Member) -> Iterator[Step]:
    """The four quarters of the pilot year; Willow's award ended after the first."""
    key = member.key
    for number, certified, accepted, spent in PILOT_REPORTS[:1] if key == "Willow" else PILOT_REPORTS:
        told = spent + len(member.name) % 3
        yield step(certified + 2, member.data_email, "write_report", key, number=number, spent=told)
        yield step(certified, member.director_email, "certify_report", key, number=number)
        yield step(accepted, MANAGER, "accept", key, number=number)
    if key != "Willow":
        yield step(200, FINANCE, "ask_payment", key, number=2)
        yield step(198, MANAGER, "release_payment", key, number=2)
        yield step(195, FINANCE, "pay", key, number=2)
