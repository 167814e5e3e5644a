"""The states of a thread, as one table."""

from workflows.conversation.models import ThreadState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P

S, T = ThreadState, Transition

THREAD: Machine[ThreadState] = Machine(
    name="thread",
    attribute="state",
    initial=S.OPEN,
    terminal=frozenset(),
    rows=(
        T("write", (S.OPEN,), S.OPEN, P.WRITE_MESSAGES, (), ("thread_written",), "Send"),
        T("close", (S.OPEN,), S.CLOSED, P.WRITE_MESSAGES, (), (), "Close the thread"),
        T("reopen", (S.CLOSED,), S.OPEN, P.WRITE_MESSAGES, (), (), "Open it again"),
    ),
)
