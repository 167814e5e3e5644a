"""A careful bare page: Flask + SQLAlchemy + Jinja + Flask-Login, 50 of 5,000 rows in five queries, nothing of ours.

Everything else is measured as a multiple of it, so that the numbers travel between machines.
"""

from collections.abc import Sequence
from secrets import token_hex

from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin, current_user, login_required
from sqlalchemy import ForeignKey, String, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

ROWS_SHOWN = 50


class Base(DeclarativeBase):
    """The bare application's own tables, apart from the product's."""


class BareUser(Base):
    __tablename__ = "bare_users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class BareOwner(Base):
    __tablename__ = "bare_owners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class BareRow(Base):
    __tablename__ = "bare_rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    stage: Mapped[str] = mapped_column(String(20), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("bare_owners.id"), index=True)
    owner: Mapped[BareOwner] = relationship()


class SignedIn(UserMixin):
    def __init__(self, user: BareUser) -> None:
        self.id = user.id
        self.name = user.name


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rows</title></head><body>
<p>{{ name }} · {{ total }} rows · {{ owners }} owners</p>
<table><thead><tr><th>Title</th><th>Stage</th><th>Owner</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/rows/{{ row.id }}">{{ row.title }}</a></td><td>{{ row.stage }}</td>
<td>{{ row.owner.name }}</td></tr>{% endfor %}</tbody></table>
<ul>{% for stage, number in stages %}<li>{{ stage }}: {{ number }}</li>{% endfor %}</ul></body></html>"""


def make_bare_app(url: str, *, rows: int) -> Flask:
    """The bare application over its own tables, which it makes anew and fills with `rows` rows."""
    engine = create_engine(url, connect_args={"options": "-c jit=off"})
    _fill(engine, rows)
    app = Flask("bare")
    app.config["SECRET_KEY"] = token_hex(16)
    app.extensions["bare_engine"] = engine
    login = LoginManager(app)

    @login.user_loader
    def load(identity: str) -> SignedIn | None:
        with Session(engine) as session:
            user = session.get(BareUser, int(identity))
            return SignedIn(user) if user else None

    @app.get("/rows")
    @login_required
    def list_rows() -> str:
        with Session(engine) as session:
            return render_template_string(
                PAGE,
                name=current_user.name,
                total=session.scalar(select(func.count(BareRow.id))),
                owners=session.scalar(select(func.count(BareOwner.id))),
                rows=_page(session),
                stages=session.execute(select(BareRow.stage, func.count()).group_by(BareRow.stage)).all(),
            )

    return app


def _page(session: Session) -> Sequence[BareRow]:
    newest = select(BareRow).options(joinedload(BareRow.owner)).order_by(BareRow.id.desc()).limit(ROWS_SHOWN)
    return session.scalars(newest).all()


def _fill(engine: object, rows: int) -> None:
    Base.metadata.drop_all(engine)  # type: ignore[arg-type]
    Base.metadata.create_all(engine)  # type: ignore[arg-type]
    stages = ("enroll", "train", "propose", "review", "fund", "implement", "close")
    with Session(engine) as session:  # type: ignore[arg-type]
        session.add(BareUser(id=1, name="A person"))
        session.add_all(BareOwner(id=n, name=f"Owner {n}") for n in range(1, 41))
        session.flush()  # the rows below name these owners
        session.add_all(
            BareRow(title=f"Row {n}", stage=stages[n % len(stages)], owner_id=n % 40 + 1) for n in range(rows)
        )
        session.commit()
