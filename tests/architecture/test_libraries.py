"""Which libraries the program itself uses, and where: the table behind `docs/decisions/libraries-of-the-program.md`."""

import ast
import sys
from pathlib import Path

from config import ROOT

ALLOWED: dict[str, tuple[str, ...]] = {
    "sqlalchemy":       ("",),
    "flask_sqlalchemy": ("db.py",),
    "fsspec":           ("files.py",),
    "botocore":         ("files.py",),
    "argon2":           ("people/passwords.py",),
    "pyotp":            ("people/two_step.py",),
    "cryptography":     ("people/",),
    "icalendar":        ("calendar_entries.py",),
    "pandas":           ("measurement/",),
    "python_calamine":  ("enrollments/spreadsheet.py",),
    "docxtpl":          ("documents/",),
    "docx":             ("documents/",),
    "lxml":             ("documents/",),
    "jinja2":           ("documents/",),
    "matplotlib":       ("documents/",),
}  # fmt: skip  # library · the beginnings of the paths that may import it
OURS = {"workflows", "_typeshed"}


def _libraries(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - OURS


def test_the_program_uses_each_library_only_where_it_belongs() -> None:
    program = ROOT / "workflows"
    elsewhere = [
        (path.relative_to(program).as_posix(), library)
        for path in sorted(program.rglob("*.py"))
        for library in sorted(_libraries(path))
        if not path.relative_to(program).as_posix().startswith(ALLOWED.get(library, ("nowhere",)))
    ]
    assert elsewhere == []
