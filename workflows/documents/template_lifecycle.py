"""The states of an uploaded template, as one table; a retired version may come back."""

from workflows.documents.models import TemplateState
from workflows.machine import Machine, Transition
from workflows.permissions import Permission as P

S, T = TemplateState, Transition

TEMPLATE: Machine[TemplateState] = Machine(
    name="template",
    attribute="state",
    initial=S.DRAFT,
    terminal=frozenset(),
    rows=(
        T("activate", (S.DRAFT, S.RETIRED), S.ACTIVE, P.MANAGE_TEMPLATES, (), (), "Use this version"),
        T("retire", (S.ACTIVE,), S.RETIRED, P.MANAGE_TEMPLATES, (), (), "Retire"),
    ),
)
