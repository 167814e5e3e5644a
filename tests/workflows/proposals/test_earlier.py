"""A second proposal begins with the first, and the time of writing is told for all writers together."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.factories import NOW, a_cohort, a_framework, an_affiliate, an_enrollment
from tests.scenes_proposals import (
    WritingScene,
    a_complete_proposal,
    a_draft,
    an_affiliate_that_writes,
    filled,
    submitted,
)
from workflows.enrollments.models import Enrollment
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.completeness import list_gaps
from workflows.proposals.earlier import copy_earlier, find_earlier, look_over
from workflows.proposals.goals.operations import answers_of
from workflows.proposals.models import Proposal
from workflows.proposals.operations import start_proposal
from workflows.proposals.settings import TimeSpent, average_time
from workflows.proposals.writing import save_section
from workflows.stages import Stage


def the_next_year(session: Session, scene: WritingScene, framework_id: int | None = None) -> Enrollment:
    same = framework_id or scene.enrollment.cohort.framework_id
    cohort = a_cohort(session, framework_id=same)
    return an_enrollment(session, Stage.PROPOSING, affiliate=scene.affiliate, cohort=cohort, sessions_required=0)


def a_second_draft(session: Session, scene: WritingScene, framework_id: int | None = None) -> tuple[Proposal, Proposal]:
    """The earlier proposal, and a new draft that begins with it."""
    earlier = a_complete_proposal(session, scene)
    year, actor = the_next_year(session, scene, framework_id), scene.data_lead.as_actor(NOW)
    proposal = start_proposal(year, session=session, actor=actor, now=NOW)
    found = find_earlier(session, year)
    assert found is earlier
    copy_earlier(proposal, earlier, session=session, actor=actor, now=NOW)
    session.flush()
    return earlier, proposal


def test_texts_indicators_and_budget_rows_are_there_and_this_years_figures_are_open(session: Session) -> None:
    earlier, proposal = a_second_draft(session, an_affiliate_that_writes(session))
    for field in ("title", "summary", "need_with_data", "population", "benefit", "domains"):
        assert proposal.answer("story", field) == earlier.answer("story", field)
    assert proposal.answer("story", "eligible_n") is None
    assert proposal.answer("timeline", "activities") == [{"month": "", "what": "Visit two employers"}]
    old, new = answers_of(earlier.goals[0]), answers_of(proposal.goals[0])
    assert (new.indicator_id, new.population, new.activities) == (old.indicator_id, old.population, old.activities)
    assert (new.baseline_value, new.baseline_n, new.baseline_on) == (None, None, None)
    assert (new.target_value, new.due_on, new.milestones) == (None, None, ())
    assert budget_of(proposal) == budget_of(earlier)


def test_what_must_be_affirmed_each_year_is_not_copied(session: Session) -> None:
    _, proposal = a_second_draft(session, an_affiliate_that_writes(session))
    said = [proposal.answer("privacy", "ethics"), proposal.answer("privacy", "agreement")]
    assert [*said, proposal.answer("profile", "confirmed")] == [None, None, None]


def test_a_copied_text_is_a_gap_until_somebody_looks_it_over(session: Session) -> None:
    _, proposal = a_second_draft(session, an_affiliate_that_writes(session))
    copied = "Your project: copied from your earlier proposal. Look it over and save it."
    assert (copied, "story") in [(gap.sentence, gap.where) for gap in list_gaps(proposal)]
    look_over(proposal, "story")
    assert copied not in [gap.sentence for gap in list_gaps(proposal)]


def test_what_is_written_already_is_not_copied_over(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    earlier, proposal = a_second_draft(session, scene)
    actor = scene.data_lead.as_actor(NOW)
    row = proposal.section("learning")
    assert row is not None
    answers = filled(proposal, "learning", feedback_protocol="New this year")
    told = {"session": session, "actor": actor, "now": NOW}
    save_section(proposal, name="learning", answers=answers, expected_version=row.version, **told)  # type: ignore[arg-type]
    session.flush()
    copy_earlier(proposal, earlier, session=session, actor=actor, now=NOW)
    session.flush()
    assert proposal.answer("learning", "feedback_protocol") == "New this year"
    assert (len(proposal.goals), len(proposal.budget_lines)) == (1, 3)


def test_indicators_and_domains_of_another_framework_follow_their_codes(session: Session) -> None:
    other = a_framework(session)
    scene = an_affiliate_that_writes(session)
    earlier, proposal = a_second_draft(session, scene, other.id)
    codes = {indicator.code: indicator.id for indicator in other.indicators}
    assert earlier.goals[0].indicator is not None
    assert proposal.goals[0].indicator_id == codes.get(earlier.goals[0].indicator.code)
    assert proposal.framework_id == other.id


def test_only_the_own_affiliates_other_years_count_as_earlier(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    a_complete_proposal(session, scene)
    assert find_earlier(session, scene.enrollment) is None
    stranger = an_enrollment(session, Stage.PROPOSING, affiliate=an_affiliate(session), cohort=a_cohort(session))
    assert find_earlier(session, stranger) is None


def save_at(session: Session, scene: WritingScene, proposal: Proposal, minutes: float, text: str) -> None:
    row = proposal.section("story")
    assert row is not None
    save_section(
        proposal,
        name="story",
        answers=filled(proposal, "story", summary=text),
        expected_version=row.version,
        session=session,
        actor=scene.data_lead.as_actor(NOW),
        now=NOW + timedelta(minutes=minutes),
    )
    session.flush()


def test_gaps_of_up_to_five_minutes_between_saves_are_time_of_writing(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    save_at(session, scene, proposal, 10, "begun after a walk")
    save_at(session, scene, proposal, 14, "four minutes")
    save_at(session, scene, proposal, 19, "five minutes")
    save_at(session, scene, proposal, 24.1, "too long a pause")
    save_at(session, scene, proposal, 25.1, "one minute")
    save_at(session, scene, proposal, 27, "one minute")
    assert proposal.minutes_spent == 10


def test_the_same_text_again_takes_no_time(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    proposal = a_draft(session, scene)
    save_at(session, scene, proposal, 3, "text")
    save_at(session, scene, proposal, 5, "text")
    assert proposal.minutes_spent == 3


def test_staff_see_the_average_of_submitted_proposals(session: Session) -> None:
    scene = an_affiliate_that_writes(session)
    cohort_id = scene.enrollment.cohort_id
    proposal = a_complete_proposal(session, scene)
    for row in proposal.sections:
        row.seconds_spent = 600
    assert average_time(session, cohort_id) is None
    submitted(session, scene, proposal)
    session.flush()
    assert average_time(session, cohort_id) == TimeSpent(proposals=1, minutes=10 * len(proposal.sections))
    assert proposal.total == Decimal(24_000)
