"""The award letter template."""

from docx.document import Document as WordDocument

from drawing.blocks import bullets, cover, facts, sheet, signature, statement
from drawing.shared import conditions, goals_table, payments, reports


def draw() -> WordDocument:
    """The letter first, its terms after it, and a place to accept."""
    word = sheet("Award letter")
    cover(word)
    _letter(word)
    _terms(word)
    word.add_heading("Changes", 1)
    word.add_heading("You may do this without asking", 2)
    bullets(word, "free_changes", empty="Please talk to your coach before any change.")
    word.add_heading("Please ask us first", 2)
    bullets(word, "changes_to_ask", empty="Nothing in particular.")
    word.add_heading("Approved goals", 1)
    goals_table(word)
    word.add_heading("Acceptance", 1)
    statement(
        word,
        "We accept award {{ award_number }} on the terms of this letter. Please sign by {{ accept_by }}.",
    )
    signature(word, "acceptance")
    return word


def _letter(word: WordDocument) -> None:
    word.add_paragraph(
        "{{ addressee.name }}\n{{ addressee.role }}\n{{ affiliate.legal_name }}\n{{ affiliate.address }}\n"
        "{{ addressee.email }} · {{ addressee.phone }}"
    )
    word.add_paragraph("Dear {{ addressee.name }},")
    word.add_paragraph(
        "We are glad to tell you that {{ paper.network }} has approved your proposal and awards "
        "{{ affiliate.legal_name }} {{ amount }} for the period {{ period }}.",
        "Lead",
    )
    word.add_paragraph(
        "Your team asked a question that matters to the families you serve, and made a plan to "
        "learn the answer. "
        "This letter sets out what we agreed. Your coach will go with you through the year; a "
        "result that differs "
        "from the plan is where the conversation starts."
    )
    word.add_paragraph("Please read the terms below and sign the acceptance by {{ accept_by }}.")
    word.add_paragraph("With thanks for your work,")
    word.add_paragraph(
        "{{ signed_by.name }}\n{{ signed_by.role }}\n{{ paper.network }}\n{{ signed_by.email }} · {{ signed_by.phone }}"
    )


def _terms(word: WordDocument) -> None:
    word.add_heading("Your award", 1)
    facts(
        word,
        [
            ("Award", "{{ award_number }} · {{ award_kind }}"),
            ("Amount", "{{ amount }}"),
            ("Period of performance", "{{ period }}"),
            ("Recipient", "{{ affiliate.legal_name }}\nEIN {{ affiliate.ein }} · UEI {{ affiliate.uei }}"),
            ("Recipient’s contact", "{{ affiliate.contact }} · {{ affiliate.email }}"),
            ("Funding source", "{{ funding_source }}"),
            ("Restriction", "{{ restriction }}"),
        ],
    )
    word.add_heading("Payments", 1)
    payments(word)
    word.add_heading("Conditions", 1)
    conditions(word)
    word.add_heading("Reports", 1)
    reports(word)
    word.add_heading("Your coach", 1)
    facts(
        word,
        [
            ("Coach", "{{ coach.name }}, {{ coach.role }}"),
            ("Email", "{{ coach.email }}"),
            ("Telephone", "{{ coach.phone }}"),
        ],
    )
