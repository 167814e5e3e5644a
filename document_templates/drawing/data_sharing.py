"""The data-sharing agreement template; its clauses are a careful first wording for counsel to review."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, bullets, cover, facts, grid, sheet, signature, statement, tag


def draw() -> WordDocument:
    """Numbered articles in plain words, signatures last."""
    word = sheet("Data-sharing agreement")
    cover(word)
    _parties(word)
    _data(word)
    _uses(word)
    _care(word)
    _ending(word)
    word.add_heading("10  Signatures", 1)
    statement(word, "The parties agree to these articles.")
    tag(word, "for signature in signatures")
    signature(word, "signature")
    tag(word, "endfor")
    return word


def _parties(word: WordDocument) -> None:
    word.add_heading("1  Parties and purpose", 1)
    for name, party in (
        ("The network, which receives data", "network"),
        ("The affiliate, which gives data", "affiliate"),
    ):
        word.add_heading(name, 2)
        facts(
            word,
            [
                ("Legal name", f"{{{{ {party}.legal_name }}}}"),
                ("Address", f"{{{{ {party}.address }}}}"),
                ("EIN · UEI", f"{{{{ {party}.ein }}}} · {{{{ {party}.uei }}}}"),
                ("Contact", f"{{{{ {party}.contact }}}} · {{{{ {party}.email }}}}"),
            ],
        )
    word.add_paragraph("The parties share data about the following work, so that both can see whether it helps.")
    word.add_paragraph("{{ purpose }}", "Lead")
    facts(
        word,
        [
            ("Agreement", "{{ agreement_number }}"),
            ("Basis", "{{ basis }}"),
            ("Period", "{{ period_start }} to {{ period_end }}"),
        ],
    )


def _data(word: WordDocument) -> None:
    word.add_heading("2  The data", 1)
    word.add_paragraph("Only what stands here is shared. Everything else in a file is dropped unread.")
    facts(
        word,
        [("People", "{{ population }}"), ("Direction", "{{ direction }}"), ("How often", "{{ frequency }}")],
    )
    grid(
        word,
        "field in shared",
        [
            Column("Data", "{{ field.data }}", 2.4),
            Column("Fields", "{{ field.fields }}", 4.6),
            Column("What for", "{{ field.reason }}", 2.6),
        ],
        empty="No data is shared under this agreement.",
    )


def _uses(word: WordDocument) -> None:
    word.add_heading("3  Uses", 1)
    word.add_heading("The data may be used to", 2)
    bullets(word, "permitted", empty="Nothing is permitted yet.")
    word.add_heading("Never allowed", 2)
    bullets(word, "prohibited", empty="Nothing in particular.")


def _care(word: WordDocument) -> None:
    word.add_heading("4  Privacy", 1)
    word.add_paragraph("{{ de_identification }}")
    word.add_paragraph("{{ suppression }}")
    word.add_heading("5  Access and security", 1)
    grid(
        word,
        "who in access",
        [Column("Role", "{{ who.role }}", 4), Column("Sees", "{{ who.sees }}", 5)],
        empty="Nobody has access yet.",
    )
    facts(word, [("Transfer", "{{ transfer }}"), ("Passing on and publishing", "{{ onward }}")])
    word.add_heading("6  Consent and quality", 1)
    word.add_paragraph("{{ consent }}")
    word.add_paragraph("{{ quality }}")
    word.add_heading("7  If something goes wrong", 1)
    word.add_paragraph(
        "Whoever learns of a loss or misuse of data tells the other party within {{ breach_notice }}, says what "
        "happened and to whose data, and helps to limit the harm."
    )


def _ending(word: WordDocument) -> None:
    word.add_heading("8  Keeping and destroying", 1)
    facts(word, [("Kept", "{{ retention }}"), ("Destroyed", "{{ destruction }}")])
    word.add_heading("9  Term, review and law", 1)
    word.add_paragraph(
        "This agreement ends with the period above. The parties review it by {{ review_on }}. Either party may end it "
        "with written notice of {{ termination_notice }}; what was received is then destroyed or returned. Each party "
        "answers for its own people. The law of {{ governing_law }} applies."
    )
