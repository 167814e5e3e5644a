"""Every kind of Word document, as one table: title · templates · builder · who may see it · who may ask for it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.permissions import Permission as P

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workflows.documents.draft import Draft, Wanted

TEMPLATES = Path(__file__).resolve().parents[2] / "document_templates"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One kind. A person needs `who` and «read documents» to see it; `asked_by` None: only an event makes it.

    `builder` is loaded when a document is made, so that a web process never carries the machinery.
    """

    kind: str
    title: str
    templates: tuple[str, ...]
    builder: str
    who: P
    asked_by: P | None = None

    @property
    def template(self) -> str:
        return " or ".join(self.templates)

    def build(self, session: "Session", wanted: "Wanted") -> "Draft":
        """The facts of one document; raises NotFound where the record is gone."""
        module, _, name = self.builder.partition(":")
        build: Callable[[Session, Wanted], Draft] = getattr(import_module(module), name)
        return build(session, wanted)


_BUILDERS = "workflows.documents.builders"

_ROWS = (
    DocumentRow("proposal", "Proposal", ("proposal.docx",), f"{_BUILDERS}.proposal:build", P.SEE_PROPOSAL),
    DocumentRow("award_letter", "Award letter", ("award_letter.docx",), f"{_BUILDERS}.award_letter:build",
                P.SEE_FUNDING, P.MANAGE_AWARD),
    DocumentRow("grant_agreement", "Grant agreement", ("grant_agreement.docx",), f"{_BUILDERS}.grant_agreement:build",
                P.SEE_FUNDING, P.MANAGE_AWARD),
    DocumentRow("data_sharing_agreement", "Data-sharing agreement", ("data_sharing_agreement.docx",),
                f"{_BUILDERS}.data_sharing_agreement:build", P.SEE_DATA_AGREEMENT, P.MANAGE_DATA_AGREEMENT),
    DocumentRow("amendment", "Amendment letter", ("amendment.docx",), f"{_BUILDERS}.amendment:build",
                P.SEE_FUNDING, P.DECIDE_AMENDMENT),
    DocumentRow("report", "Report", ("progress_report.docx", "closeout_report.docx"), f"{_BUILDERS}.report:build",
                P.SEE_REPORTS, P.ACCEPT_REPORT),
    DocumentRow("check_in_summary", "Check-in summary", ("check_in_summary.docx",),
                f"{_BUILDERS}.check_in_summary:build", P.SEE_COACHING, P.COACH),
    DocumentRow("certificate", "Certificate", ("certificate.docx",), f"{_BUILDERS}.certificate:build",
                P.SEE_TRAINING, P.MANAGE_TRAINING),
)  # fmt: skip  # the columns of the table

DOCUMENTS: dict[str, DocumentRow] = {row.kind: row for row in _ROWS}
