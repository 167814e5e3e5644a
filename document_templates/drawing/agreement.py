"""The grant agreement template; its clauses are a careful first wording for counsel to review."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, cover, facts, grid, prose, sheet, signature, statement, tag
from drawing.shared import conditions, goals_table, payments, reports

CHANGES = (
    "The affiliate may move up to {{ free_transfer }} of the award between budget categories "
    "without asking; it "
    "tells its coach. Any larger move, and any change of scope, goal, target, key person or period, "
    "is an amendment "
    "and takes effect when both parties have agreed to it in writing. Participant support is not "
    "moved to another "
    "category without approval.",
    "The affiliate may ask for a no-cost extension at least {{ extension_notice }} before the "
    "period ends. The "
    "network answers every request within 30 days, or says when it will.",
)
RECORDS = (
    "The affiliate keeps the records of this award for {{ retention }} after its final financial "
    "report, and longer "
    "while a claim or audit is open. The network, its auditors and, where public money is involved, "
    "the authorities "
    "that provide it may read these records at reasonable times.",
    "The network reviews reports, visits by appointment and accompanies the work through coaching. "
    "What a coach "
    "writes privately takes no part in any decision on funding.",
)
PUBLICITY = (
    "Either party may name the other and describe the work. A person’s story or picture is shared "
    "only with that "
    "person’s written consent, given freely, in a language the person understands, and open to "
    "withdrawal. Services "
    "never depend on it.",
    "Each party keeps the rights in what it creates, and lets the other use it without charge to "
    "serve refugees and "
    "to teach others.",
)
CONDUCT = (
    "The affiliate discloses conflicts of interest, serves everyone without discrimination, and "
    "protects children "
    "and adults at risk. It reports any concern of abuse, fraud or a breach of personal data at once.",
)
ENDING = (
    "Either party may end this agreement with written notice of {{ termination_notice }}. The "
    "network may suspend "
    "payments if the terms are not kept, after telling the affiliate why, what would put it right, "
    "by when, and how "
    "to object.",
    "Within 90 days after the end the affiliate submits its closeout report, returns what is "
    "unspent, and accounts "
    "for equipment and data. The parties first try to settle a dispute by talking, then by "
    "mediation. The law of "
    "{{ governing_law }} applies.",
)


def draw() -> WordDocument:
    """Numbered articles in plain words, schedules after them, signatures last."""
    word = sheet("Grant agreement")
    cover(word)
    _parties(word)
    _award(word)
    _duties(word)
    for head, clauses in (
        ("8  Amendments and extension", CHANGES),
        ("9  Monitoring, records and audit", RECORDS),
        ("10  Publicity, consent and shared work", PUBLICITY),
        ("11  Conduct and safeguarding", CONDUCT),
        ("12  Ending the agreement", ENDING),
    ):
        word.add_heading(head, 1)
        for clause in clauses:
            word.add_paragraph(clause)
    _federal(word)
    _signatures(word)
    _schedules(word)
    return word


def _parties(word: WordDocument) -> None:
    word.add_heading("1  Parties and purpose", 1)
    for name, party in (("The network", "network"), ("The affiliate", "affiliate")):
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
    word.add_paragraph("The network makes this award to the affiliate for the following purpose.")
    word.add_paragraph("{{ purpose }}", "Lead")


def _award(word: WordDocument) -> None:
    word.add_heading("2  The award", 1)
    facts(
        word,
        [
            ("Award", "{{ award_number }} · {{ award_kind }}"),
            ("Amount", "{{ amount }}"),
            ("Period of performance", "{{ period_start }} to {{ period_end }}"),
            ("Funding source", "{{ funding_source }}"),
            ("Restriction", "{{ restriction }}"),
        ],
    )
    word.add_heading("Conditions", 2)
    conditions(word)
    word.add_heading("3  Scope and goals", 1)
    word.add_paragraph("The affiliate works toward the goals in Schedule A and spends the award on that work.")
    word.add_heading("4  Payment", 1)
    word.add_paragraph("{{ payment_method }}")
    payments(word)
    word.add_heading("5  Costs, indirect rate and match", 1)
    word.add_paragraph(
        "The award pays for costs that are necessary, reasonable, within the period and within the budget in "
        "Schedule B. Costs are recorded so that each can be traced to a document."
    )
    facts(word, [("Indirect rate", "{{ indirect_rate }}"), ("Match", "{{ match_required }}")])


def _duties(word: WordDocument) -> None:
    word.add_heading("6  Reports", 1)
    word.add_paragraph(
        "The affiliate reports as follows, and tells the network at once of anything that changes "
        "the work or puts "
        "it at risk. A missed target is explained, not penalized."
    )
    reports(word)
    word.add_heading("7  Data", 1)
    word.add_paragraph("The data-sharing agreement {{ data_agreement }} governs all data under this award.")
    grid(
        word,
        "due in data_due",
        [
            Column("Data", "{{ due.what }}", 4),
            Column("How", "{{ due.how }}", 4),
            Column("When", "{{ due.when }}", 2.5),
        ],
        empty="No data is submitted under this award.",
    )


def _federal(word: WordDocument) -> None:
    tag(word, "if federal")
    word.add_heading("13  Federal award information", 1)
    word.add_paragraph(
        "This award carries federal money. The affiliate follows 2 CFR part 200; these are the elements that "
        "2 CFR 200.332(b)(1) asks the network to state."
    )
    tag(word, "endif")
    tag(word, "if not federal")
    word.add_heading("13  Source of the money", 1)
    tag(word, "endif")
    grid(
        word,
        "element in federal",
        [
            Column("Element", "{{ element.name }}", 4),
            Column("For this award", "{{ element.value }}", 3.6),
            Column("Rule", "{{ element.citation }}", 2.7),
        ],
        empty="No federal money is part of this award; 2 CFR part 200 does not apply to it.",
    )


def _signatures(word: WordDocument) -> None:
    word.add_heading("14  Signatures", 1)
    statement(word, "The parties agree to these articles and to the schedules that follow.")
    tag(word, "for signature in signatures")
    signature(word, "signature")
    tag(word, "endfor")


def _schedules(word: WordDocument) -> None:
    word.add_heading("Schedule A: goals", 1).paragraph_format.page_break_before = True
    goals_table(word)
    word.add_heading("Schedule B: budget", 1)
    grid(
        word,
        "line in budget.lines",
        [
            Column("Category", "{{ line.category }}", 2.4, total="Total"),
            Column("Purpose", "{{ line.purpose }}", 4.4),
            Column("Award", "{{ line.amount }}", 1.7, is_number=True, total="{{ budget.total }}"),
            Column("Match", "{{ line.match }}", 1.5, is_number=True, total="{{ budget.match_total }}"),
        ],
        empty="No budget is attached. Total: {{ budget.total }}; match: {{ budget.match_total }}.",
    )
    prose(word, "Notes on the budget", "budget.narrative", level=2)
