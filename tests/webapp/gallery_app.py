"""A small Flask app that shows every component with invented content; for tests and for the eye."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Thing
from typing import Any

import jinja2
from flask import Flask, flash, render_template
from flask_bootstrap import Bootstrap5
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange

import webapp
from webapp import security
from webapp.charts import Point, bar_chart, goal_chart, line_chart
from webapp.filters import FILTERS
from webapp.tables import TableFilter, TablePage

NOW = datetime(2026, 10, 19, 14, 30, tzinfo=UTC)
PAGES = (
    "gallery",
    "sign_in",
    "conflict",
    "conflict_labels",
    "expired",
    "forbidden",
    "not_found",
    "refused",
    "slow_down",
    "too_large",
    "unexpected",
)


class GoalForm(Form):
    """A goal, as an example of every kind of field."""

    csrf_token = HiddenField(default="token")
    once = HiddenField(default="once-1")
    version = HiddenField(default="3")
    who = StringField("Who is it about?", [DataRequired("Say who the goal is about.")])
    baseline = DecimalField("Baseline")
    target = DecimalField("Target", [NumberRange(max=100, message="The target is a percent: 100 or less.")])
    due = DateField("Due", [DataRequired("Choose a day inside your year.")])
    people = IntegerField("People")
    indicator = SelectField(
        "Indicator", choices=[SelectChoice("EMP-01", "EMP-01 Employed at day 180"), SelectChoice("LAN-02", "LAN-02")]
    )
    why = TextAreaField("Why is this rise realistic?", [Length(max=500)])
    pace = RadioField(
        "How often do you look at it?",
        [DataRequired("Choose how often you look at it.")],
        choices=[SelectChoice("month", "Every month"), SelectChoice("quarter", "Every quarter")],
    )
    sites = SelectMultipleField("Sites", choices=[SelectChoice("n", "North"), SelectChoice("s", "South")])
    agreed = BooleanField("The whole team has read this goal")
    extract = FileField("Extract")


def gallery_app(*, strict: bool = True) -> Flask:
    """Every page of `PAGES` at its own address, with the frame's context values set."""
    app = Flask(webapp.__name__)
    app.config.update(SECRET_KEY="only for tests", BOOTSTRAP_SERVE_LOCAL=True, TESTING=True)
    Bootstrap5(app)
    app.jinja_env.filters.update(FILTERS)
    if strict:
        app.jinja_env.undefined = jinja2.StrictUndefined
    here = jinja2.FileSystemLoader(f"{app.root_path}/../tests/webapp")
    app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, here])
    app.context_processor(frame_values)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    security.init_app(app)
    app.add_url_rule("/", "gallery", show_gallery)
    app.add_url_rule("/sign-in", "sign_in", lambda: render_template("gallery_sign_in.html", **plain_values()))
    for name in PAGES[2:]:
        app.add_url_rule(f"/{name}", name, lambda name=name: render_template(**error_values(name)))
    return app


def frame_values() -> dict[str, Any]:
    labels = [
        "Home",
        "Training",
        "Proposal",
        "Funding",
        "Check-ins",
        "Outcomes",
        "Reports",
        "Documents",
        "Library",
    ]
    sections = [
        Thing(label=label, url=f"#{label}", current=label == "Home", count=2 if label == "Reports" else 0)
        for label in labels
    ]
    return {
        "home_url": "/",
        "actor": Thing(name="Ana Ruiz, Harbor", is_signed_in=True),
        "sections": sections,
        "zone": "America/New_York",
        "demo": True,
        "sign_out_url": "/sign-out",
        "account_url": "/account",
        "now": NOW,
    }


def plain_values() -> dict[str, Any]:
    class SignInForm(Form):
        email = StringField("Email", [DataRequired("Write your email address.")])
        password = StringField("Password", [DataRequired("Write your password.")])

    return {"actor": None, "sections": [], "form": SignInForm()}


