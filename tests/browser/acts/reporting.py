"""Act seven: four quarters and a closeout, and the year is complete."""

from docx import Document

from tests.browser.acts.coaching import PRIVATE
from tests.browser.story import Story, words_of

QUESTION = "How many of the placements are full-time?"
PROGRESS = {
    "headline": "More people found work near home, and employers call us now.",
    "decisions-0-saw": "Evening classes were half empty",
    "decisions-0-decided": "Move them to Saturday",
    "decisions-0-changed": "Twelve people come now",
    "learning_choice": "adapt",
    "learning": "A call on Friday keeps people coming.",
    "next_steps-0-what": "Visit two hotels",
    "next_steps-0-who": "Bo Lee",
    "spent_PER": "5500",
    "minutes_spent": "70",
}
CLOSEOUT = {
    "headline": "Work that lasts is possible within a year.",
    "worked": "Employers’ visits worked for parents with school children.",
    "did_not_work": "Evening classes did not; Saturday does.",
    "decisions-0-saw": "Evening classes were half empty",
    "decisions-0-decided": "Saturday instead",
    "capacity-0-dimension": "Reading our own figures",
    "capacity-0-before": "2",
    "capacity-0-after": "4",
    "data-0-data": "Extract of the case database",
    "data-0-disposition": "Deleted after the figures were computed",
    "sustaining_owner": "Bo Lee",
    "follow_ups-0-measure": "Employed at day 180",
    "spent_PER": "2000",
    "minutes_spent": "120",
}

WHOLE_STORY = (
    "Invited to Pilot cohort 2026",
    "Signed the commitment",
    "Attendance of session 1 was read from the meeting report",
    "Training complete: the proposal is open",
    "Submitted the proposal, version 1",
    "First payment of $12,000 was approved",
    "The project year began",
    "Closeout began",
    "Closeout report was accepted",
    "The year is complete",
)


def four_quarters_are_reported(story: Story) -> None:
    """The first report comes back with a question and goes in again; each is accepted."""
    bo, mara = story.person("bo"), story.person("mara")
    bo.goes_to("/reports/")
    bo.goes_to(f"/reports/of/{story.year_id}")
    hrefs = bo.page.locator("main a[href^='/reports/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    story.report_paths = [href for href in hrefs if href.rsplit("/", 1)[1].isdecimal() and "/of/" not in href]
    assert len(story.report_paths) == 5
    for number, path in enumerate(story.report_paths[:4], start=1):
        _reports(story, path, {**PROGRESS, "goals-0-explanation": "Seasonal work, as planned."})
        mara.goes_to(path)
        if number == 1:
            mara.page.get_by_text("Return with a question").click()
            mara.fills(note=QUESTION)
            mara.presses("Return the report")
            bo.goes_to("/")
            bo.sees("returned with a question")
            bo.goes_to(path)
            bo.sees(QUESTION)
            bo.goes_to(f"{path}/write")
            bo.sees("1 (45 minutes)")
            _reports(story, path, {"learning": "A call on Friday keeps people coming; 24 of 30 are full-time."})
            mara.goes_to(path)
        mara.presses("Accept the report")
    story.person("ana").goes_to(story.year_path)
    story.person("ana").sees("Closing")


def _reports(story: Story, path: str, answers: dict[str, str]) -> None:
    """Bo writes, the director certifies."""
    bo, ana = story.person("bo"), story.person("ana")
    bo.goes_to(f"{path}/write")
    bo.sees("24 of 43", "55.8%", "$12,000")
    bo.fills(**answers)
    bo.presses("Save and look it over")
    ana.goes_to(f"{path}/certify")
    ana.fills(typed_name="Ana Ruiz", agrees="y")
    ana.presses("Certify and submit")


def the_report_is_in_word(story: Story) -> None:
    """The chart is a picture; the figures are those of the page."""
    path = story.word_path("ana", "rogress report 1")
    pictures = [
        part for part in Document(str(path)).part.package.iter_parts() if part.partname.startswith("/word/media")
    ]
    assert pictures != []
    text = words_of(path)
    for expected in ("55.8%", "24", "43", "48%", "55%", PROGRESS["headline"], story.goal_sentence):
        assert expected in text, expected


def the_year_is_closed(story: Story) -> None:
    mara = story.person("mara")
    _reports(story, story.report_paths[4], CLOSEOUT)
    mara.goes_to(story.report_paths[4])
    mara.presses("Accept the report")
    mara.goes_to(f"/reports/of/{story.year_id}")
    mara.presses("Complete the year")
    ana = story.person("ana")
    ana.goes_to("/")
    ana.looks_on_a_phone()
    ana.sees("The year is complete")
    ana.goes_to(story.year_path)
    ana.looks_on_a_phone()
    ana.sees(*WHOLE_STORY)


def the_private_note_is_nowhere(story: Story) -> None:
    """Neither on a page of the year that others may open, nor in any Word file."""
    for short in ("ana", "bo", "mara", "iris"):
        person = story.person(short)
        for path in story.pages_of_the_year():
            answer = person.page.request.get(story.product.base_url + path)
            assert PRIVATE not in answer.text(), (short, path)
    kept = [path for path in (story.product.folder / "files").rglob("*") if path.is_file()]
    documents = [path for path in kept if path.read_bytes().startswith(b"PK")]
    assert len(documents) >= 9  # proposal, letter, agreement, summary, five reports
    assert [path.name for path in documents if PRIVATE in words_of(path)] == []


ACT = (four_quarters_are_reported, the_report_is_in_word, the_year_is_closed, the_private_note_is_nowhere)
