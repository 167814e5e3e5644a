"""The starting library becomes rows, once."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.frameworks.models import Framework, Indicator
from workflows.frameworks.operations import seed_framework
from workflows.frameworks.queries import list_domains, list_indicators


def test_every_indicator_of_the_library_is_there_and_a_second_time_adds_nothing(session: Session) -> None:
    framework = seed_framework(session=session)
    again = seed_framework(session=session)
    assert again is framework
    assert session.scalar(select(func.count()).select_from(Framework)) == 1
    assert session.scalar(select(func.count()).select_from(Indicator)) == 77


def test_an_indicator_keeps_its_definition_and_formula(session: Session) -> None:
    framework = seed_framework(session=session)
    first = list_indicators(session, framework.id)[0]
    assert (first.code, first.domain_group, first.data_source) == (
        "EMP-01",
        "Markers and means",
        "case-management extract",
    )
    assert first.fields == "employable;employed_day_180;arrival_date;out_migrated_date"
    assert first.formula is not None
    assert first.formula["unit"] == "person"


def test_additions_and_program_rows_have_plain_domain_names(session: Session) -> None:
    framework = seed_framework(session=session)
    names = [domain for _, domain in list_domains(session, framework.id)]
    assert {"Leisure", "Digital skills", "Program capacity", "Reach"} <= set(names)
    assert [name for name in names if name.startswith("(")] == []


def test_words_domain_and_source_narrow_the_list(session: Session) -> None:
    framework = seed_framework(session=session)
    assert [i.code for i in list_indicators(session, framework.id, words="bank account")] == ["LIN-04"]
    assert len(list_indicators(session, framework.id, computable=True)) == 21
    assert {i.domain for i in list_indicators(session, framework.id, domain="Housing")} == {"Housing"}
