"""What the lead does about its partners: name, change, ask, add a letter, go without; and whether it is suggested."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.attached import KeptFile
from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import DomainError, Reason, Stale
from workflows.machine import Refused
from workflows.outbox import announce
from workflows.people.models import Affiliate
from workflows.permissions import PROGRAM, Actor
from workflows.personal_data import require_no_personal_data
from workflows.proposals.models import Proposal
from workflows.proposals.papers.answers import PaperAnswers, PaperKind
from workflows.proposals.papers.models import Paper
from workflows.proposals.papers.operations import add_paper, take_out
from workflows.proposals.partners.answers import ASKED_AGAIN_AFTER, PARTNERS_MAX, PartnerAnswers, PartnerRole
from workflows.proposals.partners.content import standing
from workflows.proposals.partners.lifecycle import PARTNERSHIP
from workflows.proposals.partners.models import Partner, PartnerAnswer, PartnerState
from workflows.proposals.partners.queries import list_affiliate_choices, list_directed, works_for_lead
from workflows.proposals.writing import hold_open, touch

SECTION = "partners"


def name_partner(
    proposal: Proposal, answers: PartnerAnswers, *, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Partner:
    """One more partner, not asked yet. Naming the same affiliate again gives the partner that is there.

    Raises DomainError with each reason at its field.
    """
    hold_open(proposal, SECTION, session=session, actor=actor)
    session.refresh(proposal, ["partners"])
    there = standing(proposal)
    same = next((partner for partner in there if partner.typed == answers), None)
    if same is not None:
        return same
    if len(there) >= PARTNERS_MAX:
        raise DomainError(f"A proposal names at most {PARTNERS_MAX} partners.")
    _require_sense(proposal, answers, besides=None, session=session)
    _require_no_clients(proposal, answers, is_checked=is_checked, now=now)
    partner = Partner(state=PARTNERSHIP.initial, named_by_id=actor.id, named_at=now)
    _fill(partner, answers)
    proposal.partners.append(partner)
    touch(proposal, SECTION, session=session, actor=actor, now=now)
    session.flush()  # the caller's next page is named by the key
    session.refresh(partner, ["affiliate"])
    return partner


def change_partner(
    partner: Partner,
    answers: PartnerAnswers,
    *,
    expected_version: int,
    is_checked: bool,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep other words about the partner. What it had confirmed it is asked again, when role or contribution change.

    Who the partner is stays: another one is another partner. Raises Stale with both texts, and DomainError.
    """
    proposal = partner.proposal
    hold_open(proposal, SECTION, session=session, actor=actor)
    lock(session, partner)
    _require_standing(partner)
    if partner.typed == answers:
        return
    if partner.version != expected_version:
        raise _stale(partner.typed, answers)
    _require_sense(proposal, answers, besides=partner, session=session)
    _require_no_clients(proposal, answers, is_checked=is_checked, now=now)
    has_new_promise = partner.typed.promise != answers.promise
    has_new_address = partner.contact_email != answers.contact_email
    _fill(partner, answers)
    touch(proposal, SECTION, session=session, actor=actor, now=now)
    if has_new_promise and partner.is_confirmed:
        _ask_anew(partner, session=session, actor=actor, now=now)
    elif has_new_address and partner.state is PartnerState.ASKED:
        _ask(partner, "ask", session=session, actor=actor, now=now)


def why_not_ask(partner: Partner, *, directed: Collection[int]) -> tuple[Reason, ...]:
    """What is missing before the partner can be asked to confirm; `directed` are affiliates with a director."""
    proposal, reasons = partner.proposal, []
    if not proposal.answer("story", "title") or not proposal.answer("story", "summary"):
        reasons.append(Reason("Write the title and the summary of your project first: the partner reads them."))
    if not partner.contribution:
        reasons.append(Reason(f"Say what {partner.name} brings, so that it knows what it confirms."))
    if partner.affiliate_id is None and not partner.contact_email:
        reasons.append(Reason(f"Add a work e-mail of {partner.name}, or upload its letter instead."))
    if partner.affiliate_id is not None and partner.affiliate_id not in directed:
        reasons.append(Reason(f"{partner.name} has no director here yet who could confirm. Ask the national office."))
    return tuple(reasons)


