"""What the form of a request starts with, and what it offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.amendments import AmendmentForm, Offered, amendment_form
from webapp.access import allows
from workflows.amendments.answers import AmendmentType, FieldRow, KeyRole, TypeRow, Value
from workflows.amendments.checks import Case, goal_of
from workflows.amendments.in_force import Plan
from workflows.permissions import Permission


def about_choices(row: TypeRow, plan: Plan) -> Sequence[tuple[str, str]]:
    """What a request of this type can be about: the goals, or the key roles with who fills them."""
    if row.type is AmendmentType.KEY_PERSON:
        named = [(role, plan.in_force.get((f"person-{role.value}", "name"))) for role in KeyRole]
        return [(role.value, f"{role.label}: {name or 'nobody is named'}") for role, name in named]
    goals = plan.proposal.goals if plan.proposal is not None else ()
    return [
        (str(goal.id), f"Goal {number}: {plan.in_force[f'goal-{goal.id}', 'wording']}")
        for number, goal in enumerate(goals, 1)
    ]


def fields_shown(case: Case) -> tuple[FieldRow, ...]:
    """The type's fields that this person can change here: a composed sentence changes with its parts, by itself."""
    amendment = case.amendment
    is_staff, goal = allows(Permission.MANAGE_AWARD, amendment.award), goal_of(case)
    is_composed = goal is not None and not goal.wording and bool(goal.direction_verb)
    return tuple(
        field
        for field in amendment.row.fields
        if (is_staff or not field.staff_only)
        and not (field.name == "wording" and is_composed and amendment.type is not AmendmentType.GOAL)
    )


def form_of(case: Case) -> AmendmentForm:
    """Filled with the new values, and with what is in force where nothing changes yet."""
    amendment = case.amendment
    values: Mapping[str, Value] = {field.name: case.wanted(field.name) for field in amendment.row.fields}
    told: dict[str, Any] = {
        name: getattr(amendment, name) for name in ("reason", "evidence", "effects", "effective_on")
    }
    return amendment_form(
        amendment.row,
        fields_shown(case),
        values,
        offered=Offered(
            indicators=[(str(row.id), f"{row.code} {row.name}") for row in case.indicators.values()],
            people=[("", "Choose a person"), *((name, name) for name in sorted(case.people))],
        ),
        told={**told, "version": str(amendment.version)},
    )
