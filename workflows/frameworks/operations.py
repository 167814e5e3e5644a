"""Bring the starting library into the database."""

from sqlalchemy.orm import Session

from workflows.frameworks.library import LibraryIndicator, load_library
from workflows.frameworks.models import Framework, FrameworkState, Indicator
from workflows.frameworks.queries import find_framework

CODE, EDITION = "integration-domains", "1"
NAME = "Domains of integration"
SOURCE = (
    "Own indicators in the domains of integration by Ager & Strang (2004, 2008), "
    "with the additions of the UK Home Office's Indicators of Integration (2019)."
)
PURPOSE = (
    "For affiliates that want to see how people settle in: work, housing, health, learning, ties, language, safety "
    "and rights. Goes with the sessions on outcomes, indicators and goals."
)
_PLAIN_DOMAINS = {
    "(reach output)": "Reach",
    "(program capacity, not an integration domain)": "Program capacity",
}


def seed_framework(*, session: Session) -> Framework:
    """The starting framework with every indicator of the library; the one that is there when it was made before."""
    found = find_framework(session, code=CODE, edition=EDITION)
    if found is not None:
        return found
    framework = Framework(
        code=CODE, edition=EDITION, name=NAME, source=SOURCE, purpose=PURPOSE, state=FrameworkState.PUBLISHED
    )
    framework.indicators = [_row(position, item) for position, item in enumerate(load_library(), start=1)]
    session.add(framework)
    session.flush()  # callers point at its key
    return framework


def is_starting_library(framework: Framework) -> bool:
    return (framework.code, framework.edition) == (CODE, EDITION)


def _row(position: int, item: LibraryIndicator) -> Indicator:
    return Indicator(
        position=position,
        code=item.code,
        name=item.name,
        domain=_domain(item),
        domain_group=item.group,
        domain_2019=item.domain_2019,
        definition=item.definition,
        calculation=item.calculation,
        numerator=item.numerator,
        denominator=item.denominator,
        unit=item.unit,
        data_source=item.source,
        fields=";".join(item.extract_fields),
        disaggregations=";".join(item.disaggregations),
        frequency=item.frequency,
        direction=item.direction,
        level=item.level,
        note=item.notes,
        topics=";".join(item.topics),
        formula=dict(item.formula) if item.formula is not None else None,
    )


def _domain(item: LibraryIndicator) -> str:
    """The domain as people say it; the additions of 2019 are named by their own domain."""
    if item.domain.startswith("("):
        return _PLAIN_DOMAINS.get(item.domain, item.domain_2019)
    return item.domain
