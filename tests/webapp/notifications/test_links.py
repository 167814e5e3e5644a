"""Every message leads to a page that is there."""

from types import SimpleNamespace

import pytest
from flask import Flask

from workflows.notifications.messages import MESSAGES, Message

ABOUT = SimpleNamespace(id=7, affiliate_id=7, cohort_id=7, session_id=7, participant_id=7, question_id=7, proposal_id=7)


@pytest.mark.parametrize("message", MESSAGES.values(), ids=lambda message: message.kind)
def test_the_link_of_every_message_leads_to_a_page(app: Flask, message: Message) -> None:
    path = message.path.format(enrollment=SimpleNamespace(id=7, cohort_id=7), about=ABOUT) + (
        "token" if message.signed_for else ""
    )
    endpoint, _ = app.url_map.bind("localhost").match(path)
    assert endpoint in app.view_functions
