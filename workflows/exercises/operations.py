"""What happens to a practice product: begun, saved as it is typed, handed in, revised, shared, answered."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.attached import KeptFile
from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, NotFound, Reason, Stale
from workflows.exercises.answers import (
    EDITABLE_FOR,
    LINK_MAX,
    REMARK_MAX,
    over_limits,
    sheet_for,
)
from workflows.exercises.lifecycle import OPEN_TO_WRITING, PRODUCT, year_goes_on
from workflows.exercises.models import Feedback, Product, ProductState, ProductVersion
from workflows.exercises.queries import find_group_of, find_product
from workflows.outbox import announce
from workflows.peers.models import PeerGroup
from workflows.permissions import Actor, Permission, can, require
from workflows.personal_data import require_no_personal_data
from workflows.training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class Remarks:
    """Three short boxes; at least one of them is written."""

    works: str
    question: str
    suggestion: str


def start_product(
    enrollment: Enrollment, training_session: TrainingSession, *, session: Session, actor: Actor, now: datetime
) -> Product:
    """The affiliate's one product for the session, on the worksheet that fits; asking again gives the same one.

    Raises NotFound for a session of another cohort, and DomainError where the session asks for nothing.
    """
    require(actor, Permission.WRITE_PRACTICE, enrollment)
    if training_session.cohort_id != enrollment.cohort_id:
        raise NotFound()
    session.refresh(enrollment, ["version"], with_for_update=True)  # two first clicks wait for each other
    begun = find_product(session, enrollment_id=enrollment.id, session_id=training_session.id)
    if begun is not None:
        return begun
    sheet = sheet_for(training_session.practice_product)
    if sheet is None:
        raise DomainError(f"Session {training_session.number} asks for no practice product.")
    assert actor.id is not None
    product = Product(
        enrollment=enrollment,
        session=training_session,
        sheet=sheet.name,
        answers={field.name: "" for field in sheet.fields},
        state=PRODUCT.initial,
        saved_by_id=actor.id,
        saved_at=now,
    )
    _refuse_if(year_goes_on(product, now))
    session.add(product)
    session.flush()  # the caller's next page is named by the key
    return product


def why_not_save(product: Product, *, now: datetime) -> tuple[Reason, ...]:
    """Every reason against changing the worksheet now; empty while it is open to writing."""
    gone = year_goes_on(product, now)
    if gone is not None:
        return (gone,)
    if product.state not in OPEN_TO_WRITING:
        return (Reason("It was handed in, so it stays as it is. Choose “Revise it” to go on writing."),)
    return ()


def save_product(
    product: Product,
    *,
    answers: Mapping[str, str],
    link: str,
    expected_version: int,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Product:
    """Keep the worksheet as typed: nothing is required, limits are. The same text arriving twice is kept once.

    Raises Stale with both texts when somebody saved another text since `expected_version`.
    """
    _open(product, session=session, actor=actor, now=now)
    sheet = product.worksheet
    too_long = over_limits(sheet, answers)
    if len(link) > LINK_MAX:
        too_long.append(Reason(f"The link: at most {LINK_MAX} characters.", "link"))
    if too_long:
        raise DomainError(*too_long)
    kept = {field.name: answers.get(field.name, "") for field in sheet.fields}
    if (product.answers, product.link) == (kept, link):
        return product
    if product.version != expected_version:
        labels = {field.name: field.label for field in sheet.fields if kept[field.name] != product.answers[field.name]}
        raise Stale(
            mine={label: kept[name] for name, label in labels.items()},
            theirs={label: product.answers[name] for name, label in labels.items()},
        )
    product.answers, product.link = kept, link
    _sign(product, actor=actor, now=now)
    return product


def attach_file(
    product: Product,
    kept: KeptFile,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep one file beside the worksheet, in place of an earlier one. Raises Refused."""
    _open(product, session=session, actor=actor, now=now)
    product.file_name, product.file_sha256, product.file_size = kept.name, kept.sha256, kept.size
    _sign(product, actor=actor, now=now)


def remove_file(product: Product, *, session: Session, actor: Actor, now: datetime) -> None:
    """Take the file away; versions that were handed in with it keep it."""
    _open(product, session=session, actor=actor, now=now)
    product.file_name, product.file_sha256, product.file_size = "", None, None
    _sign(product, actor=actor, now=now)


