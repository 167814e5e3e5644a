"""The blueprint that the routes of affiliates share."""

from flask import Blueprint

bp = Blueprint("affiliates", __name__, url_prefix="/affiliates")
