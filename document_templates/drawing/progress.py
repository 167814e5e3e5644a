"""The progress report template."""

from docx.document import Document as WordDocument

from drawing.blocks import (
    Column,
    bullets,
    certification,
    cover,
    facts,
    figures,
    grid,
    prose,
    sheet,
    statement,
    tag,
)
from drawing.shared import client_voice, decisions, spending


def draw() -> WordDocument:
    """The headline, each goal with its numbers and reasons, then what follows from them."""
    word = sheet("Progress report")
    cover(word)
    word.add_paragraph("{{ headline }}", "Lead")
    facts(
        word,
        [
            ("Award", "{{ award_number }}"),
            ("Report", "{{ report_number }}"),
            ("Period", "{{ period }}"),
            ("Due", "{{ due_on }}"),
            ("Submitted", "{{ submitted_at }} · {{ timing }}"),
            ("Data as of", "{{ as_of }}"),
        ],
    )
    _goals(word)
    prose(word, "How good the data is", "data_quality")
    word.add_heading("Decisions from data", 1)
    decisions(word)
    word.add_heading("Client voice", 1)
    client_voice(word)
    prose(word, "What we learned", "learning")
    prose(word, "Collaboration and referrals", "collaboration")
    word.add_heading("Changes requested", 1)
    bullets(word, "changes_requested", empty="None.")
    prose(word, "Significant developments", "developments")
    word.add_heading("Spending", 1)
    spending(word)
    prose(word, "Funds and partners sought or won", "leverage")
    prose(word, "Help needed", "help_needed")
    word.add_heading("Next steps", 1)
    grid(
        word,
        "step in next_steps",
        [
            Column("Step", "{{ step.what }}", 5.5),
            Column("Who", "{{ step.who }}", 2.5),
            Column("By", "{{ step.by }}", 2),
        ],
        empty="No next steps are listed.",
    )
    certification(word)
    word.add_paragraph("Time spent preparing this report: {{ minutes_spent }}", "Note")
    word.add_paragraph("{{ suppression_note }}", "Note")
    return word


def _goals(word: WordDocument) -> None:
    word.add_heading("Goals", 1)
    tag(word, "for goal in goals")
    word.add_heading("Goal {{ goal.number }} · {{ goal.status }}", 2)
    statement(word, "{{ goal.sentence }}")
    figures(
        word,
        [
            ("Baseline", "{{ goal.baseline }}"),
            ("Actual", "{{ goal.actual }}"),
            ("Original target", "{{ goal.original_target }}"),
            ("Amended target", "{{ goal.amended_target }}"),
        ],
    )
    tag(word, "if goal.chart")
    word.add_paragraph("{{ goal.chart }}")
    tag(word, "endif")
    facts(
        word,
        [
            ("Indicator", "{{ goal.indicator_code }} · {{ goal.indicator_name }}"),
            ("Numerator", "{{ goal.numerator }}"),
            ("Denominator", "{{ goal.denominator }}"),
            ("n", "{{ goal.n }}"),
            ("Source", "Import {{ goal.import_number }}, data as of {{ goal.as_of }}"),
        ],
    )
    prose(word, "What lies behind the number", "goal.explanation", level=3)
    prose(word, "What was delivered", "goal.outputs", level=3)
    tag(word, "endfor")
    tag(word, "if not goals")
    word.add_paragraph("This report has no goals.")
    tag(word, "endif")
