"""Whoever keeps the server adds people and lists them from the command line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import ROOT
from tests.factories import an_affiliate
from tests.scenes_people import somebody
from webapp.people.links import Link, link_for
from workflows.people.queries import find_by_email
from workflows.permissions import Role


@pytest.fixture
def accompany(app: Flask, session: Session):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        session.commit()
        settings = app.extensions["accompany"]
        environ = {
            "PATH": os.environ["PATH"],
            "ACCOMPANY_DATA_DIR": str(settings.data_dir),
            "ACCOMPANY_SECRET_KEY": settings.secret_key,
            "ACCOMPANY_BASE_URL": settings.base_url,
        }
        command = [sys.executable, "-m", "commands", "user", *arguments]
        answer = subprocess.run(command, cwd=Path(ROOT), env=environ, capture_output=True, text=True, check=False)
        session.expire_all()
        return answer

    return run


def test_adding_a_person_prints_the_link_by_which_they_join(app: Flask, session: Session, accompany) -> None:
    harbor = an_affiliate(session, code="HAR")
    director = ("director@harbor.example.org", "--name", "Dana Ortiz", "--role", "affiliate_director")
    answer = accompany("add", *director, "--affiliate", "har")
    person = find_by_email(session, "director@harbor.example.org")
    assert (answer.returncode, answer.stderr) == (
        0,
        "Dana Ortiz <director@harbor.example.org> is affiliate director.\n",
    )
    assert re.fullmatch(r"http://localhost/join/\S+\n", answer.stdout)
    assert person is not None
    assert [(r.role, r.affiliate_id) for r in person.roles] == [(Role.AFFILIATE_DIRECTOR, harbor.id)]
    assert len(link_for(Link.JOIN, person, settings=app.extensions["accompany"])) == len(answer.stdout.strip())


def test_somebody_who_joined_gets_the_role_and_no_link(session: Session, accompany) -> None:
    somebody(session, email="ruth@national.example.org", name="Ruth")
    answer = accompany("add", "ruth@national.example.org", "--name", "Ignored", "--role", "coach")
    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr == "Ruth <ruth@national.example.org> is coach.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("dana", "--name", "Dana", "--role", "coach"), "“dana” is no complete e-mail address."),
        (
            ("d@harbor.example.org", "--name", "D", "--role", "affiliate_staff", "--affiliate", "XX"),
            "No affiliate has the code “XX”.",
        ),
        (
            ("d@harbor.example.org", "--name", "D", "--role", "affiliate_staff"),
            "Choose the affiliate that this affiliate staff works for.",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(accompany, arguments: tuple[str, ...], sentence: str) -> None:
    answer = accompany("add", *arguments)
    assert (answer.returncode, answer.stdout, answer.stderr.strip()) == (2, "", sentence)


def test_the_list_has_one_line_a_person(session: Session, accompany) -> None:
    harbor = an_affiliate(session, code="HAR")
    somebody(session, Role.AFFILIATE_STAFF, affiliate=harbor, email="lucy@harbor.example.org", name="Lucy Brandt")
    gone = somebody(session, email="ruth@national.example.org", name="Ruth")
    gone.is_active = False
    assert accompany("list").stdout == (
        "lucy@harbor.example.org\tLucy Brandt\taffiliate_staff@HAR\tjoined\n"
        "ruth@national.example.org\tRuth\tnetwork_administrator\tdeactivated\n"
    )
