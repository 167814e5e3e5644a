"""The data-sharing agreement of an enrollment, with the columns that an extract may keep."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from workflows.agreements.models import AgreementState
from workflows.agreements.models import DataSharingAgreement as Agreement
from workflows.agreements.queries import get_data_agreement
from workflows.documents.builders.parts import (
    affiliate_party,
    network_party,
    paper,
    signature,
)
from workflows.documents.contexts.data_sharing_agreement import DataAccess, DataSharingAgreement, SharedField
from workflows.documents.draft import Draft, NoLongerWanted, Wanted
from workflows.documents.sources import find_director
from workflows.documents.words import day, fingerprint, local_day
from workflows.measurement.columns import ALWAYS_KEPT, MEASURABLE, Kind
from workflows.people.queries import find_person
from workflows.signing.models import Side

REVIEW_AFTER = timedelta(days=365)
WORDS: dict[Kind, tuple[str, str]] = {
    Kind.DATE: ("Dates of services and milestones", "To count who reached a milestone by a day"),
    Kind.YES_NO: ("Whether something happened", "The numerators and denominators of the indicators"),
    Kind.NUMBER: ("Levels, hours and amounts", "Averages and changes over time"),
    Kind.TEXT: ("Groups", "To compare groups that are large enough"),
}
PROHIBITED = (
    "Any use for immigration enforcement or against the people the data is about",
    "Any attempt to find out who somebody is",
    "Sale of the data, or use for advertising",
)
UNSIGNED = ()  # the file is sealed before the first signature; the certificate shows them
ACCESS = (
    DataAccess("Data lead and director of the affiliate", "Their own extracts and figures"),
    DataAccess("Coach of the affiliate", "Figures, with small groups hidden"),
    DataAccess("Program manager and auditor", "Figures of the network, with small groups hidden"),
    DataAccess("Privacy steward", "The log of imports and of who read what"),
)


def build(session: Session, wanted: Wanted) -> Draft:
    """The agreement as it was offered, for both sides to sign; raises NotFound, or NoLongerWanted for a draft."""
    agreement = get_data_agreement(session, wanted.subject_id or 0)
    if agreement.offered_at is None or agreement.state is AgreementState.DRAFTED:
        raise NoLongerWanted
    enrollment, affiliate = agreement.enrollment, agreement.enrollment.affiliate
    director = find_director(session, affiliate.id)
    steward = find_person(session, agreement.offered_by_id) if agreement.offered_by_id else None
    context = DataSharingAgreement(
        paper=paper(
            enrollment,
            title="Data-sharing agreement",
            number=agreement.number,
            standing="For signature",
            prepared_on=local_day(agreement.offered_at, affiliate.time_zone),
            fingerprint=fingerprint(_facts(agreement)),
        ),
        network=network_party(steward),
        affiliate=affiliate_party(enrollment, director),
        agreement_number=agreement.number,
        purpose=agreement.purpose,
        basis=f"Taking part in {enrollment.cohort.name}",
        period_start=day(agreement.starts_on),
        period_end=day(agreement.ends_on),
        population="People whom the affiliate serves and who arrived in the period of the indicators",
        shared=shared_fields(agreement.elements),
        direction="From the affiliate to the network; figures come back to the affiliate",
        frequency="As often as the affiliate looks at its figures; at least with each progress report",
        permitted=tuple(agreement.permitted_uses),
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
        retention=agreement.retention,
        destruction="The network confirms in the closeout report what was destroyed and when.",
        review_on=day(min(agreement.ends_on, agreement.starts_on + REVIEW_AFTER)),
        termination_notice="30 days",
        governing_law=f"the State of {affiliate.state}",
        signatures=(
            signature(
                UNSIGNED, Side.NETWORK, party=agreement.network_party, expected=steward,
                role="Privacy steward or program manager", zone=affiliate.time_zone,
            ),
            signature(
                UNSIGNED, Side.AFFILIATE, party=agreement.affiliate_party, expected=director, role="Director",
                zone=affiliate.time_zone,
            ),
        ),
    )  # fmt: skip
    return Draft(
        subject_id=agreement.id,
        title=f"Data-sharing agreement {agreement.number}",
        affiliate=affiliate.name,
        template="data_sharing_agreement.docx",
        context=context,
        is_wanted=lambda asked: get_data_agreement(asked, agreement.id).state is not AgreementState.DRAFTED,
    )


def _facts(agreement: Agreement) -> list[object]:
    """With the moment of the offer: what was taken back and offered anew is another paper."""
    terms = [agreement.purpose, agreement.elements, agreement.permitted_uses, agreement.retention]
    return [agreement.number, agreement.offered_at, *terms, agreement.starts_on, agreement.ends_on]


def shared_fields(elements: Sequence[str]) -> tuple[SharedField, ...]:
    """The agreed columns of an extract as groups, after those that make a row countable."""
    kept = SharedField("What makes a row countable", ", ".join(map(_words, ALWAYS_KEPT)), "To count each person once")
    groups = [
        SharedField(data, ", ".join(_words(name) for name in elements if _kind(name) is kind), reason)
        for kind, (data, reason) in WORDS.items()
    ]
    return (kept, *(group for group in groups if group.fields))


def _kind(element: str) -> Kind:
    """An age is a number; it is no column of a file, but worked out while the file arrives."""
    return MEASURABLE[element].kind if element in MEASURABLE else Kind.NUMBER


def _words(column: str) -> str:
    return column.replace("_", " ")
