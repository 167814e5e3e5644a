"""The blueprint of reviews; seats and decisions add their routes to it."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/reviews")