def error_values(name: str) -> dict[str, Any]:
    if name.startswith("conflict"):
        mine = "We ask the college for two evening places and bring the list ourselves."
        theirs = "We ask the college for evening places.\nMarisol brings the list on Friday."
        values: dict[str, Any] = {
            "mine": {"Why is it realistic?": mine},
            "theirs": {"Why is it realistic?": theirs},
        }
        if name == "conflict":
            field = Thing(name="why", label="Why is it realistic?", mine=mine, theirs=theirs)
            values = {
                "fields": [field],
                "carried": [("who", "adults")],
                "form": GoalForm(),
                "action_url": "/goal",
            }
        return {"template_name_or_list": "errors/conflict.html", **values}
    return {
        "template_name_or_list": f"errors/{name}.html",
        "reasons": ["2 of 12 sessions are open: 5 and 9."],
        "back_url": "/",
    }


def show_gallery() -> str:
    flash("Section 3 is saved and sent to Marisol.", "good")
    flash("One answer changed while you were away.", "watch")
    form = GoalForm(
        data={
            "who": "",
            "target": Decimal(120),
            "indicator": "EMP-01",
            "version": "3",
            "once": "once-1",
            "csrf_token": "t",
        }
    )
    form.validate()
    return render_template("gallery.html", form=form, empty_form=GoalForm(), **gallery_content())


def gallery_content() -> dict[str, Any]:
    stages = [
        ("Enroll", "12 Jan", "done"),
        ("Train", "12 of 12 sessions", "done"),
        ("Propose", "sent 24 Apr", "done"),
        ("Review", "approved 15 May", "done"),
        ("Fund", "$24,000", "done"),
        ("Implement", "month 4 of 12", "now"),
        ("Close", "from 1 Jul 2027", "ahead"),
    ]
    rows = [
        Thing(
            name="Prairie Welcome",
            what="Decide on the proposal",
            days=6,
            amount=Decimal(18500),
            why="Two scores, 78 and 74; no conflict; within budget",
        ),
        Thing(
            name="Mesa Refugee Partners",
            what="Third reviewer needed",
            days=4,
            amount=Decimal(32000),
            why="Scores differ by 21 points on two criteria",
        ),
        Thing(
            name="Lakeside Neighbors",
            what="No-cost extension, 60 days",
            days=2,
            amount=None,
            why="Fast track: answer by 27 October",
        ),
    ]
    return {
        "steps": [Thing(name=name, detail=detail, state=state) for name, detail, state in stages],
        "columns": [
            {"key": "name", "label": "Affiliate", "sort": True},
            {"key": "what", "label": "What"},
            {"key": "days", "label": "Waiting", "numeric": True, "sort": True},
            {"key": "amount", "label": "Amount", "numeric": True, "sort": True},
            {"key": "why", "label": "Why it matters"},
        ],
        "rows": rows,
        "page_of_rows": TablePage("/", 2, 212, sort="days", direction="desc", export_url="/rows.csv"),
        "filters": [
            TableFilter("stage", "Stage", "review", [("", "Every stage"), ("review", "Review")]),
            TableFilter("q", "Affiliate"),
        ],
        "goals": gallery_goals(),
        "chart": line_chart(
            [
                Point("Jun", 48, "30 of 62 people"),
                Point("Jul", Decimal("49.5"), "29 of 59 people"),
                Point("Aug", None, "fewer than 5: hidden"),
                Point("Sep", Decimal("51.8"), "29 of 56 people"),
                Point("Oct", Decimal("54.4"), "31 of 57 people"),
            ],
            name="employment",
            title="Employed at day 180",
            unit="%",
            baseline=48,
            target=60,
        ),
        "bars": bar_chart(
            [Point("Q1", 41), Point("Q2", 38), Point("Q3", 36)],
            name="language",
            title="Days until English class",
            unit="days",
            baseline=41,
            target=25,
        ),
        "entries": gallery_entries(),
        "documents": gallery_documents(),
        "board_columns": gallery_board(),
        "budget": [
            Thing(label="Paid", figure="$93,000", percent=31),
            Thing(label="Committed", figure="$81,000", percent=27),
            Thing(label="Free", figure="$126,000", percent=42),
        ],
        "due_on": date(2026, 10, 30),
        "deadline": datetime(2026, 10, 31, 3, 59, tzinfo=UTC),
    }


