"""Everyone finds one next thing in every stage, and only what they may do."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_enrollment
from workflows.enrollments.next_step import STEPS, next_step
from workflows.lifecycle import LIFECYCLE
from workflows.permissions import Role
from workflows.stages import Stage


def test_last_row_of_each_stage_is_for_everyone() -> None:
    last = {row.stage: row for row in STEPS}
    assert set(last) == set(Stage)
    assert [row.stage for row in last.values() if row.who is not None or row.only is not None] == []


def test_buttons_have_a_page_and_transitions_exist() -> None:
    assert [row.title for row in STEPS if bool(row.label) != bool(row.endpoint)] == []
    assert [row.transition for row in STEPS if row.transition and not LIFECYCLE.row(row.transition)] == []


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", list(Role))
def test_every_person_has_a_next_step_in_every_stage(session: Session, stage: Stage, role: Role) -> None:
    enrollment = an_enrollment(session, stage)
    person = a_person(session, role, affiliate=None if role.is_national else enrollment.affiliate)
    step = next_step(enrollment, actor=person.as_actor(NOW), now=NOW)
    assert step.title
    assert "{" not in step.text


@pytest.mark.parametrize(
    ("stage", "role", "title"),
    [
        (Stage.INVITED, Role.AFFILIATE_DIRECTOR, "Sign the commitment"),
        (Stage.INVITED, Role.AFFILIATE_STAFF, "Your director signs first"),
        (Stage.INVITED, Role.PROGRAM_MANAGER, "The director has the invitation"),
        (Stage.COMMITTED, Role.NETWORK_ADMINISTRATOR, "Confirm the enrollment"),
        (Stage.ENROLLED, Role.AFFILIATE_DATA_LEAD, "Say who takes part"),
        (Stage.PROPOSING, Role.AFFILIATE_DIRECTOR, "Write the proposal, then certify it"),
        (Stage.IN_REVIEW, Role.PROGRAM_MANAGER, "Decide on the proposal"),
        (Stage.IN_REVIEW, Role.AFFILIATE_DIRECTOR, "Your proposal is being read"),
        (Stage.FUNDED, Role.FINANCE_OFFICER, "Request the first payment"),
    ],
)
def test_the_step_fits_the_person(session: Session, stage: Stage, role: Role, title: str) -> None:
    enrollment = an_enrollment(session, stage, first_payment_approved_at=None)
    person = a_person(session, role, affiliate=None if role.is_national else enrollment.affiliate)
    assert next_step(enrollment, actor=person.as_actor(NOW), now=NOW).title == title


def test_button_that_is_not_open_yet_says_why(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.IN_REVIEW, final_reviews=1)
    manager = a_person(session, Role.PROGRAM_MANAGER).as_actor(NOW)
    reasons = next_step(enrollment, actor=manager, now=NOW).reasons
    assert [str(reason) for reason in reasons] == ["1 of 2 reviews are final. The decision opens with the last one."]


def test_proposal_step_carries_its_deadline(session: Session) -> None:
    enrollment = an_enrollment(session, Stage.PROPOSING)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=enrollment.affiliate).as_actor(NOW)
    assert next_step(enrollment, actor=director, now=NOW).due_at == enrollment.cohort.proposals_due_at
