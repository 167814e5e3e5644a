"""The database: one session, one `transaction()`, the column types that both SQLite and PostgreSQL keep exactly."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.functions import FunctionElement

from workflows.clock import utc_now
from workflows.errors import AlreadyDone, Stale

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Key(BigInteger):
    """A surrogate key: 64 bits on PostgreSQL; SQLite only counts up by itself on INTEGER."""


@compiles(Key, "sqlite")
def _integer_on_sqlite(_type: Key, _compiler: Any, **_options: Any) -> str:
    return "INTEGER"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Row(Base):
    """What every table has: a key that is never shown to be counted on."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(Key, primary_key=True)


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class start_of_day(FunctionElement[datetime]):  # noqa: N801  it reads as the SQL function that it is
    """The first moment of a date's day in UTC, to be ordered among moments."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(start_of_day)
def _cast_to_moment(element: start_of_day, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS TIMESTAMP WITHOUT TIME ZONE)"


@compiles(start_of_day, "sqlite")
def _text_of_moment(element: start_of_day, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} || ' 00:00:00.000000')"


class ScaledDecimal(TypeDecorator[Decimal]):
    """A `Decimal` with a fixed number of places, stored as an integer so that both databases add exactly."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


MONEY = ScaledDecimal(2)  # US dollars to the cent
QUANTITY = ScaledDecimal(4)  # baselines, targets, sums of measured values


def enum_of(kind: type[StrEnum]) -> Enum:
    """A word from a closed list, stored as text so that adding a word needs no type change."""
    return Enum(kind, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members])


class Versioned:
    """A row that two people may edit: the slower one is told, never overwritten."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  SQLAlchemy passes the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from: who, in which request or job, and the form's one-time token."""

    actor_id: int | None = None
    request_id: str = ""
    once: str = ""
    writes: bool = False


_NOBODY = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=_NOBODY)


def current_origin() -> Origin:
    return _origin.get()


@contextmanager
def originating(origin: Origin) -> Iterator[None]:
    """Everything inside is done by `origin`. Web requests, jobs and commands open one each."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


class SpentToken(Row):
    """A form's one-time token, kept so that a second arrival changes nothing."""

    __tablename__ = "spent_tokens"
    token: Mapped[str] = mapped_column(String(64), unique=True)
    spent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class GetMustNotWrite(RuntimeError):
    """A bug: something tried to write while a page was only being read."""


@contextmanager
def transaction() -> Iterator[Session]:
    """One operation, all or nothing.

    Spends the form's token first: a second arrival raises `AlreadyDone` before any work. A row that somebody else
    saved in between raises `Stale`. Anything raised inside undoes everything.
    """
    origin = _origin.get()
    token = _origin.set(replace(origin, writes=True, once=""))
    session = db.session()
    try:
        if not origin.writes:
            session.rollback()  # a read that began earlier must not be upgraded to a write
        if origin.once:
            _spend(session, origin.once)
        yield session
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Stale() from error
    except BaseException:
        session.rollback()
        raise
    finally:
        _origin.reset(token)


def lock(session: Session, row: Row) -> None:
    """Hold the row until the transaction ends, with what is saved now: two people decide one after the other.

    SQLite has one writer at a time anyway.
    """
    session.flush()  # the reload would drop what is not written yet
    session.refresh(row, with_for_update={"of": type(row)})


def _spend(session: Session, token: str) -> None:
    session.add(SpentToken(token=token))
    try:
        session.flush()  # the unique token turns a replay away before any work is done
    except IntegrityError as error:
        raise AlreadyDone() from error


@event.listens_for(Session, "before_flush")
def _refuse_writes_while_reading(session: Session, _context: Any, _instances: Any) -> None:
    if not _origin.get().writes and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise GetMustNotWrite("a write outside of `with transaction():`")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL and our own BEGIN, as measured in the platform notes; nothing to do on PostgreSQL."""
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "busy_timeout=15000", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    """A writer takes its lock at once, so that it never fails half-way with «database is locked»."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _origin.get().writes else "BEGIN")
