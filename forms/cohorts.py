"""Forms of a cohort: its rules, its first session, and its copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forms.base import Form, VersionedForm, choices_of
from workflows.clock import moment_at
from workflows.cohorts.answers import (
    COHORT_NAME_MAX,
    COMMITMENT_TEXT,
    COMMITMENT_TEXT_MAX,
    CONFIRM_ABOVE_USUAL,
    GRACE_HOURS_MOST,
    GRACE_HOURS_USUAL,
    PROGRAM_NAME_MAX,
    SEATS_MAX,
)
from workflows.cohorts.cloning import CloneAnswers
from workflows.cohorts.models import Cohort, CohortKind, CompletionRule, RecordingCheck
from workflows.cohorts.terms import CohortTerms
from workflows.people.answers import TIME_ZONES

KINDS = choices_of((kind.value, kind.value.capitalize()) for kind in CohortKind)
RULES = choices_of((rule.value, rule.sentence) for rule in CompletionRule)
CHECKS = choices_of((check.value, check.sentence) for check in RecordingCheck)
NO_PILOT = 0
BUILDS_ON = "Its learning review opens the expansion as soon as a second person has approved it."
COLUMNS_SHOWN_AS_THEY_ARE = (
    "version", "name", "program", "kind", "time_zone", "starts_on", "ends_on", "seats", "award_budget",
    "award_ceiling", "completion_rule", "attendance_percent", "minimum_reviews", "waiting_places", "commitment_text",
    "recording_check", "requires_partner", "requires_papers", "proposals_grace_hours", "allows_core_costs",
    "confirm_above",
)  # fmt: skip  # the fields named as the column they show
AMOUNT_MAX = Decimal(1_000_000_000)
_DAY = "Choose a day, like 2026-01-12."
_CLOCK = "Write a time, like 14:00."


def _amount() -> list[Any]:
    return [
        InputRequired("Write an amount in dollars."),
        NumberRange(Decimal(0), AMOUNT_MAX, "Write an amount from 0 to one billion dollars."),
    ]


class CohortTermsForm(VersionedForm):
    """Everything staff decide about a cohort. `frameworks` and `pilots` are (id, name)."""

    name = StringField(
        "Name of the cohort", [DataRequired("Give the cohort a name."), Length(max=COHORT_NAME_MAX)],
        description="As people say it: Pilot cohort 2026.",
    )  # fmt: skip
    program = StringField("Program", [DataRequired("Name the program."), Length(max=PROGRAM_NAME_MAX)])
    kind = RadioField("Kind", [InputRequired("Choose one.")], choices=KINDS)
    pilot = SelectField("An expansion builds on", coerce=int, default=NO_PILOT, description=BUILDS_ON)
    framework = SelectField("Outcomes framework", coerce=int)
    time_zone = SelectField(
        "Time zone", choices=choices_of(TIME_ZONES), description="Deadlines and sessions are kept in it."
    )
    starts_on = DateField("First day", [InputRequired(_DAY)])
    ends_on = DateField("Last day", [InputRequired(_DAY)])
    seats = IntegerField("Seats", [InputRequired("Write a number."), NumberRange(1, SEATS_MAX)])
    waiting_places = IntegerField(
        "Places on the waiting list", [Optional(), NumberRange(0, SEATS_MAX)], default=0,
        description="Who signed when every seat was taken. 0 keeps no list.",
    )  # fmt: skip
    commitments_due_on = DateField("Commitments are due on", [Optional()])
    commitments_due_time = TimeField("Time of day", [Optional()])
    commitment_text = TextAreaField(
        "What directors sign", [DataRequired("Write what a director commits to."), Length(max=COMMITMENT_TEXT_MAX)],
        default=COMMITMENT_TEXT, render_kw={"rows": 6},
        description="Who has signed keeps the words that they signed.",
    )  # fmt: skip
    recording_check = RadioField("A watched recording counts when", choices=CHECKS, default=RecordingCheck.NONE.value)
    requires_partner = BooleanField(
        "A proposal needs a partner", description="Collaboration before competition: each proposal names one."
    )
    requires_papers = BooleanField(
        "A proposal needs papers", description="The W-9 and the list of the board, and a letter of each partner."
    )
    allows_core_costs = BooleanField(
        "Awards may pay for core costs", default=True,
        description="Budget lines tagged as core costs: what keeps the organization running.",
    )  # fmt: skip
    award_budget = DecimalField("Budget for all awards", _amount(), places=2)
    award_ceiling = DecimalField("Largest single award", _amount(), places=2)
    completion_rule = RadioField("The training is complete when", [InputRequired("Choose one.")], choices=RULES)
    attendance_percent = IntegerField(
        "Attendance counts from", [InputRequired("Write a percent."), NumberRange(1, 100)],
        description="Share of a session’s minutes that a person was there.",
    )  # fmt: skip
    proposals_due_on = DateField("Proposals are due on", [InputRequired(_DAY)])
    proposals_due_time = TimeField("Time of day", [InputRequired(_CLOCK)])
    proposals_grace_hours = IntegerField(
        "Hours of grace for the director",
        [Optional(), NumberRange(0, GRACE_HOURS_MOST, f"Write a number of hours from 0 to {GRACE_HOURS_MOST}.")],
        default=GRACE_HOURS_USUAL,
        description="What a team handed over before the deadline may be certified for so long after it.",
    )
    minimum_reviews = IntegerField("Reviews before a decision", [InputRequired("Write a number."), NumberRange(1, 10)])
    confirm_above = DecimalField(
        "A second person confirms awards above",
        [Optional(), NumberRange(Decimal(0), AMOUNT_MAX, "Write an amount from 0 to one billion dollars.")],
        places=2,
        description="Who decided, scored or coaches is not that person. Leave it empty, and no award needs one.",
    )

    @classmethod
    def of(
        cls,
        cohort: Cohort,
        frameworks: Sequence[tuple[int, str]],
        *,
        framework: int,
        pilots: Sequence[tuple[int, str]] = (),
    ) -> "CohortTermsForm":
        """Filled from the cohort, with its version; `framework` is the chosen one of `frameworks`."""
        zone = ZoneInfo(cohort.time_zone)
        due = cohort.proposals_due_at.astimezone(zone)
        commit_by = cohort.commitments_due_at.astimezone(zone) if cohort.commitments_due_at else None
        own = {name: getattr(cohort, name) for name in COLUMNS_SHOWN_AS_THEY_ARE}
        form = cls(
            data={
                **own,
                "framework": framework,
                "pilot": cohort.pilot_id or NO_PILOT,
                "commitments_due_on": commit_by.date() if commit_by else None,
                "commitments_due_time": commit_by.time() if commit_by else time(23, 59),
                "proposals_due_on": due.date(),
                "proposals_due_time": due.time(),
            }
        )
        return form.offer(frameworks, pilots, zone=cohort.time_zone)

    def offer(
        self,
        frameworks: Sequence[tuple[int, str]],
        pilots: Sequence[tuple[int, str]] = (),
        *,
        zone: str | None = None,
    ) -> "CohortTermsForm":
        """Set the frameworks and pilots to choose from, and keep a zone that the usual list does not have."""
        self.framework.choices = choices_of(frameworks)
        self.pilot.choices = choices_of([(NO_PILOT, "No pilot: this is one"), *pilots])
        if zone is not None and zone not in dict(TIME_ZONES):
            self.time_zone.choices = choices_of([*TIME_ZONES, (zone, zone)])
        return self

    def validate_time_zone(self, field: SelectField) -> None:
        if field.data not in available_timezones():
            raise ValidationError("Choose a time zone from the list.")

    @property
    def terms(self) -> CohortTerms:
        """The checked answers; call after `validate_on_submit()`."""
        zone = str(self.time_zone.data)
        return CohortTerms(
            name=(self.name.data or "").strip(),
            program=(self.program.data or "").strip(),
            kind=CohortKind(self.kind.data),
            framework_id=self.framework.data,
            time_zone=zone,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            seats=self.seats.data,
            award_budget=self.award_budget.data,
            award_ceiling=self.award_ceiling.data,
            completion_rule=CompletionRule(self.completion_rule.data),
            attendance_percent=self.attendance_percent.data,
            proposals_due_at=moment_at(self.proposals_due_on.data, self.proposals_due_time.data, zone),
            minimum_reviews=self.minimum_reviews.data,
            waiting_places=self.waiting_places.data or 0,
            commitments_due_at=self._commitments_due_at(zone),
            commitment_text=(self.commitment_text.data or "").replace("\r\n", "\n").strip(),
            recording_check=RecordingCheck(self.recording_check.data),
            requires_partner=self.requires_partner.data,
            requires_papers=self.requires_papers.data,
            allows_core_costs=self.allows_core_costs.data,
            pilot_id=self.pilot.data or None,
            proposals_grace_hours=self.proposals_grace_hours.data or 0,
            confirm_above=self.confirm_above.data,
        )

    def _commitments_due_at(self, zone: str) -> datetime | None:
        """The end of the day where no time is given; None without a day."""
        day = self.commitments_due_on.data
        return None if day is None else moment_at(day, self.commitments_due_time.data or time(23, 59), zone)


@dataclass(frozen=True, slots=True)
class FirstSession:
    """The wall-clock start of the series, in the cohort's zone."""

    on: date
    at: time


