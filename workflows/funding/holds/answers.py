"""What is typed when a payment is held, and who can release it."""

from dataclasses import dataclass
from enum import StrEnum

REASON_MAX = 1000
PATH_MAX = 1000


class Releaser(StrEnum):
    """Whose word releases a hold that was put by hand."""

    EITHER = "either"
    FINANCE_OFFICER = "finance_officer"
    PROGRAM_MANAGER = "program_manager"


RELEASERS: dict[Releaser, str] = {
    Releaser.EITHER: "A finance officer or the program manager",
    Releaser.FINANCE_OFFICER: "A finance officer",
    Releaser.PROGRAM_MANAGER: "The program manager",
}


@dataclass(frozen=True, slots=True)
class HoldAnswers:
    """A hold as typed; `payment_id` is None where all payments of the award are held."""

    reason: str
    release_path: str
    releaser: Releaser = Releaser.EITHER
    payment_id: int | None = None
