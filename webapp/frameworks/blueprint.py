"""The blueprint of frameworks and their indicators, a shelf of the library."""

from flask import Blueprint

bp = Blueprint("frameworks", __name__, url_prefix="/library")
