"""The blueprint of funding; awards and payments add their routes to it."""

from flask import Blueprint

bp = Blueprint("funding", __name__, url_prefix="/funding")