def hand_in(
    product: Product,
    *,
    expected_version: int,
    is_checked: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> ProductVersion:
    """Keep what is written as the next version, and let it wait for feedback. Raises Refused, Stale, DomainError."""
    lock(session, product)
    row = PRODUCT.row("hand_in")
    if product.state in row.sources and product.version != expected_version:
        raise Stale(theirs={"What is saved now": "\n\n".join(text for text in product.answers.values() if text)})
    today = local_date(now, product.enrollment.affiliate.time_zone)
    PRODUCT.move(product, "hand_in", actor=actor, now=now)
    require_no_personal_data(product.answers.values(), is_checked=is_checked, today=today)
    assert actor.id is not None
    version = ProductVersion(
        number=len(product.versions) + 1,
        answers=dict(product.answers),
        link=product.link,
        file_name=product.file_name,
        file_sha256=product.file_sha256,
        file_size=product.file_size,
        handed_in_by_id=actor.id,
        handed_in_at=now,
    )
    product.versions.append(version)
    product.handed_in_at = now
    _announce(row.announces, product, session=session, actor=actor, now=now)
    return version


def revise(product: Product, *, session: Session, actor: Actor, now: datetime) -> None:
    """Open the worksheet again; what was handed in stays readable. Raises Refused."""
    lock(session, product)
    PRODUCT.move(product, "revise", actor=actor, now=now)


def why_not_share(product: Product, group: PeerGroup | None) -> tuple[Reason, ...]:
    """Why the product cannot be shown to the peer group; empty when it can."""
    reasons = []
    if group is None:
        reasons.append(Reason("You are in no peer group yet. The national office forms the groups."))
    if not product.versions:
        reasons.append(Reason("Hand it in first: your peers read what was handed in."))
    return tuple(reasons)


def share_with_group(product: Product, *, session: Session, actor: Actor) -> None:
    """Let the affiliate's peer group read what was handed in, and say what it thinks. Raises DomainError."""
    require(actor, Permission.WRITE_PRACTICE, product)
    group = find_group_of(session, product.enrollment_id)
    _refuse_if(*why_not_share(product, group))
    product.shared_with = group


def stop_sharing(product: Product, *, actor: Actor) -> None:
    """From now on only the affiliate, its coach and staff read it. Feedback that was given stays."""
    require(actor, Permission.WRITE_PRACTICE, product)
    product.shared_with = None


def give_feedback(
    product: Product, remarks: Remarks, *, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Feedback:
    """Say something about the version handed in last. Raises Refused, Forbidden, DomainError."""
    require(actor, Permission.GIVE_FEEDBACK, product)
    lock(session, product)
    name = "answer_meanwhile" if product.state is ProductState.REVISING else "answer"
    row = PRODUCT.move(product, name, actor=actor, now=now)
    _check_remarks(product, remarks, is_checked=is_checked, now=now)
    assert actor.id is not None
    said = Feedback(
        version_number=len(product.versions),
        author_id=actor.id,
        affiliate_id=next(iter(sorted(actor.affiliate_ids & product.peer_ids)), None),
        given_at=now,
        **{field.name: getattr(remarks, field.name) for field in fields(remarks)},
    )
    product.feedback.append(said)
    _announce(row.announces, product, session=session, actor=actor, now=now)
    return said


def why_not_edit(feedback: Feedback, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Feedback is changed by whoever gave it, for two days, until it was answered."""
    if feedback.author_id != actor.id or not can(actor, Permission.GIVE_FEEDBACK, feedback):
        return (Reason("Only who gave this feedback can change it."),)
    if feedback.thanked_at is not None:
        return (Reason("It was answered, so it stays as it is. You can give feedback once more."),)
    if now - feedback.given_at > EDITABLE_FOR:
        return (Reason("Feedback can be changed for two days. You can give feedback once more."),)
    return ()


def edit_feedback(
    feedback: Feedback,
    remarks: Remarks,
    *,
    expected_version: int,
    is_checked: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Write it anew; the earlier words stay in the audit trail. Raises DomainError, Stale."""
    lock(session, feedback)
    _refuse_if(*why_not_edit(feedback, actor=actor, now=now))
    if feedback.version != expected_version:
        raise Stale(mine=_labelled(remarks), theirs=_labelled(feedback))
    _check_remarks(feedback.product, remarks, is_checked=is_checked, now=now)
    for field in fields(remarks):
        setattr(feedback, field.name, getattr(remarks, field.name))
    feedback.edited_at = now


def thank(feedback: Feedback, *, reply: str, is_checked: bool, session: Session, actor: Actor, now: datetime) -> None:
    """Thank for feedback, with an answer or without; once. Raises Forbidden, DomainError."""
    require(actor, Permission.WRITE_PRACTICE, feedback)
    lock(session, feedback)
    if feedback.thanked_at is not None:
        raise DomainError("Somebody of yours thanked for this already.")
    today = local_date(now, feedback.product.enrollment.affiliate.time_zone)
    require_no_personal_data((reply,), is_checked=is_checked, today=today)
    feedback.reply, feedback.thanked_at, feedback.thanked_by_id = reply.strip(), now, actor.id


def _open(product: Product, *, session: Session, actor: Actor, now: datetime) -> None:
    require(actor, Permission.WRITE_PRACTICE, product)
    lock(session, product)
    _refuse_if(*why_not_save(product, now=now))


def _sign(product: Product, *, actor: Actor, now: datetime) -> None:
    assert actor.id is not None
    product.saved_by_id, product.saved_at = actor.id, now


def _check_remarks(product: Product, remarks: Remarks, *, is_checked: bool, now: datetime) -> None:
    texts = [getattr(remarks, field.name) for field in fields(remarks)]
    if not any(text.strip() for text in texts):
        raise DomainError(Reason("Write at least one of the three: what works, a question or a suggestion.", "works"))
    if any(len(text) > REMARK_MAX for text in texts):
        raise DomainError(Reason(f"At most {REMARK_MAX:,} characters in each box. Short feedback is read.", "works"))
    today = local_date(now, product.enrollment.affiliate.time_zone)
    require_no_personal_data(texts, is_checked=is_checked, today=today)


def _labelled(said: Remarks | Feedback) -> dict[str, str]:
    return {"What works": said.works, "A question": said.question, "A suggestion": said.suggestion}


def _refuse_if(*reasons: Reason | None) -> None:
    found = [reason for reason in reasons if reason is not None]
    if found:
        raise DomainError(*found)


def _announce(events: tuple[str, ...], product: Product, *, session: Session, actor: Actor, now: datetime) -> None:
    for event in events:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id,
            enrollment_id=product.enrollment_id,
            subject_id=product.id,
            title=product.title,
            number=product.session.number,
        )
