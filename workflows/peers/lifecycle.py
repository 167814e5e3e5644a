"""What a shared example goes through, as one table: asked for, published with consent, withdrawn."""

from datetime import datetime

from workflows.errors import Reason
from workflows.machine import Machine, Transition
from workflows.peers.models import Example, ExampleState
from workflows.permissions import Permission as P


def affiliate_consents(example: Example, now: datetime) -> Reason | None:
    if example.consented_at is not None:
        return None
    return Reason("Somebody of the affiliate that made it agrees first. Tick that you may say so.", "consents")


S, T = ExampleState, Transition

EXAMPLE: Machine[ExampleState] = Machine(
    name="shared example",
    attribute="state",
    initial=S.ASKED,
    terminal=frozenset({S.WITHDRAWN}),
    rows=(
        T("publish", (S.ASKED,), S.PUBLISHED, P.WRITE_PRACTICE, (affiliate_consents,),
          ("example_published",), "Agree and share it"),
        T("decline", (S.ASKED,), S.WITHDRAWN, P.WRITE_PRACTICE, (), (), "Rather not"),
        T("withdraw", (S.PUBLISHED,), S.WITHDRAWN, P.WRITE_PRACTICE, (),
          ("example_withdrawn",), "Withdraw it"),
        T("take_down", (S.ASKED, S.PUBLISHED), S.WITHDRAWN, P.MANAGE_PEERS, (),
          ("example_withdrawn",), "Take it down"),
    ),
)  # fmt: skip  # the columns of the table
