"""Pages of `docs/` that are written by the tables themselves: lifecycle, permissions, documents."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from config import ROOT
from workflows.events import EVENTS
from workflows.lifecycle import LIFECYCLE
from workflows.machine import Transition
from workflows.permissions import GRANTS, SEPARATED_DUTIES, Permission, Role
from workflows.stages import STEP_OF, Stage

NOTE = "<!-- Written by `./accompany docs write` from the tables in the code; a test fails when it is stale. -->\n"


def lifecycle_page() -> str:
    lines = [
        "# The lifecycle of a program year",
        NOTE,
        "One table (`workflows/lifecycle.py`) with one setter (`workflows/advance.py`). Every button, refusal and "
        "permission is read from it.\n",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {LIFECYCLE.initial.value}",
        *(f"    {a.value} --> {row.target.value}: {row.name}" for row in LIFECYCLE.rows for a in row.sources),
        *(f"    {stage.value} --> [*]" for stage in Stage if stage in LIFECYCLE.terminal),
        "```\n",
        "## Stages\n",
        "| Stage | Step that people see | Ends the year |",
        "|---|---|---|",
        *(f"| {s.label} | {STEP_OF[s].value} | {'yes' if s in LIFECYCLE.terminal else ''} |" for s in Stage),
        "\n## Transitions\n",
        "| Name | From | To | Who | Only if | Announces |",
        "|---|---|---|---|---|---|",
        *(_transition_row(row) for row in LIFECYCLE.rows),
        "\n## What is announced\n",
        "| Event | In the timeline | Read by | Owes |",
        "|---|---|---|---|",
        *(
            f"| {e.name} | {e.sentence} | {e.audience.value} | "
            f"{', '.join(f'{s.job}: {s.kind}' for s in e.subscribers) or 'the timeline'} |"
            for e in EVENTS.values()
        ),
    ]
    return "\n".join(lines) + "\n"


def _transition_row(row: Transition[Stage]) -> str:
    who = "the program itself" if row.who is None else row.who.value
    guards = ", ".join(guard.__name__.replace("_", " ") for guard in row.only_if) or "–"
    note = " (with a note)" if row.needs_note else ""
    sources = ", ".join(source.label for source in row.sources)
    return f"| {row.name}{note} | {sources} | {row.target.label} | {who} | {guards} | {', '.join(row.announces)} |"


def permissions_page() -> str:
    roles = list(Role)
    lines = [
        "# Roles and permissions",
        NOTE,
        "Declared once in `workflows/permissions/`. A cell says how far the grant reaches: everywhere (●), the own "
        "affiliate (own), the affiliates coached (coached), what was assigned (assigned), what is published for the "
        "whole network (open), what the person asked or wrote (theirs), what its owner shares (peers), or what "
        "the affiliate confirmed to take part in (partners).\n",
        f"| Permission | {' | '.join(role.label for role in roles)} |",
        f"|---|{'---|' * len(roles)}",
        *(f"| {p.value} | {' | '.join(_reach(role, p) for role in roles)} |" for p in Permission),
        "\n## Separation of duties, by person\n",
        *(f"- **{row.permission.value}**: {row.sentence}" for row in SEPARATED_DUTIES),
    ]
    return "\n".join(lines) + "\n"


_WORDS = {
    "ANYWHERE": "●",
    "OWN_AFFILIATE": "own",
    "COACHED": "coached",
    "ASSIGNED": "assigned",
    "OPEN": "open",
    "OWN": "theirs",
    "PEERS": "peers",
    "PARTNERS": "partners",
}


def _reach(role: Role, permission: Permission) -> str:
    return " ".join(_WORDS[g.scope.name] for g in GRANTS if g.role is role and permission in g.permissions)


def documents_page() -> str:
    from workflows.documents.catalogue import DOCUMENTS  # noqa: PLC0415  the catalogue may load builders

    made = [(s.kind, e.name) for e in EVENTS.values() for s in e.subscribers if s.job == "make_document"]
    made_on = {row.kind: [name for kind, name in made if kind == row.kind] for row in DOCUMENTS.values()}
    lines = [
        "# Word documents",
        NOTE,
        "One table (`workflows/documents/catalogue.py`); templates are in `document_templates/`.\n",
        "| Kind | Title | Template | Made when | Who may see it |",
        "|---|---|---|---|---|",
        *(
            f"| {row.kind} | {row.title} | {row.template} | {', '.join(made_on[row.kind]) or 'asked for'} "
            f"| {row.who.value} |"
            for row in DOCUMENTS.values()
        ),
    ]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "lifecycle.md": lifecycle_page,
    "permissions.md": permissions_page,
    "documents.md": documents_page,
}


def stale_pages(folder: Path = ROOT / "docs") -> Iterator[str]:
    for name, write in PAGES.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != write():
            yield name


@click.group("docs")
def docs() -> None:
    """Pages of docs/ that the tables write."""


@docs.command("write")
def write_pages() -> None:
    """Write every generated page anew."""
    for name, write in PAGES.items():
        (ROOT / "docs" / name).write_text(write(), encoding="utf-8")
        click.echo(f"docs/{name}")


@click.group("lifecycle")
def lifecycle() -> None:
    """The lifecycle, read from its table."""


@lifecycle.command("show")
def show_lifecycle() -> None:
    """Print stages and transitions as Markdown with a Mermaid diagram."""
    click.echo(lifecycle_page(), nl=False)
