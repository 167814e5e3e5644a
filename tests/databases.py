"""Throw-away databases: an SQLite file copied for each test, or one PostgreSQL database emptied between tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import exists, literal, select, text, union_all

from workflows.db import db

SERVER = os.environ.get("ACCOMPANY_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres").replace("+psycopg", "")
ON_POSTGRESQL = "postgresql"


def runs_on_postgresql() -> bool:
    """Whether the whole suite was asked to run on PostgreSQL: ACCOMPANY_TEST_ON=postgresql."""
    return os.environ.get("ACCOMPANY_TEST_ON") == ON_POSTGRESQL


@contextmanager
def a_postgresql_database() -> Iterator[str]:
    """The address of a new, empty database that is dropped afterwards; skips plainly where no server is reachable."""
    try:
        admin = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        if os.environ.get("ACCOMPANY_REQUIRE_LEGS") == "1" or runs_on_postgresql():
            raise
        pytest.skip("no PostgreSQL server is reachable")
    name = f"accompany_test_{uuid4().hex[:12]}"
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        admin.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # nothing here outlives a power cut
        try:
            yield f"{SERVER.rsplit('/', 1)[0]}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def empty_every_table() -> None:
    """Only what has rows is emptied: to truncate a hundred tables takes longer than most tests.

    Keys begin at one again in every table that gave one out, also where the row was rolled back.
    """
    tables = {table.name: table for table in db.metadata.sorted_tables}
    is_filled = union_all(*(select(literal(name)).where(exists(select(table))) for name, table in tables.items()))
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # in whatever order
        for name in connection.scalars(is_filled).all():
            connection.execute(tables[name].delete())
        connection.execute(
            text(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
                " FROM pg_sequences WHERE last_value IS NOT NULL"
            )
        )
