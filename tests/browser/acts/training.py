"""Act two: session one is counted from Zoom's report, the others by their recordings, and the proposal opens."""

import json

from config import ROOT
from tests.browser.story import Story

SAMPLES = ROOT / "tests" / "samples" / "attendance"
RECORDING = "https://recordings.example.org/pilot/{number}"


def the_recordings_are_linked(story: Story) -> None:
    iris = story.person("iris")
    iris.goes_to(f"/training{story.cohort_path}")
    hrefs = iris.page.locator("main a[href*='/training/sessions/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    story.session_paths = [href for href in dict.fromkeys(hrefs) if href.rsplit("/", 1)[1].isdecimal()]
    assert len(story.session_paths) == 12
    for number, path in enumerate(story.session_paths, start=1):
        iris.goes_to(f"{path}/recording/edit")
        iris.fills(url=RECORDING.format(number=number))
        iris.presses("Save the recording")


def the_first_session_is_counted(story: Story) -> None:
    """Zoom's report says what `expected.json` says; the unknown telephone is nobody's."""
    mara = story.person("mara")
    mara.goes_to(story.session_paths[0])
    mara.follows("Read a meeting report")
    mara.chooses_file("report", SAMPLES / "zoom_classic.csv")
    mara.presses("Read the report")
    told = json.loads((SAMPLES / "expected.json").read_text())
    for key, expected in told["files"]["zoom_classic.csv"].items():
        if not expected["matched"]:
            mara.sees(f"Who is “{key}”?")
            continue
        name = told["roster"][key]
        live, short = mara.page.get_by_role("row").filter(has_text=name).locator("td").all()[:2]
        assert f"{name} {expected['minutes']} min" in (live if expected["attended"] else short).inner_text()
    mara.presses("Count this")
    mara.sees("This report counts since")


def the_recordings_are_watched(story: Story) -> None:
    """Bo opens each recording and says that he watched it; the last one opens the proposal by itself."""
    bo = story.person("bo")
    bo.goes_to("/training/")
    bo.goes_to(f"/training/of/{story.year_id}")
    bo.sees("1 of 12 met", "11 of 12 sessions are open: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 12.")
    for number, path in enumerate(story.session_paths[1:], start=2):
        bo.goes_to(path)
        bo.presses("Open the recording")
        bo.presses("I have watched it")
        bo.sees(f"Session {number} counts for you.")
    bo.goes_to(f"/training/of/{story.year_id}")
    bo.sees("12 of 12 met", "Training complete")
    bo.goes_to("/")
    bo.sees("12 of 12 sessions", "Write the proposal together")
    bo.looks_on_a_phone()


ACT = (the_recordings_are_linked, the_first_session_is_counted, the_recordings_are_watched)
