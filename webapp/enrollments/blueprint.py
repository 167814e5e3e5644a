"""The one blueprint of enrollments; the slice's modules add their routes to it."""

from flask import Blueprint

bp = Blueprint("enrollments", __name__, url_prefix="/enrollments")
