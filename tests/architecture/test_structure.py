"""What the architecture promises, read from the source and from the running application."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from commands.reference import stale_pages
from config import ROOT
from webapp.access import SEEN_WITH, Access
from webapp.context import SECTIONS
from workflows.db import db
from workflows.permissions import GRANTS, Permission

PACKAGES = ("workflows", "forms", "webapp", "commands")
FOREIGN = {"static", "bootstrap.static"}


def _modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FOREIGN
        and not isinstance(getattr(app.view_functions[rule.endpoint], "access", None), Access)
    ]
    assert undeclared == []


def test_every_route_with_a_record_in_its_address_loads_it_through_the_gate(app: Flask) -> None:
    """A public route may name a token or a file, never a record by its number."""
    unguarded = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FOREIGN
        and any(name.endswith("_id") for name in rule.arguments)
        and app.view_functions[rule.endpoint].access.load is None  # type: ignore[attr-defined]
    ]
    assert unguarded == []


def test_every_public_route_says_why(app: Flask) -> None:
    accesses = [view.access for name, view in app.view_functions.items() if name not in FOREIGN]  # type: ignore[attr-defined]
    assert [a for a in accesses if a.permission is None and not a.public_because] == []


def test_every_permission_is_granted_to_someone() -> None:
    granted = {permission for grant in GRANTS for permission in grant.permissions}
    assert set(Permission) - granted == set()


def test_every_section_of_the_navigation_leads_somewhere(app: Flask) -> None:
    assert [row.endpoint for row in SECTIONS if row.endpoint not in app.view_functions] == []


def test_every_record_behind_a_gate_says_who_may_know_of_it() -> None:
    with_reach = {mapper.class_ for mapper in db.Model.registry.mappers if hasattr(mapper.class_, "reach")}
    assert with_reach - set(SEEN_WITH) == set()


def test_a_stage_or_state_is_set_by_the_engine_alone() -> None:
    setters = [
        (name, node.lineno)
        for name, tree in _modules("workflows", "webapp", "forms", "commands")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr in {"stage", "state"}
    ]
    assert setters == []


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        (name, node.lineno)
        for name, tree in _modules("workflows", "forms", "webapp")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
        and name != "workflows/clock.py"
    ]
    assert readers == []


def test_nothing_below_the_web_knows_the_current_user() -> None:
    asking = [
        name
        for name, tree in _modules("workflows", "forms")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in {"current_user", "current_app", "request"}
    ]
    assert asking == []


def test_routes_write_no_sql() -> None:
    sql = [
        name
        for name, tree in _modules("webapp")
        if name.endswith("routes.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
    ]
    assert sql == []


def test_every_module_opens_with_what_it_is_for() -> None:
    assert [name for name, tree in _modules(*PACKAGES) if not ast.get_docstring(tree)] == []


def test_templates_carry_no_inline_script_or_style() -> None:
    offending = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "webapp" / "templates").rglob("*.html"))
        for text in [path.read_text(encoding="utf-8")]
        if " style=" in text or "<style" in text or " onclick=" in text or "|safe" in text or "<script>" in text
    ]
    assert offending == []


def test_pages_stay_short() -> None:
    lengths = {p.name: p.read_text().count("\n") for p in (ROOT / "webapp" / "templates").rglob("*.html")}
    assert {name: lines for name, lines in lengths.items() if lines > 200} == {}


@pytest.mark.parametrize("module", ["pandas", "docxtpl", "matplotlib", "numpy"])
def test_a_web_process_starts_without_the_heavy_libraries(module: str, tmp_path: Path) -> None:
    code = f"import sys, webapp; print({module!r} in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_generated_pages_are_fresh() -> None:
    assert list(stale_pages()) == []
