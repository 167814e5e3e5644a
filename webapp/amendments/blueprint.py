"""The blueprint of amendments; requests, decisions and suspensions add their routes to it."""

from flask import Blueprint

bp = Blueprint("amendments", __name__, url_prefix="/amendments")
