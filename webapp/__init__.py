"""The web: pages, routes and templates over `forms` and `workflows`."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from webapp import access, context, doorbell, health, refusals, security
from webapp.addresses import RecordNumber, refuse_unwritable
from webapp.blueprints import register_blueprints
from webapp.extensions import bootstrap, csrf, limiter, login, migrate
from webapp.filters import FILTERS
from webapp.measurement.intake import InMemoryRequest
from workflows import registry
from workflows.db import db
from workflows.files import FileStore

SETTINGS = "accompany"
FILES = "accompany_files"


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from the environment when no settings are given; raises SettingsError for unsafe ones."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.config.update(_flask_settings(settings))
    app.request_class = InMemoryRequest
    app.url_map.converters["int"] = RecordNumber
    app.extensions[SETTINGS] = settings
    app.extensions[FILES] = FileStore(settings.files_url, **settings.files_options)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    assert registry.ALL_MODELS  # the mappers are complete before the first query
    for extension in (db, csrf, login, limiter, bootstrap):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    app.before_request(refuse_unwritable)
    for part in (access, context, doorbell, health, refusals, security):
        part.init_app(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    register_blueprints(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,  # a whole book pasted by mistake comes back with a sentence
        "MAX_FORM_PARTS": 2_500,  # a budget of a hundred lines has over a thousand answers
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),  # without a request
        "SESSION_REFRESH_EACH_REQUEST": False,  # webapp.people.sessions renews it
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # the session's own end is the limit: a long evening of writing must not fail
        "BOOTSTRAP_SERVE_LOCAL": True,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(settings.redis_url),
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1} if settings.redis_url else {},
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def _engine_options(database_url: str) -> dict[str, object]:
    """PostgreSQL: a live check of pooled connections, and no JIT (it slowed wide queries, see the platform notes)."""
    if not database_url.startswith("postgresql"):
        return {}
    return {"pool_pre_ping": True, "connect_args": {"options": "-c jit=off -c timezone=utc"}}
