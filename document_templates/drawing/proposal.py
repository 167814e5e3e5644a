"""The proposal template."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, bullets, certification, cover, facts, grid, prose, sheet, statement, tag


def draw() -> WordDocument:
    """The proposal in the order in which a reviewer reads it."""
    word = sheet("Proposal")
    cover(word)
    word.add_paragraph("{{ summary }}", "Lead")
    facts(
        word,
        [
            ("Affiliate", "{{ affiliate.legal_name }}\n{{ affiliate.address }}"),
            ("EIN · UEI", "{{ affiliate.ein }} · {{ affiliate.uei }}"),
            ("Contact", "{{ affiliate.contact }} · {{ affiliate.email }}"),
            ("Requested", "{{ requested }}"),
            ("Period", "{{ period }}"),
            ("Form", "{{ form }}"),
        ],
    )
    prose(word, "The need, in our own data", "need")
    word.add_heading("Who will take part", 1)
    word.add_paragraph("{{ population }}")
    word.add_paragraph("Eligible: {{ eligible }}")
    word.add_heading("Domains of integration", 2)
    bullets(word, "domains", empty="No domain is chosen yet.")
    _goals(word)
    prose(word, "Theory of change", "theory_of_change")
    tag(word, "if hypothesis")
    word.add_heading("What we want to learn", 1)
    word.add_paragraph("{{ hypothesis }}")
    word.add_paragraph("Approach: {{ approach }}", "Note")
    tag(word, "endif")
    _data(word)
    prose(word, "Equity and access", "equity")
    word.add_heading("Partners", 1)
    grid(
        word,
        "partner in partners",
        [
            Column("Partner", "{{ partner.name }}", 3),
            Column("Part in the work", "{{ partner.part }}", 5),
            Column("Agreement", "{{ partner.agreement }}", 2.5),
        ],
        empty="No partners are named.",
    )
    prose(word, "Staffing and coaching", "staffing")
    word.add_heading("Risks and assumptions", 1)
    grid(
        word,
        "risk in risks",
        [Column("Risk or assumption", "{{ risk.risk }}", 5), Column("Our answer", "{{ risk.response }}", 5)],
        empty="No risks are listed.",
    )
    _budget(word)
    prose(word, "After the award", "sustainability")
    word.add_heading("Attachments", 1)
    bullets(word, "attachments", empty="Nothing is attached.")
    certification(word)
    word.add_paragraph("Digest of the proposal as it stood: {{ snapshot_digest }}", "Note")
    return word


def _goals(word: WordDocument) -> None:
    word.add_heading("Goals", 1)
    tag(word, "for goal in goals")
    word.add_heading("Goal {{ goal.number }} · {{ goal.domain }}", 2)
    statement(word, "{{ goal.sentence }}", "Lead")
    facts(
        word,
        [
            ("Indicator", "{{ goal.indicator_code }} · {{ goal.indicator_name }}"),
            ("Numerator", "{{ goal.numerator }}"),
            ("Denominator", "{{ goal.denominator }}"),
            ("Baseline", "{{ goal.baseline }}"),
            ("Target", "{{ goal.target }} by {{ goal.due_on }}"),
            ("Source", "{{ goal.source }}"),
            ("Owner", "{{ goal.owner }}"),
        ],
    )
    word.add_heading("Milestones", 3)
    grid(
        word,
        "milestone in goal.milestones",
        [Column("By", "{{ milestone.due_on }}", 2.5), Column("We expect", "{{ milestone.expected }}", 7.5)],
        empty="No milestones are set.",
    )
    word.add_heading("Activities", 3)
    grid(
        word,
        "activity in goal.activities",
        [
            Column("Activity", "{{ activity.what }}", 5.5),
            Column("Who", "{{ activity.who }}", 2.3),
            Column("When", "{{ activity.when }}", 2.2),
        ],
        empty="No activities are listed.",
    )
    tag(word, "endfor")
    tag(word, "if not goals")
    word.add_paragraph("No goals are written yet.")
    tag(word, "endif")


def _data(word: WordDocument) -> None:
    word.add_heading("Data plan", 1)
    grid(
        word,
        "line in data_plan",
        [
            Column("Indicator", "{{ line.indicator }}", 2),
            Column("Source and fields", "{{ line.source }}\n{{ line.fields }}", 3),
            Column("How often", "{{ line.frequency }}", 1.5),
            Column("Owner", "{{ line.owner }}", 1.6),
            Column("Quality checks", "{{ line.quality_checks }}", 2.6),
        ],
        empty="No data plan is written yet.",
    )
    prose(word, "Hearing from clients", "feedback", level=2)
    prose(word, "Privacy and consent", "privacy", level=2)
    prose(word, "Using data to improve", "improvement", level=2)


def _budget(word: WordDocument) -> None:
    word.add_heading("Budget", 1)
    grid(
        word,
        "line in budget.lines",
        [
            Column("Category", "{{ line.category }}", 2.4, total="Total"),
            Column("Purpose", "{{ line.purpose }}", 4.4),
            Column("Requested", "{{ line.amount }}", 1.7, is_number=True, total="{{ budget.total }}"),
            Column("Match", "{{ line.match }}", 1.5, is_number=True, total="{{ budget.match_total }}"),
        ],
        empty="No budget lines are entered. Total: {{ budget.total }}; match: {{ budget.match_total }}.",
    )
    prose(word, "Budget narrative", "budget.narrative", level=2)
