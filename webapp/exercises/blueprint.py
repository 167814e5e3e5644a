"""The blueprint that the routes of practice products and labs share."""

from flask import Blueprint

bp = Blueprint("exercises", __name__, url_prefix="/practice")
