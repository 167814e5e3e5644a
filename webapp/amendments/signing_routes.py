"""Both sides sign the amendment letter."""

from flask import url_for
from flask.typing import ResponseReturnValue

from webapp.access import guarded
from webapp.amendments.blueprint import bp
from webapp.amendments.letters import LETTER, letter_title
from webapp.signing.page import sign_page
from workflows.amendments.models import Amendment
from workflows.amendments.queries import get_amendment
from workflows.permissions import Permission
from workflows.signing.models import Side


@bp.route("/<int:amendment_id>/sign-for-affiliate", methods=["GET", "POST"])
@guarded(Permission.SIGN_FOR_AFFILIATE, get_amendment)
def sign_for_affiliate(amendment: Amendment) -> ResponseReturnValue:
    return _sign(amendment, Side.AFFILIATE)


@bp.route("/<int:amendment_id>/sign-for-network", methods=["GET", "POST"])
@guarded(Permission.SIGN_FOR_NETWORK, get_amendment)
def sign_for_network(amendment: Amendment) -> ResponseReturnValue:
    return _sign(amendment, Side.NETWORK)


def _sign(amendment: Amendment, side: Side) -> ResponseReturnValue:
    back_url = url_for(".show", amendment_id=amendment.id)
    return sign_page(LETTER, amendment, side, title=letter_title(amendment), back_url=back_url)