def gallery_goals() -> list[Thing]:
    return [
        Thing(
            title="60% of employable adults hold a job at day 180",
            url="#goal-1",
            baseline="48%",
            actual="54%",
            source="Employment · 31 of 57 people · as of 30 Sep 2026, import 4",
            target="60%",
            word="On track",
            tone="good",
            chart=goal_chart(
                [Point("Jun", 48), Point("Jul", 50), Point("Aug", 51), Point("Sep", 54)],
                name="goal-1-chart",
                title="Goal 1",
                unit="%",
                target=60,
            ),
        ),
        Thing(
            title="Adults start English class within 25 days of arrival",
            baseline="41 days",
            actual="36 days",
            source="Language · 22 people · as of 30 Sep 2026, import 4",
            target="25 days",
            word="Watch",
            tone="watch",
            chart=goal_chart(
                [Point("Jun", 41), Point("Jul", 38), Point("Aug", 39), Point("Sep", 36)],
                name="goal-2-chart",
                title="Goal 2",
                unit="days",
                target=25,
            ),
        ),
    ]


def gallery_entries() -> list[Thing]:
    return [
        Thing(
            at=datetime(2026, 10, 15, 18, 5, tzinfo=UTC),
            sentence="Ana Ruiz sent the October extract",
            actor="Ana Ruiz, data lead",
            tone="good",
            url="#import-4",
        ),
        Thing(
            at=datetime(2026, 9, 24, 18, 0, tzinfo=UTC),
            sentence="Check-in held by video, 45 minutes",
            actor="Jo Lindqvist, coach",
            tone="good",
            note="The English waiting list is longer than in spring. Two actions: call the college about "
            "evening places; ask Lakeside how they solved it.",
        ),
        Thing(at=datetime(2026, 9, 2, 13, 0, tzinfo=UTC), sentence="First quarterly report was due", tone="late"),
        Thing(at=datetime(2026, 7, 1, 13, 0, tzinfo=UTC), sentence="The year began", actor="Accompany"),
    ]


def gallery_documents() -> list[Thing]:
    return [
        Thing(
            title="Grant agreement",
            state="done",
            url="#agreement",
            size=48_200,
            made_at=NOW,
            word="Signed",
            tone="good",
        ),
        Thing(title="Outcome brief", state="done", url="#brief", size=1_320_000, made_at=NOW),
        Thing(
            title="Coaching summary, Q1",
            state="running",
            progress_percent=40,
            progress_text="Reading 4 of 10 check-ins",
            poll_url="/documents/3",
        ),
        Thing(title="Data-quality report", state="owed", poll_url="/documents/4"),
        Thing(
            title="Completion certificate",
            state="failed",
            error="The Word template asks for “venue”, which nobody filled in. Add it to the cohort.",
        ),
    ]


def gallery_board() -> list[Thing]:
    stages = {
        "Enroll": [("Delta House", "commitment not signed, 9 days", "watch")],
        "Train": [("Summit", "10 of 12 sessions", ""), ("Northgate", "recording 7 expires Friday", "")],
        "Propose": [("Cascade", "5 of 8 sections", ""), ("Orchard", "changes asked, 3 days", "")],
        "Review": [("Prairie", "decide", ""), ("Mesa", "third reviewer", "")],
        "Fund": [],
        "Implement": [("Harbor", "month 4, on track", ""), ("Ridge", "month 6, report late", "late")],
        "Close": [("Valley", "2 points open", "")],
    }
    return [
        Thing(label=stage, chips=[Thing(name=n, note=note, tone=tone, url=f"#{n}") for n, note, tone in chips])
        for stage, chips in stages.items()
    ]
