"""The blueprint that all pages about prospects register with."""

from flask import Blueprint

bp = Blueprint("prospects", __name__, url_prefix="/prospects")
