"""The proposal's Word file has every word of what was sealed: goals, budget, answers, partners and papers."""

import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from document_parts import HARBOR
from sqlalchemy.orm import Session
from word_files import opened, template, words

from tests.factories import NOW
from tests.scenes_documents import sealed_content
from tests.scenes_proposals import a_complete_proposal, an_affiliate_that_writes
from workflows.documents.builders.proposal import facts
from workflows.documents.render import render
from workflows.proposals.budget.answers import (
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    LineKind,
    MatchAnswers,
    MatchKind,
)
from workflows.proposals.budget.operations import save_budget
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.snapshot import Hand, sealed

ROUGH = 'A & B <x> "quoted"'
LATER = {
    "partners": [{"name": "Port Library", "role": "Host", "state": "Confirmed", "contribution": "Two rooms"}],
    "papers": [{"kind": "Letter of support", "file_name": "library & friends.pdf"}],
}
OF_A_GOAL = {
    "sentence": "By June 2027, sixty of a hundred work.",
    "composed": "By 30 June 2027, raise the share.",
    "is_reworded": True,
    "goal_type_shown": "Outcome",
    "risks": [{"risk": "Fewer arrivals", "mitigation": "A wider window"}],
    "smart": [
        {
            "criterion": "Attainable",
            "verdict": "warn",
            "sentences": [],
            "justified": [
                {"rule": "A2", "warning": "A change of 40 points is a lot.", "because": "A new employer opens in May."}
            ],
        }
    ],
    "accumulation": "not cumulative",
    "disaggregations": ["Gender", "Age group"],
}


def a_rich_proposal(session: Session) -> Proposal:
    """A complete proposal with a budget that uses every part, and rough text in it."""
    scene = an_affiliate_that_writes(session)
    proposal = a_complete_proposal(session, scene)
    lines = (
        BudgetLineAnswers(
            "CON", f"School {ROUGH}", Decimal(2), Decimal("30000.50"), unit="course", justification=f"Chosen: {ROUGH}",
            goal_id=proposal.goals[0].id, tag="shared_services", kind=LineKind.SUBAWARD,
        ),
        BudgetLineAnswers("PER", "Data lead", Decimal(100), Decimal("28"), unit="hour", hours=Decimal(100),
                          tag="data_staff", justification="Lee Abara."),
    )  # fmt: skip
    budget = BudgetAnswers(
        lines=lines,
        matches=(
            MatchAnswers(MatchKind.IN_KIND, "Library", "A room", Decimal("1920"), is_secured=True, valuation="Price"),
        ),
        indirect=IndirectAnswers(IndirectMode.DE_MINIMIS, rate=Decimal(10)),
        narrative=f"In words: {ROUGH}",
    )
    version = proposal.section("budget").version  # type: ignore[union-attr]
    actor = scene.director.as_actor(NOW)
    save_budget(proposal, answers=budget, expected_version=version, session=session, actor=actor, now=NOW)
    session.flush()
    return proposal


def sealed_now(proposal: Proposal) -> ProposalSnapshot:
    proposal.handed_over_at = NOW
    lee, dana = Hand(2, "Lee Abara"), Hand(1, "Dana Ortiz")
    return sealed(proposal, number=3, typed_name="Dana Ortiz", presser=lee, certifier=dana, now=NOW)


def a_document(proposal: Proposal, **later: Any) -> bytes:
    """The Word file of the proposal as it would be sealed now; `later` is what other parts of the form add."""
    snapshot = sealed_now(proposal)
    content = {**snapshot.content, **later}
    content["goals"] = [{**goal, **OF_A_GOAL} if later else goal for goal in content["goals"]]
    return _rendered(content, proposal)


def _rendered(content: dict[str, Any], proposal: Proposal) -> bytes:
    record = SimpleNamespace(content=content, proposal=proposal, number=3, submitted_at=NOW, digest="4f" * 32)
    return render(template("proposal"), facts(record, affiliate=HARBOR))  # type: ignore[arg-type]


def missing(content: bytes, *texts: str) -> list[str]:
    shown = words(content)
    return [text for text in texts if text not in shown]


def test_every_answer_goal_and_line_is_in_the_file(session: Session) -> None:
    proposal = a_rich_proposal(session)
    sealed_words = [
        answer["shown"] for section in sealed_now(proposal).content["sections"] for answer in section["answers"]
    ]
    content = a_document(proposal)
    goal = proposal.goals[0]
    told = (*goal.activities, goal.statement, goal.owner, goal.risks[0]["risk"], goal.rationale)
    assert missing(content, *sealed_words, *told) == []
    assert missing(content, "As submitted, version 3 · ", "Dana Ortiz", "Employed at day 180", "$68,081.00") == []


def test_the_budget_is_whole_with_goal_tag_reason_base_and_match(session: Session) -> None:
    proposal = a_rich_proposal(session)
    content = a_document(proposal)
    assert (
        missing(
            content,
            f"School {ROUGH} (2 × $30,000.50 per course)",
            "Goal 1: Employed at day 180 · Shared services · Subaward",
            f"Chosen: {ROUGH}",
            "Data staff · 100 staff hours",
            "10% of modified total direct costs, the de minimis rate of 2 CFR 200.414(f).",
            "Of each subaward, what is over the first $50,000 is left out",
            "−$10,001.00",
            "$52,800.00",
            "Indirect costs: 10% of the base",
            "$5,280.00",
            "$68,081.00",
            "In-kind from Library: A room",
            "Secured",
            "$1,920.00",
            f"In words: {ROUGH}",
        )
        == []
    )


def test_what_other_parts_of_the_form_add_is_shown(session: Session) -> None:
    content = a_document(a_rich_proposal(session), **LATER)
    assert (
        missing(
            content,
            "By June 2027, sixty of a hundred work.",
            "Made of its parts: By ",
            "Outcome",
            "Fewer arrivals",
            "A wider window",
            "A change of 40 points is a lot.",
            "A new employer opens in May.",
            "Not cumulative",
            "Gender, Age group",
            "Port Library",
            "Host: Two rooms",
            "Confirmed",
            "Letter of support: library & friends.pdf",
        )
        == []
    )


def test_a_snapshot_of_the_first_schema_still_makes_its_document(session: Session) -> None:
    proposal = a_rich_proposal(session)
    content = _rendered(sealed_content(1), proposal)
    assert (
        missing(content, "Tablets (3 × $300.00)", "$25,000.00", "The room closes", "Told together with the risk") == []
    )
    assert [
        text for text in ("Indirect costs", "Match and in-kind", "Partners", "By goal") if text in words(content)
    ] == []


def test_no_row_of_a_table_is_cut_by_the_end_of_a_page(session: Session) -> None:
    tables = opened(a_document(a_rich_proposal(session))).tables
    rows = [row for table in tables for row in table.rows]
    assert [row for row in rows if not row._tr.xpath("./w:trPr/w:cantSplit")] == []


@pytest.mark.office
def test_libreoffice_reads_every_word_as_typed(session: Session, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("ACCOMPANY_REQUIRE_LEGS") != "1", "LibreOffice is required here but not installed."
        pytest.skip("LibreOffice is not installed.")
    (tmp_path / "proposal.docx").write_bytes(a_document(a_rich_proposal(session), **LATER))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "proposal.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    read = (tmp_path / "proposal.txt").read_text("utf-8")
    wanted = (f"School {ROUGH}", "Data lead", "Library: A room", "By June 2027, sixty of a hundred work.", "$68,081.00")
    assert [text for text in wanted if text not in read] == []
