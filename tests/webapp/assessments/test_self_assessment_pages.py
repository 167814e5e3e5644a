"""Self-assessment in the browser: answering together and alone, results, files, and who sees what."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Statements
from tests.factories import NOW, a_cohort, a_person, an_affiliate, an_enrollment
from tests.scenes_assessments import (
    INSTRUMENT,
    a_topic,
    a_trained_enrollment,
    a_writer,
    answered_alone,
    drafted,
    scores_of,
    submitted,
)
from tests.scenes_training import a_series
from workflows.assessments.answers import Moment, Position
from workflows.assessments.models import Assessment, DevelopmentNote, LearningTopic, PersonalAssessment
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Role
from workflows.stages import Stage

SignIn = Callable[[User], FlaskClient]
JSON = {"Accept": "application/json"}


def texts(page: str, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in html.document_fromstring(page).xpath(path)]


def rows_of(page: str, caption: str) -> list[list[str]]:
    """The cells of the table with this caption."""
    for table in html.document_fromstring(page).iter("table"):
        title = table.find("caption")
        if title is not None and (title.text or "").strip() == caption:
            return [[" ".join(c.text_content().split()) for c in row] for row in table.find("tbody")]
    return []


def of(enrollment: Enrollment, rest: str = "") -> str:
    return f"/self-assessment/of/{enrollment.id}{rest}"


def test_an_affiliate_goes_from_begin_to_results(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    client = sign_in(a_writer(session, enrollment, Role.AFFILIATE_DIRECTOR))
    page = client.get(of(enrollment)).text
    assert "No results yet" in page
    first = client.post(of(enrollment, "/begin/before"))
    assert (first.status_code, first.location.endswith("/dimensions/D1")) == (303, True)
    base = first.location.removesuffix("/dimensions/D1")
    for part in INSTRUMENT.dimensions:
        data = {"version": "1"} | {f"{part.code}_{n}_score": "2" for n in range(1, 5)}
        if part.code == "D6":
            data["D6_2_score"] = "4"
        assert client.post(f"{base}/dimensions/{part.code}", data=data).status_code == 303
    refused = client.post(f"{base}/submit")
    assert refused.status_code == 422
    (missing,) = html.document_fromstring(refused.text).xpath("//ul[@class='gaps']//a/@href")
    assert missing == f"{base}/dimensions/D6#D6_2_example"
    data = {"version": "2", "D6_2_example": "We said so in the meeting."}
    data |= {f"D6_{n}_score": "4" if n == 2 else "2" for n in range(1, 5)}
    assert client.post(f"{base}/dimensions/D6", data=data).status_code == 303
    assert "Nothing is missing" in client.get(f"{base}/submit").text
    assert client.post(f"{base}/submit").location == of(enrollment)
    page = client.get(of(enrollment)).text
    table = rows_of(page, "The numbers")
    assert table[5] == ["Leadership and culture", "2.50", "–"]  # (2 + 4 + 2 + 2) / 4
    assert table[8] == ["All eight together", "2.06", "–"]  # (7 × 2 + 2.5) / 8
    assert "We said so in the meeting." in client.get(base).text
    assert client.get(f"{base}/dimensions/D1").location == base


def test_a_part_saves_by_itself_and_the_slower_editor_sees_both(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    assessment = drafted(session, enrollment, Moment.BEFORE, {})
    first, second = (sign_in(a_writer(session, enrollment)) for _ in range(2))
    path = f"/self-assessment/{assessment.id}/dimensions/D1"
    saved = first.post(path, data={"version": "1", "D1_1_score": "2"}, headers=JSON)
    assert (saved.status_code, saved.json["version"]) == (200, 2)  # type: ignore[index]
    told = second.post(path, data={"version": "1", "D1_1_score": "3"}, headers=JSON)
    assert told.status_code == 409
    page = second.post(path, data={"version": "1", "D1_1_score": "3", "D1_2_score": "1"})
    assert page.status_code == 409
    assert texts(page.text, "//p[@class='version-text']") == [
        "3 about half the time",
        "2 now and then",
        "1 not yet",
        "Not sure yet",
    ]
    chosen = second.post(path, data={"version": "2", "D1_1_score": "2", "D1_2_score": "1"})
    assert chosen.status_code == 303
    too_long = first.post(path, data={"version": "3", "D1_1_example": "x" * 401}, headers=JSON)
    assert "At most 400 characters" in too_long.json["sentence"]  # type: ignore[index]


def test_results_say_kindly_what_fell_and_lead_to_the_session_that_feeds_it(session: Session, sign_in: SignIn) -> None:
    cohort = a_cohort(session)
    session_six = a_series(session, cohort, competency="C5 extraction")[0]
    enrollment = a_trained_enrollment(session, cohort=cohort)
    submitted(session, enrollment, Moment.BEFORE, scores_of(3, D6=2))
    submitted(session, enrollment, Moment.AFTER, scores_of(3, D3=2, D6=3, D5=4))
    coach = a_person(session, Role.COACH)
    enrollment.coach_id = coach.id
    page = sign_in(coach).get(of(enrollment)).text
    (kind,) = texts(page, "//p[contains(@class, 'kind-word')]")
    assert kind.startswith("1 mean is lower than before the training (Extraction and tools). That is common:")
    assert "2.00 → 3.00 (+1.00)" in page  # the culture's trend
    links = html.document_fromstring(page).xpath("//a[contains(., 'From services to change')]/@href")
    assert links == [f"/training/sessions/{session_six.id}"]
    assert rows_of(page, "The numbers")[2] == ["Extraction and tools", "3.00", "2.00", "−1.00"]
    assert "Begin" not in texts(page, "//button")


def test_the_file_holds_the_affiliates_own_figures(session: Session, sign_in: SignIn) -> None:
    enrollment = a_trained_enrollment(session)
    submitted(session, enrollment, Moment.BEFORE, scores_of(3) | {"D1.1": 4})
    submitted(session, enrollment, Moment.AFTER, scores_of(3))
    answer = sign_in(a_writer(session, enrollment)).get(of(enrollment, "/results.csv"))
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert lines[:3] == [
        ["Code", "Dimension or statement", "Before", "Looking back", "After", "12 months", "Change", "Example"],
        ["D1", "Purpose and use", "3.25", "", "3", "", "-0.25", ""],
        ["D1.1", "We have written questions we want data to answer", "4", "", "3", "", "", ""],
    ]
    assert len(lines) == 1 + 8 * 5


def test_ones_own_view_is_nobody_elses(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    person, director = (a_writer(session, enrollment, role) for role in (Role.AFFILIATE_STAFF, Role.AFFILIATE_DIRECTOR))
    client, path = sign_in(person), of(enrollment, "/own/before")
    saved = client.post(path, data={"version": "0", "D1_1_score": "2"}, headers=JSON)
    assert saved.status_code == 200
    incomplete = client.post(path, data={"version": "1", "D1_1_score": "2", "hand_in": "1"})
    assert incomplete.location == f"{path}?missing=1"
    told = texts(client.get(incomplete.location).text, "//div[@role='alert']//li")
    assert told[:2] == [
        "Say from where you look at it: frontline, supervisor or leader.",
        "D1.2 is still open: “Managers look at data before changing a service”",
    ]
    assert told[-1] == "And 26 more."
    assert session.scalars(select(PersonalAssessment.submitted_at)).all() == [None]
    whole = {f"{code.replace('.', '_')}_score": "2" for code in scores_of(2)}
    data = whole | {"version": "1", "position": "frontline", "hand_in": "1"}
    assert client.post(path, data=data).location == of(enrollment)
    row = session.scalars(select(PersonalAssessment)).one()
    assert (row.position, row.submitted_at is not None) == (Position.FRONTLINE, True)
    assert "You submitted this on" in client.get(path).text
    assert "You submitted this on" not in sign_in(director).get(path).text
    manager = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    assert manager.get(path).status_code == 403
    assert person.name not in manager.get(of(enrollment)).text


def test_nobody_sees_another_affiliate_and_no_coach_a_draft(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    draft = drafted(session, enrollment, Moment.BEFORE, scores_of(4), example="Ours alone")
    coach = a_person(session, Role.COACH)
    enrollment.coach_id = coach.id
    strangers = [
        a_person(session, Role.AFFILIATE_DIRECTOR, affiliate=an_affiliate(session)),
        a_person(session, Role.COACH),
    ]
    for person in strangers:
        client = sign_in(person)
        for path in (of(enrollment), of(enrollment, "/results.csv"), f"/self-assessment/{draft.id}"):
            assert client.get(path).status_code == 404
    finance = sign_in(a_person(session, Role.FINANCE_OFFICER))
    assert (finance.get(of(enrollment)).status_code, finance.get("/learning/").status_code) == (403, 403)
    client = sign_in(coach)
    assert client.get(f"/self-assessment/{draft.id}").location == of(enrollment)
    assert "Ours alone" not in client.get(of(enrollment)).text
    assert client.get(f"/self-assessment/{draft.id}/dimensions/D1").status_code == 403


def test_the_log_takes_a_line_and_gives_it_back_to_its_writer(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    writer, colleague = (a_writer(session, enrollment) for _ in range(2))
    client = sign_in(writer)
    empty = client.post(of(enrollment, "/log"), data={"dimension": "D4", "learned_on": "2026-02-20"})
    assert (empty.status_code, "Write it in a sentence." in empty.text) == (422, True)
    line = {"dimension": "D4", "learned_on": "2026-02-20", "text": "How to choose a denominator", "once": "one"}
    for _ in range(2):
        assert client.post(of(enrollment, "/log"), data=line).status_code == 303
    note = session.scalars(select(DevelopmentNote)).one()
    assert rows_of(client.get(of(enrollment)).text, "Development log")[0][:4] == [
        "How to choose a denominator",
        "Analysis and sense-making",
        f"{writer.name} Take out: How to choose a denominator",
        "20 Feb 2026",
    ]  # fmt: skip
    assert sign_in(colleague).post(f"/self-assessment/log/{note.id}/remove").status_code == 403
    assert client.post(f"/self-assessment/log/{note.id}/remove").status_code == 303


def a_network(session: Session, count: int) -> list[Enrollment]:
    cohort = a_cohort(session, seats=60)
    years = [an_enrollment(session, Stage.PROPOSING, cohort=cohort) for _ in range(count)]
    for year in years:
        submitted(session, year, Moment.BEFORE, scores_of(3, D8=2))
    return years


@pytest.mark.parametrize(("affiliates", "shown"), [(4, False), (5, True)])
def test_shared_gaps_are_shown_from_five_affiliates_on_page_and_in_the_file(
    session: Session, sign_in: SignIn, affiliates: int, shown: bool
) -> None:
    years = a_network(session, affiliates)
    client = sign_in(a_person(session, Role.PROGRAM_MANAGER))
    page = client.get("/learning/").text
    lines = list(csv.reader(io.StringIO(client.get("/learning/gaps.csv").text.removeprefix("\ufeff"))))
    if shown:
        assert rows_of(page, "Shared gaps by dimension")[7] == [
            "Client voice and feedback", "5", "5", "2.00", "hidden, fewer than 5",
        ]  # fmt: skip
        assert lines[1 + 7 * 5] == ["D8", "Client voice and feedback", "5", "5", "2.00", "hidden, fewer than 5"]
    else:
        assert "with fewer, one could guess who is meant" in page
        assert lines[1:] == [["", "Hidden: fewer than 5 affiliates have answered.", "", "", "", ""]]
    assert [year.affiliate.name for year in years if year.affiliate.name in page] == []
    own = sign_in(a_writer(session, years[0])).get("/learning/").text
    assert ("Client voice and feedback" in texts(own, "//ol[@class='top-gaps']//b")) == shown
    assert "Shared gaps by dimension" not in own
    assert "2.00" not in own


def test_skills_by_role_hide_a_group_below_five(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.PROPOSING)
    for place, (position, score) in enumerate([(Position.LEADER, 4)] * 5 + [(Position.FRONTLINE, 2)] * 4):
        answered_alone(session, year, position, scores_of(score), now=NOW + timedelta(minutes=place))
    client = sign_in(a_person(session, Role.COACH))
    rows = rows_of(client.get("/learning/").text, "Skills by role")
    assert rows[0] == ["People counted", "hidden, fewer than 5", "hidden, fewer than 5", "5"]
    assert rows[1] == ["Purpose and use", "–", "–", "4.00"]
    after = rows_of(client.get("/learning/?at=after").text, "Skills by role")
    assert after[0][1:] == ["hidden, fewer than 5"] * 3


def test_the_agenda_is_written_by_staff_and_read_by_affiliates(session: Session, sign_in: SignIn) -> None:
    year = an_enrollment(session, Stage.TRAINING)
    planner = a_person(session, Role.COACH)
    client = sign_in(planner)
    data = {
        "title": "From stories to themes", "dimension": "D8", "offer": "office_hour", "text": "Bring three things.",
        "happens_on": "2026-04-14", "place": "2:00 pm Eastern Time", "led_by": "Grace Nyberg", "once": "topic",
    }  # fmt: skip
    for _ in range(2):
        assert client.post("/learning/topics/new", data=data).status_code == 303
    topic = session.scalars(select(LearningTopic)).one()
    director = sign_in(a_writer(session, year, Role.AFFILIATE_DIRECTOR))
    assert rows_of(director.get("/learning/").text, "Learning agenda") == [
        [
            "From stories to themesBring three things.", "Client voice and feedback", "Office hour across sites",
            "was on Tuesday 14 April 20262:00 pm Eastern Time", "Grace Nyberg",
        ]
    ]  # fmt: skip
    assert director.get(f"/learning/topics/{topic.id}").status_code == 403
    path = f"/learning/topics/{topic.id}"
    later = {**data, "once": "a", "version": "1", "led_by": "Minh Tran"}
    assert client.post(path, data=later).status_code == 303
    conflict = client.post(path, data={**data, "once": "b", "version": "1", "led_by": "Nobody yet"})
    assert conflict.status_code == 409
    assert texts(conflict.text, "//p[@class='version-text']") == ["Nobody yet", "Minh Tran"]
    assert client.post(f"{path}/remove").status_code == 303
    assert session.scalars(select(LearningTopic)).all() == []


def test_pages_ask_the_same_number_of_questions_for_few_rows_and_for_many(
    session: Session, sign_in: SignIn, count_queries: Statements
) -> None:
    years = a_network(session, 5)
    manager = a_person(session, Role.PROGRAM_MANAGER)
    a_topic(session, manager)
    writer = a_writer(session, years[0])
    session.add(_line(years[0], writer))
    client = sign_in(manager)
    asked = []
    for many in (0, 29):
        for _ in range(many):
            a_topic(session, manager)
            session.add(_line(years[0], a_writer(session, years[0])))
        if many:
            a_network(session, many)
        session.commit()
        counts = []
        for path in (of(years[0]), "/learning/"):
            client.get(path)
            count_queries.clear()
            assert client.get(path).status_code == 200
            counts.append(len(count_queries))
        asked.append(counts)
    assert asked[0] == asked[1]


def _line(enrollment: Enrollment, user: User) -> DevelopmentNote:
    return DevelopmentNote(
        enrollment_id=enrollment.id, user_id=user.id, dimension="D4", learned_on=NOW.date(), text="A course"
    )


def test_home_names_the_open_self_assessment_until_it_is_submitted(session: Session, sign_in: SignIn) -> None:
    enrollment = an_enrollment(session, Stage.TRAINING)
    a_series(session, enrollment.cohort, count=1)
    writer = a_writer(session, enrollment)
    client = sign_in(writer)
    assert "Self-assessment before the training" in client.get("/").text
    submitted(session, enrollment, Moment.BEFORE, scores_of(2), writer=writer)
    session.commit()
    assert "Self-assessment before the training" not in client.get("/").text
    assert session.scalars(select(Assessment.moment)).all() == [Moment.BEFORE]