class NewCohortForm(CohortTermsForm):
    """A new cohort with the start of its series."""

    first_session_on = DateField("First session on", [InputRequired(_DAY)])
    first_session_at = TimeField("Time of day", [InputRequired(_CLOCK)])

    @classmethod
    def with_usual_rules(
        cls, frameworks: Sequence[tuple[int, str]], pilots: Sequence[tuple[int, str]] = ()
    ) -> "NewCohortForm":
        """Filled with what most cohorts choose."""
        form = cls(
            data={
                "program": "Data for integration",
                "kind": CohortKind.PILOT.value,
                "time_zone": TIME_ZONES[0][0],
                "seats": 12,
                "waiting_places": 4,
                "commitments_due_time": time(23, 59),
                "commitment_text": COMMITMENT_TEXT,
                "recording_check": RecordingCheck.NONE.value,
                "completion_rule": CompletionRule.ONE_PER_SESSION.value,
                "attendance_percent": 80,
                "minimum_reviews": 2,
                "confirm_above": CONFIRM_ABOVE_USUAL,
                "proposals_due_time": time(23, 59),
                "proposals_grace_hours": GRACE_HOURS_USUAL,
                "first_session_at": time(14, 0),
            }
        )
        form.offer(frameworks, pilots)
        return form

    @property
    def first_session(self) -> FirstSession:
        return FirstSession(on=self.first_session_on.data, at=self.first_session_at.data)


