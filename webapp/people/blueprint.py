"""The blueprint of people, and what holds for every request."""

from flask import Blueprint, Response, request

from webapp.people.sessions import hold_the_limits

bp = Blueprint("people", __name__)
bp.before_app_request(hold_the_limits)


@bp.after_request
def keep_the_token(response: Response) -> Response:
    """A link's token lets somebody in: the browser names only the site, not the page, to whatever is asked next."""
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "strict-origin"
    return response
