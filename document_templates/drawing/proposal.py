"""The proposal template."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, bullets, certification, cover, facts, grid, prose, sheet, statement, tag


def draw() -> WordDocument:
    """The proposal in the order in which a reviewer reads it; what was not asked or not answered is left out."""
    word = sheet("Proposal", record="{{ paper.standing }} · {{ paper.number }}")
    cover(word)
    tag(word, "if summary")
    word.add_paragraph("{{ summary }}", "Lead")
    tag(word, "endif")
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
    tag(word, "if story")
    word.add_heading("The project", 1)
    _answers(word, "story")
    tag(word, "endif")
    tag(word, "if domains")
    word.add_heading("Domains of integration", 2)
    bullets(word, "domains")
    tag(word, "endif")
    _goals(word)
    tag(word, "for chapter in chapters")
    word.add_heading("{{ chapter.title }}", 1)
    _answers(word, "chapter.answers")
    tag(word, "endfor")
    _partners(word)
    _budget(word)
    tag(word, "if attachments")
    word.add_heading("Attachments", 1)
    bullets(word, "attachments")
    tag(word, "endif")
    certification(word)
    word.add_paragraph("Digest of the proposal as it stood: {{ snapshot_digest }}", "Note")
    return word


def _answers(word: WordDocument, variable: str) -> None:
    tag(word, f"for answer in {variable}")
    word.add_heading("{{ answer.question }}", 2)
    word.add_paragraph("{{ answer.text }}")
    tag(word, "endfor")


def _goals(word: WordDocument) -> None:
    word.add_heading("Goals and indicators", 1)
    tag(word, "for goal in goals")
    word.add_heading("Goal {{ goal.number }} · {{ goal.domain }}", 2)
    statement(word, "{{ goal.sentence }}", "Lead")
    tag(word, "if goal.composed")
    statement(word, "Made of its parts: {{ goal.composed }}", "Note")
    tag(word, "endif")
    facts(
        word,
        [
            ("Kind of goal", "{{ goal.kind }}", "goal.kind"),
            ("For whom", "{{ goal.population }}", "goal.population"),
            ("Indicator", "{{ goal.indicator_code }} · {{ goal.indicator_name }}"),
            ("Definition", "{{ goal.definition }}", "goal.definition"),
            ("Numerator", "{{ goal.numerator }}"),
            ("Denominator", "{{ goal.denominator }}"),
            ("Baseline", "{{ goal.baseline }}"),
            ("Target", "{{ goal.target }} by {{ goal.due_on }}"),
            ("Source", "{{ goal.source }}"),
            ("Looked at", "{{ goal.frequency }}", "goal.frequency"),
            ("Adds up", "{{ goal.accumulation }}", "goal.accumulation"),
            ("Looked at by group", "{{ goal.disaggregations }}", "goal.disaggregations"),
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
    prose(word, "Why these activities", "goal.why_activities", level=3)
    prose(word, "Why it is realistic", "goal.why_realistic", level=3)
    tag(word, "if goal.risks")
    word.add_heading("Risks and assumptions", 3)
    grid(
        word,
        "risk in goal.risks",
        [Column("Risk or assumption", "{{ risk.risk }}", 5), Column("Our answer", "{{ risk.mitigation }}", 5)],
    )
    tag(word, "endif")
    tag(word, "if goal.justifications")
    word.add_heading("Where a rule asked, and why it is right here", 3)
    grid(
        word,
        "justification in goal.justifications",
        [Column("Asked", "{{ justification.about }}", 3), Column("Why", "{{ justification.text }}", 7)],
    )
    tag(word, "endif")
    tag(word, "endfor")
    tag(word, "if not goals")
    word.add_paragraph("No goals are written yet.")
    tag(word, "endif")


def _partners(word: WordDocument) -> None:
    tag(word, "if partners")
    word.add_heading("Partners", 1)
    grid(
        word,
        "partner in partners",
        [
            Column("Partner", "{{ partner.name }}", 3),
            Column("Part in the work", "{{ partner.part }}", 5),
            Column("Standing", "{{ partner.agreement }}", 2.5),
        ],
    )
    tag(word, "endif")


def _budget(word: WordDocument) -> None:
    word.add_heading("Budget", 1)
    grid(
        word,
        "line in budget.lines",
        [
            Column("Category", "{{ line.category }}", 2.3, total="Requested"),
            Column("What for", "{{ line.told }}", 6),
            Column("Amount", "{{ line.amount }}", 1.7, is_number=True, total="{{ budget.total }}"),
        ],
        empty="No budget lines are entered. Total: {{ budget.total }}.",
    )
    tag(word, "if budget.indirect_steps")
    word.add_heading("Indirect costs", 2)
    statement(word, "{{ budget.indirect }}")
    _sums(word, "budget.indirect_steps", "From direct costs to the base")
    tag(word, "endif")
    for title, variable in (("By category", "by_category"), ("By goal", "by_goal"), ("By tag", "by_tag")):
        tag(word, f"if budget.{variable}")
        word.add_heading(title, 2)
        _sums(word, f"budget.{variable}", title.removeprefix("By ").capitalize(), total="{{ budget.total }}")
        tag(word, "endif")
    tag(word, "if budget.gifts")
    word.add_heading("Match and in-kind, beside what is requested", 2)
    grid(
        word,
        "gift in budget.gifts",
        [
            Column("What, and how it was valued", "{{ gift.told }}", 6.5, total="Together"),
            Column("Standing", "{{ gift.standing }}", 1.8),
            Column("Amount", "{{ gift.amount }}", 1.7, is_number=True, total="{{ budget.match_total }}"),
        ],
    )
    tag(word, "endif")
    prose(word, "Budget in words", "budget.narrative", level=2)


def _sums(word: WordDocument, variable: str, head: str, *, total: str = "") -> None:
    grid(
        word,
        f"sum in {variable}",
        [
            Column(head, "{{ sum.label }}", 7.5, total="Together" if total else ""),
            Column("Amount", "{{ sum.amount }}", 2.5, is_number=True, total=total),
        ],
        together=True,
    )
