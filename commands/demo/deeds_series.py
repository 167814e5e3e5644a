"""Deeds of staff who run a series: materials, recordings with their transcript, a moved and a cancelled session."""

import io
import zipfile
from datetime import datetime, time

from commands.demo.world import Deed, Scene
from workflows.training.answers import EXTRA_KIND, MaterialAnswers, MaterialKind, RecordingAnswers, SessionPlan
from workflows.training.materials import add_material, name_of_file
from workflows.training.models import TrainingSession
from workflows.training.planning import add_session, cancel_session, set_recording, shift_sessions
from workflows.training.series import list_series

SLIDES = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 396]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
    "/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length {length}>>stream\n{page}\nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n"
)
_WORD_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_WORD_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_WORD_PAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{lines}</w:body>'
    "</w:document>"
)
_WORD_LINE = '<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
WORKSHEET = (
    "What do you count today?",
    "What changes for people because of it?",
    "How would you notice, with data that you have already?",
)
CAPTIONS = "WEBVTT\n\n00:00:02.000 --> 00:00:06.000\nWelcome, everyone. Can you all hear me?\n"
TRANSCRIPT = (
    "Marisol Vega: Welcome, everyone. Can you all hear me? Good. Today we tell our story with numbers, and we do it "
    "honestly.\n\n"
    "A brief has three parts. What did you hope would change? What do your figures show, and for how many people? "
    "And what do you not know yet? The third part is the one that people skip, and it is the one that makes the other "
    "two worth believing.\n\n"
    "Oleh Marchenko: Our board asked last year why we put that in. This year they asked for more of it.\n\n"
    "Marisol Vega: That is the best review a brief can get. Open the draft that you brought along, and read the first "
    "paragraph aloud to the person beside you."
)


def add_materials(scene: Scene, *, key: str, number: int) -> None:
    """Slides and a worksheet as files, and a link."""
    one = _session(scene, key, number)
    slides = MaterialAnswers(f"Slides: {one.title}", MaterialKind.SLIDES, "English")
    worksheet = MaterialAnswers("Worksheet", MaterialKind.WORKSHEET, "English")
    _add_file(scene, one, slides, name=f"session-{number}-slides.pdf", content=_slides(one))
    _add_file(scene, one, worksheet, name=f"session-{number}-worksheet.docx", content=_worksheet())
    link = MaterialAnswers("Further reading, in three pages", MaterialKind.OTHER, "English", "https://example.org/more")
    add_material(one, link, session=scene.session, actor=scene.actor, now=scene.now)


def describe_recording(
    scene: Scene, *, key: str, number: int, ends: int | None = None, is_written: bool = False
) -> None:
    """`ends`: days after the loading on which the link ends. With captions, and a transcript where one is written."""
    one = _session(scene, key, number)
    last = None if ends is None else scene.world.day(-ends)
    recording = RecordingAnswers(
        url=one.recording_url,
        minutes=one.minutes - 3,
        expires=datetime.combine(last, time(23, 59)) if last else None,
        language="English",
        captions="English, Spanish",
        transcript=TRANSCRIPT if is_written else "",
        transcript_language="English",
    )
    set_recording(one, recording, expected_version=one.version, session=scene.session)
    if is_written:
        captions = MaterialAnswers("Captions, English", MaterialKind.RECORDING_CAPTIONS, "English")
        _add_file(scene, one, captions, name=f"session-{number}.vtt", content=CAPTIONS.encode())


def move_session(scene: Scene, *, key: str, number: int, days: int) -> None:
    one = _session(scene, key, number)
    shift_sessions(
        one,
        days=days,
        with_later=False,
        expected_version=one.version,
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )


def add_office_hours(scene: Scene, *, key: str, title: str, on: int, objectives: str) -> None:
    """On so many days before the loading (after it below zero), at three in the afternoon."""
    plan = SessionPlan(
        title=title,
        starts=datetime.combine(scene.world.workday(on), time(15)),
        time_zone=scene.world.cohorts[key].time_zone,
        minutes=60,
        objectives=objectives,
        practice_product="",
        is_required=False,
        meeting_url=f"https://meet.example.org/{key}/office-hours",
        kind=EXTRA_KIND,
        feeds="data_plan.quality_checks",
        accessibility="Live captions. Tell us a week ahead if you would like interpretation.",
    )
    add_session(scene.world.cohorts[key], plan, session=scene.session, actor=scene.actor, now=scene.now)


def call_off(scene: Scene, *, key: str, number: int, reason: str) -> None:
    cancel_session(_session(scene, key, number), reason=reason, session=scene.session, actor=scene.actor, now=scene.now)


def _session(scene: Scene, key: str, number: int) -> TrainingSession:
    return next(one for one in list_series(scene.session, scene.world.cohorts[key].id) if one.number == number)


def _add_file(scene: Scene, one: TrainingSession, answers: MaterialAnswers, *, name: str, content: bytes) -> None:
    add_material(
        one,
        answers,
        file_name=name_of_file(name, content),
        stored=scene.world.files.put(content),
        session=scene.session,
        actor=scene.actor,
        now=scene.now,
    )
    scene.session.flush()  # the next one takes its place after it


def _slides(one: TrainingSession) -> bytes:
    title = one.title.replace("(", "").replace(")", "")
    page = f"BT /F 20 Tf 40 200 Td ({title}) Tj ET"
    return SLIDES.replace("{length}", str(len(page))).replace("{page}", page).encode()


def _worksheet() -> bytes:
    lines = "".join(_WORD_LINE.format(text=text) for text in WORKSHEET)
    parts = {
        "[Content_Types].xml": _WORD_TYPES,
        "_rels/.rels": _WORD_RELATIONS,
        "word/document.xml": _WORD_PAGE.format(lines=lines),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return target.getvalue()


SERIES_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (add_materials, describe_recording, move_session, add_office_hours, call_off)
}
