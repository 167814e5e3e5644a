"""Act five: a check-in with its calendar file, and a private note that stays with the coach."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from tests.browser.story import ZONE, Story

SHARED = "You agreed to call three hotels before the season ends."
PRIVATE = "Ana sounded worn out; ask about the second job."  # nobody but the coach may ever meet these words
ACTIONS = ("Call three hotels near the port", "Send the template of the employer letter")


def the_check_in_is_planned(story: Story) -> None:
    coco = story.person("coco")
    coco.goes_to("/")
    coco.goes_to("/coaching/")
    coco.goes_to(f"/coaching/of/{story.year_id}")
    coco.follows("Plan a check-in")
    day = story.today
    coco.fills(day=day.isoformat(), time="16:00", minutes="45", mode="video", agenda="The first quarter")
    coco.page.locator("main form .form-actions button").first.click()
    coco.looks()
    story.check_in_path = coco.path
    calendar = coco.downloads("Put it into your calendar", to=story.downloads)
    (event,) = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    starts = datetime(day.year, day.month, day.day, 16, tzinfo=ZONE)
    assert event.decoded("dtstart").astimezone(UTC) == starts.astimezone(UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert "Harbor Immigrant Services" in str(event["summary"])


def the_check_in_is_held(story: Story) -> None:
    coco = story.person("coco")
    coco.goes_to(f"{story.check_in_path}/notes")
    coco.fills(
        focus="Employers at the port",
        shared_note=SHARED,
        private_text=PRIVATE,
        minutes="45",
        **{
            "actions-0-text": ACTIONS[0],
            "actions-1-text": ACTIONS[1],
            "actions-1-side": "The coach",
        },
    )
    coco.presses("Save and mark as held")
    coco.sees(SHARED, *ACTIONS)
    coco.presses("Ask for a summary in Word")
    coco.goes_to(f"{story.check_in_path}/notes")
    coco.sees("Private")
    assert coco.page.locator("[name=private_text]").input_value() == PRIVATE


def the_director_reads_the_shared_note(story: Story) -> None:
    ana = story.person("ana")
    ana.goes_to("/")
    ana.goes_to(f"/coaching/of/{story.year_id}")
    ana.looks_on_a_phone()
    ana.sees(SHARED, *ACTIONS)
    ana.goes_to(story.check_in_path)
    ana.sees(SHARED)
    summary = story.word_file("ana", "heck-in")
    assert SHARED in summary
    assert PRIVATE not in summary


ACT = (the_check_in_is_planned, the_check_in_is_held, the_director_reads_the_shared_note)
