"""The blueprint that the routes of the self-assessment share."""

from flask import Blueprint

bp = Blueprint("assessments", __name__, url_prefix="/self-assessment")
