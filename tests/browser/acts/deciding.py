"""Act four: two reviewers score, the manager decides, both sides sign, and the first payment is approved."""

import re

from tests.browser.people import Person
from tests.browser.story import Story

CRITERIA = 9


def reviewers_are_asked(story: Story) -> None:
    """The coach of the affiliate, who may also review elsewhere, stands among those who cannot, with the reason."""
    iris = story.person("iris")
    iris.goes_to("/people")
    iris.follows("Coco Banda")
    iris.follows("Give a role")
    iris.fills(role="Reviewer")
    iris.presses("Give the role")
    mara = story.person("mara")
    mara.goes_to("/")
    mara.sees("Harbor Immigrant Services")
    mara.goes_to(f"/reviews/of/{story.year_id}")
    mara.sees("0 of 2 reviews are final. The decision opens with the last one.")
    mara.follows("Ask reviewers")
    mara.follows("Ask reviewers for several proposals")
    mara.looks_on_a_phone()
    mara.presses("Suggest who reads what")
    mara.sees("Open reviews, before and after")
    mara.looks_on_a_phone()
    mara.follows("Limits per person")
    mara.goes_to(f"/reviews/of/{story.year_id}")
    mara.follows("Ask reviewers")
    who_cannot = mara.page.locator("section.panel", has=mara.page.get_by_role("heading", name="Who cannot"))
    assert "Coco Banda" in who_cannot.inner_text()
    assert who_cannot.locator("small").inner_text() == "Coaches this affiliate, so someone else scores its proposal."
    mara.page.get_by_label("Rosa Meyer").check()
    mara.page.get_by_label("Ravi Shah").check()
    mara.presses("Ask them")


def reviewers_score(story: Story) -> None:
    for short, anchors in (("rosa", (75, 100, 75)), ("ravi", (100, 75, 75))):
        person = story.person(short)
        person.goes_to("/")
        person.goes_to("/reviews/")
        person.looks_on_a_phone()
        person.follows(re.compile("Harbor|Work that lasts"))
        person.sees("Before you read the proposal")
        person.presses("Declare")
        person.sees("Choose what is true for you")
        person.fills(kind="none")
        person.presses("Declare")
        if short == "rosa":
            person.looks_on_a_phone()
            person.presses("File as final")
            person.sees("Nothing is lost. Please look at this first")
        _scores(person, anchors)
        person.presses("File as final")
        person.sees("Your review is filed.")


def _scores(person: Person, anchors: tuple[int, ...]) -> None:
    names = person.page.locator("main .criterion input[type=radio]").evaluate_all(
        "all => [...new Set(all.map(e => e.name))]"
    )
    assert len(names) == CRITERIA
    for number, name in enumerate(names):
        person.fills(
            **{
                name: str(anchors[number % len(anchors)]),
                name.replace("_anchor", "_why"): "The plan names the figure, its source and who looks after it.",
            }
        )
    person.fills(strengths="A clear goal with a baseline of their own.")


def the_manager_approves(story: Story) -> None:
    mara = story.person("mara")
    mara.goes_to("/reviews/decisions")
    mara.follows("All reviews")
    mara.looks_on_a_phone()
    mara.goes_to(f"/reviews/of/{story.year_id}")
    mara.sees("The rubric suggests:")
    mara.follows("Open again")
    mara.goes_to(f"/reviews/of/{story.year_id}")
    mara.follows("Approve")
    mara.fills(amount="24000", starts_on=story.today.isoformat(), feedback="A clear plan. We look forward to the year.")
    mara.looks_on_a_phone()
    mara.presses("Keep it for the announcement")
    mara.sees("Decided, and not announced", "$24,000")
    ana = story.person("ana")
    ana.goes_to(story.year_path)
    ana.sees("In review")
    ana.does_not_see("Decided, and not announced")
    mara.follows("Read and announce")
    mara.sees("As the affiliate would read it", "Harbor Immigrant Services")
    mara.looks_on_a_phone()
    mara.follows("All decisions that wait")
    mara.looks_on_a_phone()
    mara.follows("Read every letter first")
    mara.looks_on_a_phone()
    mara.follows("Back to the announcement")
    mara.presses("Announce the chosen decisions")
    mara.sees("1 decision announced.")
    mara.goes_to(f"/funding/of/{story.year_id}")
    mara.sees("$24,000")
    letter = story.word_file("ana", "Award letter")
    agreement = story.word_file("ana", "Grant agreement")
    for text in (letter, agreement):
        assert "Harbor Immigrant Services" in text
        assert "$24,000" in text


def both_sides_sign(story: Story) -> None:
    for short, name in (("ana", "Ana Ruiz"), ("mara", "Mara Quinn")):
        person = story.person(short)
        person.goes_to(f"/funding/of/{story.year_id}")
        person.follows("Read and sign")
        person.fills(typed_name=name, agrees="y")
        person.presses("Sign")
    story.person("ana").goes_to(story.year_path)
    story.person("ana").sees("Funded")


def the_first_payment_is_approved(story: Story) -> None:
    finn, mara = story.person("finn"), story.person("mara")
    finn.goes_to("/")
    finn.goes_to("/funding/")
    finn.goes_to(f"/funding/of/{story.year_id}")
    finn.presses("Schedule 50, 40 and 10 %")
    finn.sees("$12,000", "$9,600", "$2,400")
    finn.presses("Request")
    finn.sees("requested by Finn Adler")
    mara.goes_to(f"/funding/of/{story.year_id}")
    mara.confirms("Approve")
    mara.sees("approved by Mara Quinn")
    ana = story.person("ana")
    ana.goes_to("/")
    ana.sees("Implement")
    ana.goes_to(story.year_path)
    ana.sees("Implementing")


def the_first_payment_is_paid(story: Story) -> None:
    finn = story.person("finn")
    finn.goes_to(f"/funding/of/{story.year_id}")
    finn.follows("Record as paid")
    finn.presses("Record")
    finn.sees("Write the bank’s reference.")
    finn.fills(paid_on=story.today.isoformat(), reference="ACH 20260001")
    finn.presses("Record")
    finn.sees("ACH 20260001")


ACT = (
    reviewers_are_asked,
    reviewers_score,
    the_manager_approves,
    both_sides_sign,
    the_first_payment_is_approved,
    the_first_payment_is_paid,
)
