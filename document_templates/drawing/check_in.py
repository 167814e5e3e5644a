"""The check-in summary template: what both coach and affiliate may see."""

from docx.document import Document as WordDocument

from drawing.blocks import Column, bullets, cover, facts, grid, prose, sheet


def draw() -> WordDocument:
    """The summary first, the conversation after it, what was agreed last."""
    word = sheet("Check-in summary")
    cover(word)
    word.add_paragraph("{{ summary }}", "Lead")
    facts(
        word,
        [
            ("Coach", "{{ coach }}"),
            ("When", "{{ held_at }} · {{ length }} · {{ mode }}"),
            ("Focus", "{{ focus }}"),
            ("Next check-in", "{{ next_at }}"),
        ],
    )
    word.add_heading("Who took part", 2)
    bullets(word, "attendees", empty="Nobody is listed.")
    word.add_heading("Since last time", 1)
    grid(
        word,
        "action in since_last",
        [
            Column("Action item", "{{ action.action }}", 5.5),
            Column("Owner", "{{ action.owner }}", 2.5),
            Column("How it stands", "{{ action.state }}", 2),
        ],
        empty="No action items were open.",
    )
    word.add_heading("What we looked at", 1)
    grid(
        word,
        "look in data_looked_at",
        [
            Column("Indicator", "{{ look.indicator }}", 5),
            Column("Data as of", "{{ look.as_of }}", 2.5),
            Column("Value", "{{ look.value }}", 2.5, is_number=True),
        ],
        empty="No data was looked at this time.",
    )
    prose(word, "What it suggests", "suggests", level=2)
    prose(word, "An early signal", "early_signal", level=2)
    facts(word, [("How sure we are", "{{ confidence }}")])
    word.add_heading("The conversation", 1)
    prose(word, "Goal", "goal", level=2)
    prose(word, "Reality", "reality", level=2)
    word.add_heading("Options", 2)
    bullets(word, "options", empty="No options are noted.")
    prose(word, "Will", "will", level=2)
    prose(word, "Client voice", "voice", level=2)
    prose(word, "What stands in the way", "barriers", level=2)
    prose(word, "Help requested", "help_requested", level=2)
    prose(word, "What we decided", "decision")
    word.add_heading("Action items", 1)
    grid(
        word,
        "item in actions",
        [
            Column("Action item", "{{ item.action }}", 5.5),
            Column("Owner", "{{ item.owner }}", 2.5),
            Column("Due", "{{ item.due_on }}", 2),
        ],
        empty="No new action items were agreed.",
    )
    return word
