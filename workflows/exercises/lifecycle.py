"""What a practice product goes through, as one table: written, handed in, answered, revised, handed in again."""

from datetime import datetime

from workflows.errors import Reason
from workflows.exercises.answers import unanswered
from workflows.exercises.models import Product, ProductState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P
from workflows.stages import Stage

GONE = frozenset({Stage.DECLINED_INVITATION, Stage.DEFERRED, Stage.WITHDRAWN, Stage.TERMINATED})


def something_is_there(product: Product, now: datetime) -> tuple[Reason, ...]:
    """Every required question is answered, or a link or a file stands for the worksheet."""
    if product.link or product.file_sha256:
        return ()
    return tuple(
        Reason(f"“{field.label}” is still empty. Answer it, or add a link or a file instead.", field.name)
        for field in unanswered(product.worksheet, product.answers)
    )


def year_goes_on(product: Product, now: datetime) -> Reason | None:
    if product.enrollment.stage not in GONE:
        return None
    return Reason(f"{product.enrollment.affiliate.name} left the program, so its practice products stay as they are.")


S, T = ProductState, Transition

PRODUCT: Machine[ProductState] = Machine(
    name="practice product",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset(),
    rows=(
        T("hand_in", (S.DRAFT, S.REVISING), S.HANDED_IN, P.WRITE_PRACTICE, (year_goes_on, something_is_there),
          ("product_handed_in",), "Hand it in"),
        T("answer", (S.HANDED_IN, S.ANSWERED), S.ANSWERED, P.GIVE_FEEDBACK, (year_goes_on,),
          ("feedback_given",), "Give feedback"),
        T("answer_meanwhile", (S.REVISING,), S.REVISING, P.GIVE_FEEDBACK, (year_goes_on,),
          ("feedback_given",), "Give feedback"),
        T("revise", (S.HANDED_IN, S.ANSWERED), S.REVISING, P.WRITE_PRACTICE, (year_goes_on,),
          (), "Revise it"),
    ),
)  # fmt: skip  # the columns of the table

OPEN_TO_WRITING = frozenset({S.DRAFT, S.REVISING})
WAITING = S.HANDED_IN
