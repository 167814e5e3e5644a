"""Frameworks beside the starting one: copies, and an indicator as an administrator would write it."""

from typing import Any

from sqlalchemy.orm import Session

from tests.factories import NOW, a_person
from workflows.frameworks.editions import WrittenFramework, copy_framework, publish_framework
from workflows.frameworks.indicators import WrittenIndicator
from workflows.frameworks.models import Framework, FrameworkState, Indicator
from workflows.permissions import Actor, Role


def an_administrator(session: Session) -> Actor:
    return a_person(session, Role.NETWORK_ADMINISTRATOR, name="Iris Novak").as_actor(NOW)


def written(**values: str) -> WrittenFramework:
    given = {"code": "own", "edition": "2", "name": "Our own", "source": "After a year of use", "purpose": "Jobs first"}
    return WrittenFramework(**{**given, **values})


def a_copy(session: Session, framework: Framework, *, is_published: bool = False, **values: str) -> Framework:
    """A copy in the name of the framework, of edition 2 unless told."""
    given = {"code": framework.code, "name": framework.name, **values}
    actor = an_administrator(session)
    copy = copy_framework(framework, written(**given), session=session, actor=actor)
    if is_published:
        publish_framework(copy, actor=actor, now=NOW)
    return copy


def a_full_framework(session: Session, count: int, **values: Any) -> Framework:
    """Published, with so many percents in ten domains; each second one can be computed from an extract."""
    framework = Framework(
        **{
            "code": "full",
            "edition": "1",
            "name": "Everything",
            "source": "Nobody",
            "state": FrameworkState.PUBLISHED,
            **values,
        }
    )
    session.add(framework)
    framework.indicators = [
        Indicator(
            **vars_of(
                an_indicator(code=f"TST-{number:02}", name=f"Indicator {number}", domain=f"Domain {number % 10}")
            ),
            position=number,
            formula={"unit": "person", "among": [], "measure": {"count": True}} if number % 2 else None,
        )
        for number in range(1, count + 1)
    ]
    session.flush()
    return framework


def an_indicator(**values: str) -> WrittenIndicator:
    """What an administrator types who knows what an indicator needs."""
    given = {
        "code": "EMP-08",
        "name": "Promoted within a year",
        "domain_group": "Markers and means",
        "domain": "Employment",
        "domain_2019": "Work",
        "definition": "People who work and were promoted within twelve months of their first day",
        "calculation": "percent",
        "numerator": "people who were promoted within twelve months",
        "denominator": "people who have worked for twelve months",
        "unit": "%",
        "direction": "higher",
        "level": "outcome",
        "data_source": "follow-up call",
        "fields": "job_start_date",
        "frequency": "annual",
        "disaggregations": "sex;occupation",
        "topics": "",
        "note": "",
    }
    return WrittenIndicator(**{**given, **values})


def vars_of(given: WrittenIndicator) -> dict[str, str]:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}