class CloneForm(Form):
    """A copy of a cohort: what is its own. `pilots` are (id, name)."""

    name = StringField("Name of the new cohort", [DataRequired("Give it a name."), Length(max=COHORT_NAME_MAX)])
    kind = RadioField("Kind", [InputRequired("Choose one.")], choices=KINDS)
    pilot = SelectField("An expansion builds on", coerce=int, default=NO_PILOT, description=BUILDS_ON)
    starts_on = DateField("First day", [InputRequired(_DAY)])

    @classmethod
    def of(cls, cohort: Cohort, pilots: Sequence[tuple[int, str]]) -> "CloneForm":
        """A copy of a pilot is an expansion of it most of the time."""
        is_pilot = cohort.kind is CohortKind.PILOT
        pilot_id = cohort.id if is_pilot else cohort.pilot_id or NO_PILOT
        form = cls(data={"kind": CohortKind.EXPANSION.value, "pilot": pilot_id})
        form.pilot.choices = choices_of([(NO_PILOT, "No pilot: this is one"), *pilots])
        return form

    @property
    def answers(self) -> CloneAnswers:
        """The checked answers; call after `validate_on_submit()`."""
        return CloneAnswers(
            name=(self.name.data or "").strip(),
            starts_on=self.starts_on.data,
            kind=CohortKind(self.kind.data),
            pilot_id=self.pilot.data or None,
        )
