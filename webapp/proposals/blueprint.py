"""The blueprint that the routes of proposals share."""

from flask import Blueprint

bp = Blueprint("proposals", __name__, url_prefix="/proposals")
