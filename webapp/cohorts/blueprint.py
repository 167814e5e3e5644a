"""The one blueprint of cohorts; the slice's modules add their routes to it."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__, url_prefix="/cohorts")
