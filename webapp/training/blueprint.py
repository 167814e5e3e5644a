"""The blueprint that the routes of training share."""

from flask import Blueprint

bp = Blueprint("training", __name__, url_prefix="/training")
