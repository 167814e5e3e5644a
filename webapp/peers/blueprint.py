"""The blueprint that the routes of the peers share."""

from flask import Blueprint

bp = Blueprint("peers", __name__, url_prefix="/peers")
