"""Tables that several templates show in the same way."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, facts, grid, prose, tag


def goals_table(word: WordDocument) -> None:
    """The goals as agreed, a row each."""
    grid(
        word,
        "goal in goals",
        [
            Column("Goal", "{{ goal.number }}", 0.8),
            Column("What we will change", "{{ goal.sentence }}", 4),
            Column("Indicator", "{{ goal.indicator_code }} · {{ goal.indicator_name }}", 2.6),
            Column("Baseline", "{{ goal.baseline }}", 1.5),
            Column("Target", "{{ goal.target }} by {{ goal.due_on }}", 1.7),
        ],
        empty="No goals are attached.",
    )


def payments(word: WordDocument) -> None:
    """The payment schedule with its total."""
    grid(
        word,
        "line in payments",
        [
            Column("No.", "{{ line.number }}", 0.7, total=" "),
            Column("Paid when", "{{ line.trigger }}", 5, total="Total"),
            Column("Expected", "{{ line.expected_on }}", 2.4),
            Column("Amount", "{{ line.amount }}", 1.8, is_number=True, total="{{ payments_total }}"),
        ],
        empty="No payments are scheduled yet. Total scheduled: {{ payments_total }}.",
    )


def reports(word: WordDocument) -> None:
    """The reports that are owed."""
    grid(
        word,
        "line in reports",
        [
            Column("Report", "{{ line.name }}", 3.5),
            Column("Covers", "{{ line.covers }}", 4),
            Column("Due", "{{ line.due_on }}", 2.5),
        ],
        empty="No reports are scheduled yet.",
    )


def decisions(word: WordDocument) -> None:
    """What data led to."""
    grid(
        word,
        "decision in decisions",
        [
            Column("What we saw", "{{ decision.saw }}", 3.2),
            Column("What we decided", "{{ decision.decided }}", 3),
            Column("What changed", "{{ decision.changed }}", 2.8),
            Column("When", "{{ decision.decided_on }}", 1.4),
        ],
        empty="No decision from data is recorded for this period.",
    )


def client_voice(word: WordDocument) -> None:
    """Themes, what came of them, and a story only with its consent beside it."""
    grid(
        word,
        "theme in voice.themes",
        [Column("Theme", "{{ theme.theme }}", 8), Column("Heard", "{{ theme.heard }}", 2, is_number=True)],
        empty="No client feedback was gathered in this period.",
    )
    prose(word, "What we did about it", "voice.response", level=2)
    tag(word, "if voice.story")
    word.add_heading("A story, shared with consent", 2)
    word.add_paragraph("{{ voice.story }}", "Lead")
    word.add_paragraph("Consent: {{ voice.consent }}", "Note")
    tag(word, "endif")


def spending(word: WordDocument) -> None:
    """Spending by category against the budget."""
    grid(
        word,
        "line in spending.lines",
        [
            Column("Category", "{{ line.category }}", 3, total="Total"),
            Column("Budget", "{{ line.budget }}", 1.6, True, "{{ spending.budget_total }}"),
            Column("This period", "{{ line.this_period }}", 1.6, True, "{{ spending.this_period_total }}"),
            Column("To date", "{{ line.to_date }}", 1.6, True, "{{ spending.to_date_total }}"),
            Column("Left", "{{ line.left }}", 1.6, True, "{{ spending.left_total }}"),
            Column("Used", "{{ line.used }}", 1, True, "{{ spending.used_total }}"),
        ],
        empty="No spending is recorded. Budget {{ spending.budget_total }}; this period "
        "{{ spending.this_period_total }}; to date {{ spending.to_date_total }}; left {{ "
        "spending.left_total }} "
        "({{ spending.used_total }} used).",
    )
    facts(word, [("Match to date", "{{ spending.match_to_date }}")])
    prose(word, "Where spending differs from plan", "spending.variance_note", level=2)


def conditions(word: WordDocument) -> None:
    """Each condition with why it is set and what lifts it, or that there is none."""
    tag(word, "if conditions")
    word.add_paragraph("Each condition is lifted as soon as it is met.")
    tag(word, "endif")
    grid(
        word,
        "condition in conditions",
        [
            Column("Condition", "{{ condition.condition }}", 2.8),
            Column("Why", "{{ condition.reason }}", 2.2),
            Column("What lifts it", "{{ condition.remedy }}", 2.5),
            Column("By", "{{ condition.due_on }}", 1.4),
            Column("Payments", "{{ condition.payments }}", 1.3),
            Column("To ask again", "{{ condition.appeal }}", 2.1),
        ],
        empty="This award has no special conditions.",
    )
