"""What a proposal document shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Certification, GoalPlan, Paper, Party


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the form and what was answered."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the form, with every question that was answered."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone the affiliate works with."""

    name: str
    part: str
    agreement: str  # how sure it is: "Confirmed"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the budget; `told` is what for, for which goal, by which tag, and why, line below line."""

    category: str
    told: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What belongs together, and how much it is."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Gift:
    """Match or in-kind: who gives what and how it was valued, how sure it is, and how much."""

    told: str
    standing: str
    amount: str


@dataclass(frozen=True, slots=True)
class ProposedBudget:
    """The whole budget: lines and indirect costs make the total; match stands beside it."""

    lines: tuple[CostLine, ...]
    total: str
    indirect: str  # how indirect costs are worked out
    indirect_steps: tuple[Sum, ...]
    by_category: tuple[Sum, ...]
    by_goal: tuple[Sum, ...]
    by_tag: tuple[Sum, ...]
    gifts: tuple[Gift, ...]
    match_total: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stood when it was prepared or submitted."""

    paper: Paper
    affiliate: Party
    form: str  # "Short form" or "Full form"
    period: str
    requested: str
    summary: str
    story: tuple[Answer, ...]  # the first section, without title and summary
    domains: tuple[str, ...]
    goals: tuple[GoalPlan, ...]
    chapters: tuple[Chapter, ...]  # the other sections, in the order of the form
    partners: tuple[Partner, ...]
    budget: ProposedBudget
    attachments: tuple[str, ...]
    certification: Certification
    snapshot_digest: str
