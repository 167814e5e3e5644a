"""The stages of a program year, and the seven steps that people see."""

from enum import StrEnum


class Stage(StrEnum):
    INVITED = "invited"
    COMMITTED = "committed"
    ENROLLED = "enrolled"
    TRAINING = "training"
    PROPOSING = "proposing"
    IN_REVIEW = "in_review"
    AWARDED = "awarded"
    FUNDED = "funded"
    IMPLEMENTING = "implementing"
    CLOSING = "closing"
    COMPLETED = "completed"
    DECLINED_INVITATION = "declined_invitation"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    NOT_FUNDED = "not_funded"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Step(StrEnum):
    """What the stage track shows."""

    ENROLL = "Enroll"
    TRAIN = "Train"
    PROPOSE = "Propose"
    REVIEW = "Review"
    FUND = "Fund"
    IMPLEMENT = "Implement"
    CLOSE = "Close"


STEP_OF: dict[Stage, Step] = {
    Stage.INVITED: Step.ENROLL,
    Stage.COMMITTED: Step.ENROLL,
    Stage.ENROLLED: Step.ENROLL,
    Stage.DEFERRED: Step.ENROLL,
    Stage.DECLINED_INVITATION: Step.ENROLL,
    Stage.TRAINING: Step.TRAIN,
    Stage.PROPOSING: Step.PROPOSE,
    Stage.IN_REVIEW: Step.REVIEW,
    Stage.NOT_FUNDED: Step.REVIEW,
    Stage.AWARDED: Step.FUND,
    Stage.FUNDED: Step.FUND,
    Stage.IMPLEMENTING: Step.IMPLEMENT,
    Stage.SUSPENDED: Step.IMPLEMENT,
    Stage.TERMINATED: Step.IMPLEMENT,
    Stage.WITHDRAWN: Step.IMPLEMENT,
    Stage.CLOSING: Step.CLOSE,
    Stage.COMPLETED: Step.CLOSE,
}

TERMINAL = frozenset({Stage.COMPLETED, Stage.DECLINED_INVITATION, Stage.WITHDRAWN, Stage.NOT_FUNDED, Stage.TERMINATED})

RUNNING = frozenset(Stage) - TERMINAL - {Stage.INVITED, Stage.DEFERRED}
"""A year that was committed to and has not ended: what an affiliate needs for it is needed now."""
