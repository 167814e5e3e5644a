"""The amendment letter template."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, bullets, cover, facts, grid, prose, sheet, signature, statement, tag


def draw() -> WordDocument:
    """What changes first, why after it, and the places to sign last."""
    word = sheet("Amendment letter")
    cover(word)
    _letter(word)
    word.add_heading("What changes", 1)
    grid(
        word,
        "term in changes",
        [
            Column("Term", "{{ term.name }}", 2),
            Column("Until now", "{{ term.before }}", 4),
            Column("From {{ effective_on }}", "{{ term.after }}", 4),
        ],
        empty="No term changes.",
    )
    word.add_paragraph(
        "Everything else in the agreement stays as it is. What was approved first stays on record beside it.", "Note"
    )
    _award(word)
    word.add_heading("Why", 1)
    word.add_paragraph("{{ reason }}")
    prose(word, "What the data shows", "evidence", level=2)
    prose(word, "What it means for other goals and for the budget", "effects", level=2)
    word.add_heading("How it was decided", 2)
    bullets(word, "track_reasons", empty="No rule was kept with the request.")
    tag(word, "if signatures")
    word.add_heading("Signatures", 1)
    statement(word, "Both parties agree to amendment {{ amendment_number }} of award {{ award_number }}.")
    tag(word, "for signature in signatures")
    signature(word, "signature")
    tag(word, "endfor")
    tag(word, "endif")
    return word


def _letter(word: WordDocument) -> None:
    word.add_paragraph(
        "{{ addressee.name }}\n{{ addressee.role }}\n{{ affiliate.legal_name }}\n{{ affiliate.address }}\n"
        "{{ addressee.email }} · {{ addressee.phone }}"
    )
    word.add_paragraph("Dear {{ addressee.name }},")
    word.add_paragraph(
        "{{ paper.network }} has approved your request to change award {{ award_number }}. The change counts from "
        "{{ effective_on }}.",
        "Lead",
    )
    word.add_paragraph(
        "A plan that changes for a good reason is a plan that works. Thank you for telling us what your data shows."
    )
    word.add_paragraph(
        "{{ signed_by.name }}\n{{ signed_by.role }}\n{{ paper.network }}\n{{ signed_by.email }} · {{ signed_by.phone }}"
    )


def _award(word: WordDocument) -> None:
    word.add_heading("The award with this change", 1)
    facts(
        word,
        [
            ("Amendment", "{{ amendment_number }} · {{ kind }}"),
            ("About", "{{ about }}"),
            ("Amount", "{{ amount }}"),
            ("Period of performance", "{{ period }}"),
            ("Recipient", "{{ affiliate.legal_name }}\nEIN {{ affiliate.ein }} · UEI {{ affiliate.uei }}"),
            ("Recipient’s contact", "{{ affiliate.contact }} · {{ affiliate.email }}"),
            ("Asked for by", "{{ requested_by }}, {{ requested_on }}"),
            ("Track", "{{ track }}"),
            ("Decided", "{{ decided_on }}"),
        ],
    )
    word.add_heading("Conditions", 2)
    bullets(word, "conditions", empty="No conditions go with this change.")
