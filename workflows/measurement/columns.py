"""The columns an extract may have, and which of them may be kept."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell of the column is written."""

    TEXT = "text"
    YES_NO = "yes or no"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ExtractColumn:
    """One column that formulas may name; everything else in a file is dropped unread."""

    name: str
    kind: Kind


# What makes a row countable. The first three never leave the reduction as they came.
CASE_NUMBER = "case_number"
INDIVIDUAL_ID = "individual_id"
ALIEN_NUMBER = "alien_number"
AFFILIATE_CODE = "affiliate_code"
ARRIVAL_DATE = "arrival_date"
DATE_OF_BIRTH = "date_of_birth"

# What the reduction writes in their place.
PERSON_KEY = "person_key"
CASE_KEY = "case_key"
AGE_AT_ARRIVAL = "age_at_arrival"

ALWAYS_NEEDED = (AFFILIATE_CODE, CASE_NUMBER, ARRIVAL_DATE)
ALWAYS_KEPT = (AFFILIATE_CODE, PERSON_KEY, CASE_KEY, ARRIVAL_DATE)

# Names, numbers of persons, addresses, free text, nationality, language and status are not here:
# a formula cannot name them, so a reduced file cannot hold them.
_MEASURABLE = {
    Kind.TEXT: ("relationship_to_pa", "sex", "housing_status_180", "case_status"),
    Kind.YES_NO: (
        "us_tie",
        "consent_data_sharing",
        "employable",
        "employer_health_benefits",
        "employed_day_90",
        "employed_day_180",
        "job_retained_90d",
        "mg_enrolled",
        "case_self_sufficient_90",
        "case_self_sufficient_180",
        "case_self_sufficient_240",
        "pc_enrolled",
        "volunteer_mentor_matched",
    ),
    Kind.NUMBER: (
        "household_size",
        "english_level_entry",
        "english_level_latest",
        "esl_hours",
        "hourly_wage",
        "weekly_hours",
        "monthly_rent",
        "household_monthly_income",
        "belonging_score",
    ),
    Kind.DATE: (
        "consent_date",
        "rp_home_visit_1_date",
        "rp_home_visit_30d_date",
        "ssn_applied_date",
        "cash_assistance_applied_date",
        "health_screening_date",
        "school_enrolled_date",
        "esl_enrolled_date",
        "employment_services_date",
        "cultural_orientation_date",
        "rp_closed_date",
        "job_start_date",
        "mg_enroll_date",
        "adjustment_filed_date",
        "belonging_survey_date",
        "out_migrated_date",
    ),
}

MEASURABLE: dict[str, ExtractColumn] = {
    name: ExtractColumn(name, kind) for kind, names in _MEASURABLE.items() for name in names
}

SHAREABLE = (*MEASURABLE, AGE_AT_ARRIVAL)
"""Every column that a data-sharing agreement may name; an extract keeps no other besides those always kept."""