def ask_partner(partner: Partner, *, session: Session, actor: Actor, now: datetime) -> None:
    """Ask the partner to confirm, by a message or a link; asking once more, a day later, ends the link before."""
    hold_open(partner.proposal, SECTION, session=session, actor=actor)
    lock(session, partner)
    own = [] if partner.affiliate_id is None else [partner.affiliate_id]
    reasons = why_not_ask(partner, directed=list_directed(session, own))
    if reasons:
        raise Refused(*reasons)
    if partner.state is PartnerState.ASKED and partner.asked_at and now < partner.asked_at + ASKED_AGAIN_AFTER:
        raise Refused(f"{partner.name} was asked less than a day ago. Give it some time, or a call.")
    _ask(partner, "ask", session=session, actor=actor, now=now)


def add_letter(
    partner: Partner, kept: KeptFile, *, confirms: bool, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> Paper:
    """The partner's letter, in the place of the one before. With `confirms` it counts as the partner's answer.

    Only a partner without e-mail confirms by letter; the answer says that the lead vouches for it.
    """
    proposal = partner.proposal
    hold_open(proposal, SECTION, session=session, actor=actor)
    lock(session, partner)
    _require_standing(partner)
    _drop_letter(partner, session=session, now=now)
    answers = PaperAnswers(PaperKind.PARTNER_LETTER, f"Letter of {partner.name}", is_checked)
    letter = add_paper(proposal, answers, kept, section=SECTION, session=session, actor=actor, now=now)
    partner.letter = letter
    if confirms:
        _count_letter(partner, session=session, actor=actor, now=now)
    return letter


def withdraw_partner(partner: Partner, *, session: Session, actor: Actor, now: datetime) -> None:
    """Go without this partner: its link ends, its answers stay. A second time changes nothing."""
    proposal = partner.proposal
    hold_open(proposal, SECTION, session=session, actor=actor)
    lock(session, partner)
    if partner.state is PartnerState.WITHDRAWN:
        return
    _drop_letter(partner, session=session, now=now)
    row = PARTNERSHIP.move(partner, "withdraw", actor=PROGRAM, now=now)
    touch(proposal, SECTION, session=session, actor=actor, now=now)
    if partner.round or partner.answers:
        tell(partner, row.announces, session=session, actor=actor, now=now)


def offer_to_others(affiliate: Affiliate, *, may_be_suggested: bool) -> None:
    """Whether the pages of other affiliates suggest this one as a partner."""
    affiliate.may_be_suggested = may_be_suggested


def tell(
    partner: Partner, events: tuple[str, ...], *, session: Session, actor: Actor | None, now: datetime, note: str = ""
) -> None:
    """Announce to the lead's year what happened with the partner."""
    for event in events:
        announce(
            session,
            event,
            now=now,
            actor_id=actor.id if actor is not None else None,
            enrollment_id=partner.proposal.enrollment_id,
            subject_id=partner.id,
            note=note,
            name=partner.name,
        )


def _ask_anew(partner: Partner, *, session: Session, actor: Actor, now: datetime) -> None:
    """What was confirmed is no longer what is written: by link and director asked again, by letter open again."""
    if partner.affiliate_id is None and not partner.contact_email:
        PARTNERSHIP.move(partner, "reconsider", actor=PROGRAM, now=now)
    else:
        _ask(partner, "ask_again", session=session, actor=actor, now=now)


def _ask(partner: Partner, name: str, *, session: Session, actor: Actor, now: datetime) -> None:
    row = PARTNERSHIP.move(partner, name, actor=PROGRAM, now=now)
    partner.round += 1
    partner.asked_at = now
    tell(partner, row.announces, session=session, actor=actor, now=now)


def _count_letter(partner: Partner, *, session: Session, actor: Actor, now: datetime) -> None:
    if partner.affiliate_id is not None or partner.contact_email:
        sentence = f"{partner.name} can answer itself, so its letter is kept beside its answer. Ask it to confirm."
        raise DomainError(Reason(sentence, "confirms"))
    if not partner.contribution:
        raise DomainError(Reason(f"Say first what {partner.name} brings: the letter confirms that.", "confirms"))
    if partner.is_confirmed or partner.state is PartnerState.DECLINED:
        PARTNERSHIP.move(partner, "reconsider", actor=PROGRAM, now=now)
    row = PARTNERSHIP.move(partner, "count_letter", actor=PROGRAM, now=now)
    partner.answers.append(
        PartnerAnswer(
            confirms=True, typed_name=actor.name, text=partner.text, at=now, given_by_id=actor.id, by_letter=True
        )
    )
    tell(partner, row.announces, session=session, actor=actor, now=now)


def _drop_letter(partner: Partner, *, session: Session, now: datetime) -> None:
    letter, partner.letter = partner.letter, None
    if letter is not None:
        session.flush()  # nothing names the letter any more
        take_out(letter, session=session, now=now)


def _fill(partner: Partner, answers: PartnerAnswers) -> None:
    partner.affiliate_id, partner.organization = answers.affiliate_id, answers.organization
    partner.contact_name, partner.contact_email = answers.contact_name, answers.contact_email
    partner.role, partner.role_words = answers.role, answers.role_words
    partner.contribution, partner.commitment = answers.contribution, answers.commitment


def _require_standing(partner: Partner) -> None:
    if partner.state is PartnerState.WITHDRAWN:
        raise Refused(f"{partner.name} is no longer a partner. Name it again to change something.")


def _require_sense(proposal: Proposal, answers: PartnerAnswers, *, besides: Partner | None, session: Session) -> None:
    others = [partner for partner in standing(proposal) if partner is not besides]
    reasons = [*_against_whom(proposal, answers, besides=besides, others=others, session=session)]
    if answers.role is PartnerRole.OTHER and not answers.role_words:
        reasons.append(Reason("Say in a few words what this partner is to the project.", "role_words"))
    if answers.contact_email and works_for_lead(session, proposal, answers.contact_email):
        sentence = "This address belongs to your own office. Write the address of somebody at the partner."
        reasons.append(Reason(sentence, "contact_email"))
    if reasons:
        raise DomainError(*reasons)


def _against_whom(
    proposal: Proposal, answers: PartnerAnswers, *, besides: Partner | None, others: list[Partner], session: Session
) -> list[Reason]:
    """What is wrong with who the partner is; nothing for one that stays who it was."""
    who = (answers.affiliate_id, answers.organization)
    if besides is not None:
        is_same = who == (besides.affiliate_id, besides.organization) or (
            besides.affiliate_id is None and answers.affiliate_id is None and answers.organization
        )
        return [] if is_same else [Reason("Another partner is named anew, and this one withdrawn.", "affiliate")]
    if answers.affiliate_id is None and not answers.organization:
        return [Reason("Choose an affiliate, or write the name of an organization.", "organization")]
    if answers.affiliate_id is None:
        return _against_organization(proposal, answers.organization, others, session=session)
    if answers.affiliate_id not in {affiliate.id for affiliate in list_affiliate_choices(session, proposal)}:
        return [Reason("Choose another affiliate of the network: you are the lead yourself.", "affiliate")]
    if answers.affiliate_id in {partner.affiliate_id for partner in others}:
        return [Reason("This affiliate is a partner already. Change what it brings there.", "affiliate")]
    return []


def _against_organization(proposal: Proposal, name: str, others: list[Partner], *, session: Session) -> list[Reason]:
    network = {affiliate.name.casefold() for affiliate in list_affiliate_choices(session, proposal)}
    if name.casefold() in network:
        return [Reason(f"{name} is an affiliate of the network. Choose it from the list.", "organization")]
    if name.casefold() == proposal.enrollment.affiliate.name.casefold():
        return [Reason("You are the lead yourself. Name somebody else.", "organization")]
    if name.casefold() in {partner.organization.casefold() for partner in others}:
        return [Reason("This organization is a partner already. Change what it brings there.", "organization")]
    return []


def _require_no_clients(proposal: Proposal, answers: PartnerAnswers, *, is_checked: bool, now: datetime) -> None:
    today = local_date(now, proposal.enrollment.affiliate.time_zone)
    texts = (answers.role_words, answers.contribution, answers.commitment)
    require_no_personal_data(texts, is_checked=is_checked, today=today)


def _stale(theirs: PartnerAnswers, mine: PartnerAnswers) -> Stale:
    labels = {
        "Organization": "organization",
        "Contact": "contact_name",
        "E-mail": "contact_email",
        "What they bring": "contribution",
        "Hours or dollars": "commitment",
    }
    differing = {label: name for label, name in labels.items() if getattr(theirs, name) != getattr(mine, name)}
    return Stale(
        mine={label: getattr(mine, name) for label, name in differing.items()},
        theirs={label: getattr(theirs, name) for label, name in differing.items()},
    )
