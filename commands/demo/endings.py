"""What happened to single affiliates: closings, late reports, ways out, and what is about to come."""

from collections.abc import Iterator

from commands.demo.cast import MEMBER_BY_KEY
from commands.demo.review_texts import CHANGES, CHANGES_ANSWERED, CHANGES_BY_SECTION, MORE_TIME, NOT_FUNDED
from commands.demo.world import Step, step

_MANAGER, _FINANCE, _COACH = (f"{box}@national.example.org" for box in ("manager", "finance", "coach"))
HELD = "The bank returned the test transfer: the account in our books is closed."
RELEASED_BY = "Send us the new account with a letter of your bank. A finance officer checks it."
SENT_TWICE = "The transport allowance of $600 was part of the first payment already."
_CLOSED = ("Juniper", "Ridge", "Valley", "Cedar")


def list_endings() -> Iterator[Step]:
    """Every step, in no order yet."""
    yield from _ROWS
    for place, key in enumerate(_CLOSED):
        yield from _closing(key, 24 - place)


def _closing(key: str, day: int) -> Iterator[Step]:
    """The closeout report, the final payment and the end of the year, within eight days."""
    member = MEMBER_BY_KEY[key]
    yield step(day + 2, member.data_email, "write_report", key, number=5, spent=1)
    yield step(day, member.director_email, "certify_report", key, number=5)
    yield step(day - 3, _MANAGER, "accept", key, number=5)
    yield step(day - 4, _FINANCE, "ask_payment", key, number=3)
    yield step(day - 5, _MANAGER, "release_payment", key, number=3)
    yield step(day - 6, _FINANCE, "pay", key, number=3)
    yield step(day - 8, _MANAGER, "complete", key)


_harbor, _ridgeview, _orchard = (MEMBER_BY_KEY[key] for key in ("Harbor", "Ridgeview", "Orchard"))

_ROWS: tuple[Step, ...] = (
    # Harbor: actions get done, one is late, the first report is begun, the next check-in is planned.
    step(92, _harbor.data_email, "do_actions", "Harbor", at_most=1),
    step(95, _COACH, "do_actions", "Harbor", at_most=1),
    step(60, _harbor.data_email, "do_actions", "Harbor", at_most=1),
    step(66, _COACH, "do_actions", "Harbor", at_most=1),
    step(28, _harbor.director_email, "do_actions", "Harbor", at_most=2),
    step(11, _COACH, "do_actions", "Harbor", at_most=1),
    step(6, _harbor.data_email, "write_report", "Harbor", number=1, spent=18,
         only=("headline", "decisions", "themes", "goals")),
    step(8, _COACH, "plan_check_in", "Harbor", on=-4, focus="Read the draft of the first report together"),
    # Ridgeview: the first report is late, and the goal is off its line.
    step(20, _ridgeview.data_email, "write_report", "Ridgeview", number=1, spent=16, only=("headline",)),
    step(100, _COACH, "do_actions", "Ridgeview", at_most=1),
    step(86, _ridgeview.data_email, "do_actions", "Ridgeview", at_most=1),
    step(41, _COACH, "do_actions", "Ridgeview", at_most=1),
    # Lakeside: the year is over, the books are being closed.
    step(350, "data@lakeside.example.org", "do_actions", "Lakeside", at_most=1),
    step(14, "data@lakeside.example.org", "write_report", "Lakeside", number=5, spent=1,
         only=("headline", "worked", "did_not_work", "data")),
    step(5, _COACH, "plan_check_in", "Lakeside", on=-9, focus="Finish the closeout report"),
    # Money: a payment of Harbor is on hold, and a part of one of Lakeside came back.
    step(18, _FINANCE, "hold_one", "Harbor", number=2, reason=HELD, path=RELEASED_BY),
    step(120, _FINANCE, "ask_back_money", "Lakeside", number=2, amount=600, reason=SENT_TWICE),
    step(118, _MANAGER, "confirm_money_back", "Lakeside"),
    step(60, "data@prairie.example.org", "do_actions", "Prairie", at_most=1),
    step(3, _COACH, "plan_check_in", "Cascade", on=-2, focus="Goals and budget, side by side"),
    step(19, _COACH, "do_actions", "Cascade", at_most=1),
    step(7, _COACH, "plan_check_in", "Prairie", on=-13, focus="After the decision: the first weeks"),
    # Decisions that were not an approval.
    step(16, _MANAGER, "ask_for_changes", "Orchard", note=CHANGES, requests=CHANGES_BY_SECTION),
    step(12, _orchard.data_email, "answer_changes", "Orchard", answers=CHANGES_ANSWERED),
    step(1, MEMBER_BY_KEY["Cascade"].director_email, "ask_for_more_time", "Cascade", days=7, reason=MORE_TIME),
    step(166, _MANAGER, "decline", "Dune", feedback=NOT_FUNDED),
    # Ways out.
    step(250, _MANAGER, "leave", "Willow", how="terminate",
         note="Willow Street lost its lease and both case managers in one month. We ended the award together; the "
              "families were taken over by Cedar House."),
    step(240, "director@aspen.example.org", "leave", "Aspen", how="withdraw",
         note="Our data lead left, and we would rather come back next year with two people than send none."),
    step(34, _MANAGER, "move_by_hand", "Pinecrest", how="suspend",
         note="The audit of the school district’s agreement is open. Payments resume when the district has signed the "
              "new data-sharing agreement."),
    step(31, "director@maple.example.org", "defer", "Maple",
         note="We are moving offices until spring. Please ask us again for the next cohort."),
    step(37, "director@birch.example.org", "decline_invitation", "Birch",
         note="With five people on staff we cannot free anybody for the training this year."),
)  # fmt: skip  # one step a paragraph
