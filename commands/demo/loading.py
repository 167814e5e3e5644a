"""Loading the demo world: the story is played in one transaction, as if the days had passed."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from commands.demo.deeds_affiliates import AFFILIATE_DEEDS
from commands.demo.deeds_amending import AMENDING_DEEDS
from commands.demo.deeds_assessments import ASSESSMENT_DEEDS
from commands.demo.deeds_award import AWARD_DEEDS
from commands.demo.deeds_conversation import CONVERSATION_DEEDS
from commands.demo.deeds_data import DATA_DEEDS
from commands.demo.deeds_frameworks import FRAMEWORK_DEEDS
from commands.demo.deeds_help import HELP_DEEDS
from commands.demo.deeds_joining import JOINING_DEEDS
from commands.demo.deeds_meeting import MEETING_DEEDS
from commands.demo.deeds_money import MONEY_DEEDS
from commands.demo.deeds_partners import PARTNER_DEEDS
from commands.demo.deeds_practice import PRACTICE_DEEDS
from commands.demo.deeds_prospects import PROSPECT_DEEDS
from commands.demo.deeds_reports import REPORT_DEEDS
from commands.demo.deeds_series import SERIES_DEEDS
from commands.demo.deeds_terms import TERMS_DEEDS
from commands.demo.deeds_training import TRAINING_DEEDS
from commands.demo.deeds_year import YEAR_DEEDS
from commands.demo.papers import settle
from commands.demo.story import PAST, list_steps
from commands.demo.world import World, play
from workflows.clock import utc_now
from workflows.db import Origin, originating, transaction
from workflows.people.models import RoleAssignment, User
from workflows.people.passwords import HASHER
from workflows.permissions import Role

FIRST = "admin@national.example.org"
DEEDS = (
    TRAINING_DEEDS
    | JOINING_DEEDS
    | ASSESSMENT_DEEDS
    | SERIES_DEEDS
    | AFFILIATE_DEEDS
    | PARTNER_DEEDS
    | PRACTICE_DEEDS
    | PROSPECT_DEEDS
    | REPORT_DEEDS
    | MEETING_DEEDS
    | AWARD_DEEDS
    | TERMS_DEEDS
    | DATA_DEEDS
    | MONEY_DEEDS
    | YEAR_DEEDS
    | AMENDING_DEEDS
    | HELP_DEEDS
    | FRAMEWORK_DEEDS
    | CONVERSATION_DEEDS
)


def load_world(app: Flask, password: str) -> bool:
    """Whether it was loaded now; False, and nothing changes, where there are people already."""
    with originating(Origin(request_id="demo", writes=True)), transaction() as session:
        if session.scalar(select(User.id).limit(1)) is not None:
            return False
        world = World(
            session=session,
            files=app.extensions["accompany_files"],
            loaded_at=utc_now(),
            password_hash=HASHER.hash(password),  # one for everybody: each costs a hundredth of a second
        )
        world.people[FIRST] = _first_administrator(world, session)
        play(list_steps(), world, DEEDS)
        settle(world, unmade=PAST)
    return True


def _first_administrator(world: World, session: Session) -> User:
    """Whom nobody invited, as in every installation."""
    at = world.moment(700, 14)
    person = User(email=FIRST, name="Ruth Okafor", password_hash=world.password_hash, invited_at=at, joined_at=at)
    person.roles = [RoleAssignment(role=Role.NETWORK_ADMINISTRATOR, granted_at=at)]
    session.add(person)
    session.flush()  # the story begins with this person
    return person
