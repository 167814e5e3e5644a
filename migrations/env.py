"""How Alembic meets the application's database: one schema, on SQLite in batch mode with foreign keys held still."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, types

from workflows.db import Key, Origin, ScaledDecimal, UtcDateTime, db, originating

PLAIN = {
    UtcDateTime: "sa.DateTime()",
    ScaledDecimal: "sa.BigInteger()",
    Key: "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
}


def render_plain(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our column types as what the database stores, so that a migration never depends on today's code."""
    if kind == "type":
        return next((text for ours, text in PLAIN.items() if isinstance(item, ours)), False)
    return False


def same_type(
    _context: object, _inspected: object, _column: object, stored: object, declared: types.TypeEngine[object]
) -> bool | None:
    """Integers of any width are one on SQLite; everything else Alembic compares itself."""
    if isinstance(declared, Key | ScaledDecimal) and isinstance(stored, types.Integer):
        return False
    if isinstance(declared, UtcDateTime) and isinstance(stored, types.DateTime):
        return False
    return None


def _pragma(connection: Connection, words: str) -> list[tuple[object, ...]]:
    """Straight to the driver: inside a transaction SQLite would ignore it."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    return list(driver.execute(f"PRAGMA {words}"))


def run(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:  # a batch move of a parent table would otherwise delete its children (platform notes, 2)
        _pragma(connection, "foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=same_type,
        render_item=render_plain,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if on_sqlite:
        broken = _pragma(connection, "foreign_key_check")
        _pragma(connection, "foreign_keys=ON")
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without their parent")


with current_app.app_context(), originating(Origin(writes=True)), db.engine.connect() as connection:
    run(connection)
