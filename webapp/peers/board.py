"""Questions and answers of a cohort's peers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.base import Confirmation
from forms.peers import AnswerForm, HideForm, QuestionForm
from webapp.access import allows, guarded
from webapp.actors import actor
from webapp.peers.blueprint import bp
from webapp.peers.parts import parts_here
from webapp.refusals import refusals_into, status_of
from webapp.tables import PAGE_SIZE, TableFilter, TablePage, asked_page
from workflows.clock import utc_now
from workflows.db import db, transaction
from workflows.peers.models import Answer, Question
from workflows.peers.operations import (
    answer_question,
    ask_question,
    hide,
    mark_helpful,
    mark_solved,
    may_hide,
    show_again,
    why_not_hide,
)
from workflows.peers.queries import (
    Circle,
    QuestionFilter,
    count_questions,
    get_answer,
    get_circle,
    get_question,
    list_questions,
)
from workflows.permissions import Permission
from workflows.personal_data import NOTICE

SHOWN = {"": None, "open": False, "solved": True}


@bp.get("/cohorts/<int:cohort_id>/questions")
@guarded(Permission.SEE_PEERS, get_circle)
def board(circle: Circle) -> ResponseReturnValue:
    session = db.session()
    asked, words = request.args.get("show", ""), request.args.get("words", "").strip().replace("\0", "")
    wanted = QuestionFilter(SHOWN.get(asked), words)
    total = count_questions(session, circle, wanted)
    shown = asked if asked in SHOWN else ""
    page = TablePage(request.path, asked_page(total), total, filters={"show": shown, "words": words})
    choices = [("", "Every question"), ("open", "Open"), ("solved", "Solved")]
    return render_template(
        "peers/board.html",
        circle=circle,
        rows=list_questions(session, circle, wanted, first=(page.number - 1) * PAGE_SIZE, at_most=PAGE_SIZE),
        page=page,
        filters=[TableFilter("words", "Words", words), TableFilter("show", "Show", shown, choices)],
        is_searched=bool(words or shown),
        joins=allows(Permission.JOIN_PEERS, circle),
        parts=parts_here(circle),
    )


@bp.route("/cohorts/<int:cohort_id>/questions/ask", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_circle)
def ask(circle: Circle) -> ResponseReturnValue:
    form = QuestionForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                asked = ask_question(
                    circle,
                    title=form.title.data,
                    text=form.text.data,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash("Your question is on the board. You get one message when it is answered.", "good")
            return redirect(url_for(".question", question_id=asked.id), 303)
    return render_template("peers/ask.html", circle=circle, form=form, notice=NOTICE), status_of(form)


@bp.get("/questions/<int:question_id>")
@guarded(Permission.SEE_PEERS, get_question)
def question(question: Question) -> ResponseReturnValue:
    return _question_page(question, AnswerForm(formdata=None))


def _question_page(question: Question, form: AnswerForm) -> ResponseReturnValue:
    page = render_template(
        "peers/question.html",
        question=question,
        answers=[one for one in question.answers if one.hidden_at is None or may_hide(one, actor=actor())],
        form=form,
        is_asker=question.asked_by_id == actor().id and allows(Permission.JOIN_PEERS, question),
        joins=allows(Permission.JOIN_PEERS, question) and question.hidden_at is None,
        manages=allows(Permission.MANAGE_PEERS, question),
        may_hide=lambda text: may_hide(text, actor=actor()),
        confirm=Confirmation(),
        notice=NOTICE,
        parts=parts_here(get_circle(db.session(), question.cohort_id)),
    )
    return page, status_of(form)


@bp.post("/questions/<int:question_id>/answers")
@guarded(Permission.JOIN_PEERS, get_question)
def answer(question: Question) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                answer_question(
                    question,
                    text=form.text.data,
                    is_checked=form.is_checked.data,
                    session=session,
                    actor=actor(),
                    now=utc_now(),
                )
            flash(f"Thank you. {question.asked_by.name} gets a message.", "good")
            return redirect(url_for(".question", question_id=question.id), 303)
    return _question_page(question, form)


@bp.post("/questions/<int:question_id>/solved")
@guarded(Permission.JOIN_PEERS, get_question)
def solved(question: Question) -> ResponseReturnValue:
    """Solved; asked once more, open again."""
    was_open = question.solved_at is None
    with transaction():
        mark_solved(question, is_solved=was_open, actor=actor(), now=utc_now())
    flash("Marked as solved." if was_open else "It is open again.", "good")
    return redirect(url_for(".question", question_id=question.id), 303)


@bp.post("/answers/<int:answer_id>/helpful")
@guarded(Permission.JOIN_PEERS, get_answer)
def helpful(answer: Answer) -> ResponseReturnValue:
    with transaction():
        mark_helpful(answer, actor=actor(), now=utc_now())
    flash("Marked as helpful.", "good")
    return redirect(url_for(".question", question_id=answer.question_id), 303)


@bp.route("/questions/<int:question_id>/hide", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_question)
def hide_question(question: Question) -> ResponseReturnValue:
    return _hide(question, url_for(".board", cohort_id=question.cohort_id))


@bp.route("/answers/<int:answer_id>/hide", methods=["GET", "POST"])
@guarded(Permission.JOIN_PEERS, get_answer)
def hide_answer(answer: Answer) -> ResponseReturnValue:
    return _hide(answer, url_for(".question", question_id=answer.question_id))


def _hide(text: Question | Answer, onward: str) -> ResponseReturnValue:
    form = HideForm()
    if form.validate_on_submit():
        with refusals_into(form):
            with transaction() as session:
                hide(text, reason=form.reason.data or "", session=session, actor=actor(), now=utc_now())
            flash("It is off the board.", "good")
            return redirect(onward, 303)
    page = render_template(
        "peers/hide.html",
        text=text,
        question=text if isinstance(text, Question) else text.question,
        form=form,
        is_own=text.author_id == actor().id,
        reasons=why_not_hide(text, actor=actor()),
        back_url=onward,
    )
    return page, status_of(form)


@bp.post("/questions/<int:question_id>/show")
@guarded(Permission.MANAGE_PEERS, get_question)
def show_question(question: Question) -> ResponseReturnValue:
    return _show(question, question.id)


@bp.post("/answers/<int:answer_id>/show")
@guarded(Permission.MANAGE_PEERS, get_answer)
def show_answer(answer: Answer) -> ResponseReturnValue:
    return _show(answer, answer.question_id)


def _show(text: Question | Answer, question_id: int) -> ResponseReturnValue:
    with transaction() as session:
        show_again(text, session=session, actor=actor())
    flash("It is on the board again.", "good")
    return redirect(url_for(".question", question_id=question_id), 303)
