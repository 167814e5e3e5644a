"""The closeout report template."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, certification, cover, facts, figures, grid, prose, sheet, statement, tag
from drawing.shared import client_voice, decisions, spending


def draw() -> WordDocument:
    """Results in one table first, then each with its account, learning, money, data and what remains."""
    word = sheet("Closeout report")
    cover(word)
    word.add_paragraph("{{ headline }}", "Lead")
    facts(
        word,
        [("Award", "{{ award_number }}"), ("Period", "{{ period }}"), ("Data as of", "{{ as_of }}")],
    )
    _results(word)
    prose(word, "What worked, and for whom", "worked")
    prose(word, "What did not", "did_not_work")
    prose(word, "Cost for each outcome", "cost_per_outcome")
    _learning(word)
    _money(word)
    _data(word)
    _after(word)
    word.add_heading("Closeout checklist", 1)
    grid(
        word,
        "item in checklist",
        [
            Column("Item", "{{ item.item }}", 5.5),
            Column("How it stands", "{{ item.state }}", 2.2),
            Column("Signed off", "{{ item.signed_off }}", 2.3),
        ],
        empty="The checklist is empty.",
    )
    certification(word)
    word.add_paragraph("{{ suppression_note }}", "Note")
    return word


def _results(word: WordDocument) -> None:
    word.add_heading("Results", 1)
    grid(
        word,
        "result in results",
        [
            Column("Goal", "{{ result.number }}", 0.8),
            Column("Indicator", "{{ result.indicator_code }} · {{ result.indicator_name }}", 3.4),
            Column("Result", "{{ result.result }}", 1.6),
            Column("Baseline", "{{ result.baseline }}", 1.5, is_number=True),
            Column("Target", "{{ result.final_target }}", 1.5, is_number=True),
            Column("Final", "{{ result.final }}", 1.5, is_number=True),
        ],
        empty="No results are recorded.",
    )
    tag(word, "for result in results")
    word.add_heading("Goal {{ result.number }} · {{ result.result }}", 2)
    statement(word, "{{ result.sentence }}")
    figures(
        word,
        [
            ("Baseline", "{{ result.baseline }}"),
            ("Final", "{{ result.final }}"),
            ("Original target", "{{ result.original_target }}"),
            ("Final target", "{{ result.final_target }}"),
        ],
    )
    tag(word, "if result.chart")
    word.add_paragraph("{{ result.chart }}")
    tag(word, "endif")
    facts(
        word,
        [
            ("Numerator", "{{ result.numerator }}"),
            ("Denominator", "{{ result.denominator }}"),
            ("n", "{{ result.n }}"),
            ("Over time", "{{ result.points }}"),
        ],
    )
    prose(word, "What lies behind the number", "result.account", level=3)
    tag(word, "endfor")


def _learning(word: WordDocument) -> None:
    word.add_heading("How our capacity changed", 1)
    grid(
        word,
        "change in capacity",
        [
            Column("Dimension (mean, 1 to 5)", "{{ change.dimension }}", 5),
            Column("Before", "{{ change.before }}", 1.6, is_number=True),
            Column("After training", "{{ change.after }}", 1.8, is_number=True),
            Column("At 12 months", "{{ change.at_twelve_months }}", 1.6, is_number=True),
        ],
        empty="No self-assessment is recorded.",
    )
    word.add_heading("Decisions from data", 1)
    decisions(word)
    word.add_heading("Client voice", 1)
    client_voice(word)
    word.add_heading("Practices others might take up", 1)
    tag(word, "for practice in practices")
    word.add_heading("{{ practice.title }}", 2)
    facts(
        word,
        [
            ("Domain", "{{ practice.domain }}"),
            ("What is new", "{{ practice.innovation }}"),
            ("What it changed", "{{ practice.effect }}"),
            ("How others can do it", "{{ practice.replicable }}"),
        ],
    )
    tag(word, "endfor")
    tag(word, "if not practices")
    word.add_paragraph("None is put forward.")
    tag(word, "endif")


def _money(word: WordDocument) -> None:
    word.add_heading("Final spending", 1)
    spending(word)
    facts(word, [("Unspent", "{{ unspent }}")])
    word.add_heading("Equipment", 2)
    grid(
        word,
        "item in equipment",
        [
            Column("Item", "{{ item.item }}", 5),
            Column("Stays with", "{{ item.stays_with }}", 3),
            Column("Cost", "{{ item.cost }}", 2, is_number=True),
        ],
        empty="No equipment was bought.",
    )


def _data(word: WordDocument) -> None:
    word.add_heading("What becomes of the data", 1)
    grid(
        word,
        "disposition in data",
        [
            Column("Data", "{{ disposition.data }}", 4),
            Column("Returned, destroyed or kept", "{{ disposition.disposition }}", 4),
            Column("When", "{{ disposition.done_on }}", 2),
        ],
        empty="No data was held under this award.",
    )
    facts(
        word,
        [("Data-sharing agreement", "{{ data_agreement }}"), ("Access removed", "{{ access_removed }}")],
    )


def _after(word: WordDocument) -> None:
    word.add_heading("What remains", 1)
    facts(
        word,
        [
            ("Who carries it on", "{{ sustaining_owner }}"),
            ("Paid by", "{{ sustaining_funding }}"),
            ("Tools kept", "{{ tools_kept }}"),
        ],
    )
    word.add_heading("Follow-up measures", 2)
    grid(
        word,
        "measure in follow_ups",
        [
            Column("When", "{{ measure.when }}", 2.5),
            Column("Measure", "{{ measure.measure }}", 5),
            Column("Who", "{{ measure.who }}", 2.5),
        ],
        empty="None is agreed.",
    )
    prose(word, "A word to the national staff and the coach", "feedback")
