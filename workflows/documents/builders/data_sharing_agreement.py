"""The data-sharing agreement of an award, with the columns that an extract may keep."""

from datetime import timedelta

from sqlalchemy.orm import Session

from workflows.documents.builders.parts import (
    affiliate_party,
    network_party,
    paper,
    signature,
)
from workflows.documents.contexts.data_sharing_agreement import DataAccess, DataSharingAgreement, SharedField
from workflows.documents.draft import Draft, Wanted
from workflows.documents.sources import find_director, get_award_of, get_snapshot
from workflows.documents.words import day, fingerprint, local_day
from workflows.measurement.columns import ALWAYS_KEPT, MEASURABLE, Kind
from workflows.people.answers import NETWORK_NAME
from workflows.people.queries import find_person
from workflows.signing.models import Side

REVIEW_AFTER = timedelta(days=365)
WORDS: dict[Kind, tuple[str, str]] = {
    Kind.DATE: ("Dates of services and milestones", "To count who reached a milestone by a day"),
    Kind.YES_NO: ("Whether something happened", "The numerators and denominators of the indicators"),
    Kind.NUMBER: ("Levels, hours and amounts", "Averages and changes over time"),
    Kind.TEXT: ("Groups", "To compare groups that are large enough"),
}
PERMITTED = (
    "Compute the indicators of this award and of the network",
    "Improve services, and learn across affiliates from figures of groups",
    "Report to funders figures from which nobody can be told",
)
PROHIBITED = (
    "Any use for immigration enforcement or against the people the data is about",
    "Any attempt to find out who somebody is",
    "Sale of the data, or use for advertising",
)
UNSIGNED = ()  # the award's signatures are those of its grant agreement
ACCESS = (
    DataAccess("Data lead and director of the affiliate", "Their own extracts and figures"),
    DataAccess("Coach of the affiliate", "Figures, with small groups hidden"),
    DataAccess("Program manager and auditor", "Figures of the network, with small groups hidden"),
    DataAccess("Privacy steward", "The log of imports and of who read what"),
)


def build(session: Session, wanted: Wanted) -> Draft:
    """The agreement of the enrollment's award, for both sides to sign; raises NotFound before there is one."""
    award = get_award_of(session, wanted.enrollment_id)
    enrollment, affiliate = award.enrollment, award.enrollment.affiliate
    content = get_snapshot(session, enrollment.id).content
    director, manager = find_director(session, affiliate.id), find_person(session, award.awarded_by_id)
    shared = shared_fields()
    context = DataSharingAgreement(
        paper=paper(
            enrollment,
            title="Data-sharing agreement",
            number=f"{award.number}-DSA",
            standing="For signature",
            prepared_on=local_day(award.awarded_at, affiliate.time_zone),
            fingerprint=fingerprint([award.number, award.awarded_at, [row.fields for row in shared]]),
        ),
        network=network_party(manager),
        affiliate=affiliate_party(enrollment, director),
        award_number=award.number,
        purpose=content["title"],
        basis=f"The terms of award {award.number}",
        period_start=day(award.starts_on),
        period_end=day(award.ends_on),
        population="People whom the affiliate serves and who arrived in the period of the indicators",
        shared=shared,
        direction="From the affiliate to the network; figures come back to the affiliate",
        frequency="With each progress report",
        permitted=PERMITTED,
        prohibited=PROHIBITED,
        de_identification="Names, numbers of persons, birthdays, addresses and notes are taken out while a file "
        "arrives, and keys of people are scrambled. Nothing of them is stored.",
        suppression="Figures that would tell on fewer than 5 people are hidden, on screen, in files and in documents.",
        access=ACCESS,
        transfer="Upload over an encrypted connection by a person who is signed in; never by mail",
        onward="Neither party passes rows on. Figures are published only after both have read them.",
        consent="People are asked for consent in a language they understand, and may withdraw it at any time.",
        quality="The affiliate corrects what a data-quality report finds before the next extract.",
        breach_notice="72 hours",
        retention="The reduced file until its figures are computed; the figures for three years",
        destruction="The network confirms in the closeout report what was destroyed and when.",
        review_on=day(min(award.ends_on, award.starts_on + REVIEW_AFTER)),
        termination_notice="30 days",
        governing_law=f"the State of {affiliate.state}",
        signatures=(
            signature(
                UNSIGNED, Side.NETWORK, party=NETWORK_NAME, expected=manager, role="Program manager",
                zone=affiliate.time_zone,
            ),
            signature(
                UNSIGNED, Side.AFFILIATE, party=affiliate.name, expected=director, role="Director",
                zone=affiliate.time_zone,
            ),
        ),
    )  # fmt: skip
    return Draft(
        subject_id=award.id,
        title=f"Data-sharing agreement {award.number}",
        affiliate=affiliate.name,
        template="data_sharing_agreement.docx",
        context=context,
    )


def shared_fields() -> tuple[SharedField, ...]:
    """The columns that an extract may keep, as groups; the same table that drops every other column."""
    kept = SharedField("What makes a row countable", ", ".join(map(_words, ALWAYS_KEPT)), "To count each person once")
    groups = (
        SharedField(data, ", ".join(_words(c.name) for c in MEASURABLE.values() if c.kind is kind), reason)
        for kind, (data, reason) in WORDS.items()
    )
    return (kept, *groups)


def _words(column: str) -> str:
    return column.replace("_", " ")
