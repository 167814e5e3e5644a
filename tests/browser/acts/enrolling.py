"""Act one: an empty installation gets its people, its cohort and its affiliates."""

from datetime import timedelta
from pathlib import Path

from tests.browser.people import Person
from tests.browser.story import NAMES, Story

HEADING = "code,name,town,state,time_zone,director_name,director_email,data_lead_name,data_lead_email,people_served"
HARBOR = (
    "AFF-01,Harbor Immigrant Services,Port Ellis,MA,America/New_York,"
    "Ana Ruiz,ana@harbor.example.org,Bo Lee,bo@harbor.example.org"
)
PRAIRIE = (
    "AFF-02,Prairie Welcome Center,Fair Plain,IL,America/Chicago,"
    "Cy Otoo,cy@prairie.example.org,Dee Park,dee@prairie.example.org"
)
CASCADE = (
    "AFF-03,Cascade Newcomers,Tall Firs,WA,America/Los_Angeles,"
    "Diya Nair,diya@cascade.example.org,Elif Kaya,elif@cascade.example.org"
)
TEAM = (
    ("mara", "Program manager"),
    ("finn", "Finance officer"),
    ("coco", "Coach"),
    ("rosa", "Reviewer"),
    ("ravi", "Reviewer"),
)


def the_office_is_opened(story: Story) -> None:
    """The first administrator comes through the printed link and invites the national office."""
    iris = story.person("iris")
    iris.page.goto(story.product.first_link)
    iris.looks()
    iris.fills(email=iris.email, name="Iris Hale", password=iris.password)
    iris.presses("Make the account")
    iris.sets_up_two_steps()
    iris.goes_to("/")
    for short, role in TEAM:
        _invite(iris, story.person(short).email, role)
    for short, _ in TEAM:
        story.answers_invitation(short, about="invited to Accompany").goes_to("/")


def _invite(iris: Person, email: str, role: str) -> None:
    iris.goes_to("/people/add")
    iris.fills(email=email, name=NAMES[email], role=role)
    iris.presses("Send the invitation")


def the_cohort_is_made(story: Story) -> None:
    """Twelve sessions, one a week from 4 March 2026; proposals are due a month from today."""
    iris = story.person("iris")
    iris.goes_to("/cohorts/")
    iris.goes_to("/cohorts/new")
    iris.fills(
        name="Pilot cohort 2026",
        kind="pilot",
        starts_on="2026-03-01",
        ends_on=story.year_ends_on.isoformat(),
        award_budget="120000",
        award_ceiling="25000",
        proposals_due_on=(story.today + timedelta(days=30)).isoformat(),
        first_session_on="2026-03-04",
        first_session_at="14:00",
    )
    iris.presses("Create the cohort")
    iris.sees("12 sessions", "Wednesday 4 March 2026, 2:00 pm EST")
    story.cohort_path = iris.path


def affiliates_are_invited(story: Story) -> None:
    """A file with two mistakes stores nothing and names each; the mended one invites three affiliates."""
    iris = story.person("iris")
    bad = CASCADE.replace("America/Los_Angeles", "Pacific").replace("diya@", "diya at ")
    iris.goes_to(f"{story.cohort_path}/affiliates")
    _chooses_affiliates(iris, story.downloads, HARBOR, PRAIRIE, bad)
    iris.sees("2 cells", "time_zone", "“Pacific” is not a time zone.", "Write it like America/New_York")
    iris.sees("director_email", "“diya at cascade.example.org” is not an e-mail address.")
    assert [cell.inner_text() for cell in iris.page.locator("main td.num").all()] == ["4", "4"]
    iris.goes_to(story.cohort_path)
    iris.sees("No affiliate here yet", "0 of 12 taken")
    iris.follows("Invite affiliates")
    _chooses_affiliates(iris, story.downloads, HARBOR, PRAIRIE, CASCADE)
    iris.sees("Nothing has happened yet.", "3 affiliates")
    iris.presses("Invite them")
    iris.goes_to(story.cohort_path)
    iris.follows("Harbor Immigrant Services")
    story.year_path = iris.path


def _chooses_affiliates(iris: Person, folder: Path, *lines: str) -> None:
    path = folder / "affiliates.csv"
    path.write_text("\n".join([HEADING, *(f"{line},1250" for line in lines)]))
    iris.chooses_file("file", path)
    iris.presses("Show what it would do")


def the_director_commits(story: Story) -> None:
    """Ana follows the one link of her invitation: she chooses a password and is at the commitment."""
    ana = story.answers_invitation("ana", about="is invited to")
    ana.sees("Your commitment")
    story.answers_invitation("bo", about="invited to Accompany").goes_to("/")
    ana.goes_to("/")
    ana.looks_on_a_phone()
    ana.goes_to(f"{story.year_path}/commitment")
    ana.presses("Sign the commitment")
    ana.sees("Nothing is lost. Please look at this first", "Tick the box to sign.")
    ana.fills(data_lead="Bo Lee", typed_name="Ana Ruiz", agrees="y")
    ana.presses("Sign the commitment")
    ana.goes_to(story.year_path)
    ana.sees("Committed", "Bo Lee")


def harbor_is_confirmed(story: Story) -> None:
    """The administrator confirms, names the coach and starts the training."""
    iris = story.person("iris")
    iris.goes_to(story.year_path)
    iris.follows("Confirm enrollment")
    iris.presses("Confirm enrollment")
    iris.fills(coach="Coco Banda")
    iris.presses("Assign the coach")
    iris.goes_to(story.cohort_path)
    iris.confirms("Start the training")
    iris.goes_to(story.year_path)
    iris.sees("In training")


ACT = (the_office_is_opened, the_cohort_is_made, affiliates_are_invited, the_director_commits, harbor_is_confirmed)
