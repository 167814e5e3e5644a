"""One condition, from the day it is set to the day it is lifted, as one table."""

from workflows.funding.conditions.models import ConditionState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P

S = ConditionState

CONDITION: Machine[ConditionState] = Machine(
    name="condition",
    attribute="state",
    initial=S.OPEN,
    terminal=frozenset({S.LIFTED}),
    rows=(Transition("lift", (S.OPEN,), S.LIFTED, P.MANAGE_AWARD, (), ("condition_lifted",), "Lift", needs_note=True),),
)
