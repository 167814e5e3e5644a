"""Data sharing in the browser: from the draft to both signatures, the contract, and the upload that needs them."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import NOW, a_person, an_affiliate, an_enrollment
from tests.scenes_agreements import a_file, a_source, drafted, in_force, offered
from workflows.agreements.models import AgreementState, DataSharingAgreement, DataSource
from workflows.clock import utc_now
from workflows.home.waiting import list_waiting
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]


def test_a_steward_drafts_changes_and_offers_and_both_sides_sign(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.ENROLLED)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate)
    steward = a_person(session, Role.PRIVACY_STEWARD)
    client, page = sign_in(steward), f"/data-sharing/of/{year.id}"
    assert "No agreement yet" in client.get(page).text
    assert client.post(f"{page}/draft", data={"once": "a"}).status_code == 303
    agreement = session.query(DataSharingAgreement).one()
    of = f"/data-sharing/{agreement.id}"
    assert "Offer for signature" in client.get(page).text
    given = {"purpose": "To learn", "permitted_uses": "One\nTwo", "elements": ["sex"], "retention": "A year",
             "starts_on": utc_now().date().isoformat(), "ends_on": "2097-03-01"}  # fmt: skip
    assert client.post(f"{of}/terms", data={**given, "elements": [], "version": "1", "once": "b"}).status_code == 422
    assert client.post(f"{of}/terms", data={**given, "version": "1", "once": "c"}).status_code == 303
    assert client.post(f"{of}/offer", data={"once": "d"}).status_code == 303
    assert f'data-poll="{page}"' in client.get(page).text  # nobody has begun the file; the page asks itself for news
    a_file(session, agreement, sha256="f" * 64, now=utc_now())
    session.commit()
    signature = {"agrees": "y", "document_sha256": "f" * 64}
    assert client.post(f"{of}/sign-for-network", data={**signature, "typed_name": "P", "once": "e"}).status_code == 303
    assert (
        client.post(f"{of}/sign-for-affiliate", data={**signature, "typed_name": "P", "once": "f"}).status_code == 403
    )
    other = sign_in(director)
    assert "Read and sign" in other.get(page).text
    assert other.post(f"{of}/sign-for-affiliate", data={**signature, "typed_name": "A", "once": "g"}).status_code == 303
    text = other.get(page).text
    assert ("In force" in text, "Certificate of signatures" in text) == (True, True)
    session.expire_all()
    kept = session.get_one(DataSharingAgreement, agreement.id)
    assert (kept.state, kept.elements, kept.permitted_uses) == (AgreementState.ACTIVE, ["sex"], ["One", "Two"])


def test_ending_early_asks_for_a_reason(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    agreement = in_force(session, year)
    client = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate))
    page = f"/data-sharing/{agreement.id}/end"
    assert client.post(page, data={"note": "", "once": "a"}).status_code == 422
    assert client.post(page, data={"note": "We change databases.", "once": "b"}).status_code == 303
    assert "We change databases." in client.get(f"/data-sharing/of/{year.id}").text


def test_a_data_lead_records_a_contract_and_reads_it_anew(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    client = sign_in(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=year.affiliate))
    page = f"/data-sharing/of/{year.id}"
    given = {"name": "Case database", "holder": "Us", "allows": "Reports", "restrictions": "", "allows_sharing": "y"}
    assert client.post(f"{page}/source", data={**given, "name": "", "once": "a"}).status_code == 422
    assert client.post(f"{page}/source", data={**given, "once": "b"}).status_code == 303
    assert "May be shared" in client.get(page).text
    source = session.query(DataSource).one()
    changed = {**given, "version": "1", "ends_on": "2020-01-01", "once": "c"}
    assert client.post(f"{page}/sources/{source.id}", data=changed).status_code == 303
    assert "Must not be shared" in client.get(page).text


def test_a_contract_is_found_only_beside_its_own_affiliate(session: Session, sign_in: SignIn) -> None:
    year, other = an_enrollment(session, Stage.TRAINING), an_enrollment(session, Stage.TRAINING)
    source = a_source(session, other)
    client = sign_in(a_person(session, Role.PRIVACY_STEWARD))
    assert client.get(f"/data-sharing/of/{year.id}/sources/{source.id}").status_code == 404
    assert client.get(f"/data-sharing/of/{other.id}/sources/{source.id}").status_code == 200


def test_others_see_or_do_nothing(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    agreement = in_force(session, year)
    stranger = sign_in(a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)))
    assert stranger.get(f"/data-sharing/of/{year.id}").status_code == 404
    staff = sign_in(a_person(session, Role.AFFILIATE_STAFF, affiliate=year.affiliate))
    assert staff.get(f"/data-sharing/of/{year.id}").status_code == 200
    assert [staff.post(f"/data-sharing/{agreement.id}/{step}").status_code for step in ("offer", "renew", "end")] == [
        403, 403, 403,
    ]  # fmt: skip


def test_the_upload_page_says_what_is_missing_and_leads_there(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    client = sign_in(a_person(session, Role.AFFILIATE_DATA_LEAD, affiliate=year.affiliate))
    page = f"/outcomes/of/{year.id}/upload"
    text = client.get(page).text
    assert "No data-sharing agreement is in force, so nothing can be imported." in text
    assert "Nobody has recorded yet what the contract of your database allows." in text
    assert f'href="/data-sharing/of/{year.id}"' in text
    given = {"file": (io.BytesIO(b"affiliate_code\n"), "a.csv"), "as_of": "2024-09-30", "once": "a"}
    assert client.post(page, data=given).status_code == 422


def test_home_says_whose_signature_is_awaited_and_since_when(session: Session) -> None:
    year = an_enrollment(session, Stage.ENROLLED)
    steward = a_person(session, Role.PRIVACY_STEWARD)
    director = a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=year.affiliate)
    waiting_draft = an_enrollment(session, Stage.ENROLLED)
    drafted(session, waiting_draft)
    offered(session, year, steward)
    told = {(row.what, row.since) for row in list_waiting(session, steward.as_actor(NOW), now=NOW)}
    assert told == {("Offer the data-sharing agreement", NOW), ("Sign the data-sharing agreement", NOW)}
    own = [row.what for row in list_waiting(session, director.as_actor(NOW), now=NOW)]
    assert own == ["Sign the data-sharing agreement"]
