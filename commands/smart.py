"""Judges a goal by the SMART rules from the command line, without a database."""

import json
import sys
from decimal import Decimal
from typing import Any

import click

from workflows.errors import DomainError
from workflows.proposals.smart.given import goal_facts
from workflows.proposals.smart.judging import CriterionVerdict, judge

GOAL_FILE_MAX_BYTES = 1_000_000
UNREADABLE = "This is not JSON that holds a goal. Check the commas and brackets."


@click.group()
def smart() -> None:
    """The SMART rules of goals."""


@smart.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def check(*, file: str, as_json: bool) -> None:
    """Say how the goal in FILE, a JSON object, stands by each criterion; “-” reads the standard input.

    The exit status is 0 whatever the verdict, and 2 when the goal cannot be read.
    """
    verdicts = judge(goal_facts(_goal(_content(file))))
    click.echo(json.dumps(_as_json(verdicts), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(verdicts)))


def _content(file: str) -> bytes:
    if file == "-":
        content = sys.stdin.buffer.read(GOAL_FILE_MAX_BYTES + 1)
    else:
        with open(file, "rb") as opened:  # noqa: PTH123  click has checked the path
            content = opened.read(GOAL_FILE_MAX_BYTES + 1)
    if len(content) > GOAL_FILE_MAX_BYTES:
        raise DomainError("This file is larger than one megabyte. A goal is a small JSON object.")
    return content


def _goal(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:  # also bytes that are no text, and numbers of thousands of digits
        raise DomainError(UNREADABLE) from error


def _no_number(name: str) -> Any:
    raise DomainError(f"{name} is not a number that a goal can have.")


def _as_json(verdicts: tuple[CriterionVerdict, ...]) -> dict[str, Any]:
    return {
        "criteria": {row.criterion.value: row.verdict.value for row in verdicts},
        "findings": [
            {
                "rule": finding.rule,
                "criterion": finding.criterion.value,
                "severity": finding.severity.value,
                "message": finding.message,
            }
            for row in verdicts
            for finding in row.findings
        ],
    }


def _lines(verdicts: tuple[CriterionVerdict, ...]) -> list[str]:
    lines = []
    for row in verdicts:
        lines.append(f"{row.criterion.label}: {row.verdict.value}")
        lines += [f"  {finding.rule} ({finding.severity.value})  {finding.message}" for finding in row.findings]
        lines += [] if row.findings else [f"  {row.held}"]
    return lines
