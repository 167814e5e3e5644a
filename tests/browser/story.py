"""What the acts of the year share: the product, its people, and what they know of each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from docx import Document
from docx.document import Document as WordFile
from playwright.sync_api import Browser

from tests.browser.people import Person, a_person
from tests.browser.product import Product

ZONE = ZoneInfo("America/New_York")  # of Harbor and its cohort
PASSWORD = "a calm river at dawn"
NAMES = {
    "iris@national.example.org": "Iris Hale",
    "mara@national.example.org": "Mara Quinn",
    "finn@national.example.org": "Finn Adler",
    "coco@national.example.org": "Coco Banda",
    "rosa@national.example.org": "Rosa Meyer",
    "ravi@national.example.org": "Ravi Shah",
    "rhea@national.example.org": "Rhea Lund",
    "ana@harbor.example.org": "Ana Ruiz",
    "bo@harbor.example.org": "Bo Lee",
    "cy@prairie.example.org": "Cy Otoo",
    "diya@cascade.example.org": "Diya Nair",
}


@dataclass
class Story:
    """One installation and everybody who has come to it; the acts write down what later acts need."""

    product: Product
    browser: Browser
    downloads: Path
    today: date
    database_url: str | None = None
    stop_queue: Callable[[], None] | None = None  # where the queue server is not the product's own
    ended_at: str = ""  # the step that failed
    met: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    cohort_path: str = ""
    year_path: str = ""  # the enrollment of Harbor
    session_paths: list[str] = field(default_factory=list)
    proposal_path: str = ""
    goal_sentence: str = ""
    check_in_path: str = ""
    report_paths: list[str] = field(default_factory=list)

    @property
    def year_id(self) -> str:
        return self.year_path.rsplit("/", 1)[1]

    def person(self, short: str) -> Person:
        """Who is called that before the @; they get a browser when they first come."""
        email = next(address for address in NAMES if address.startswith(f"{short}@"))
        if email not in self.people:
            self.people[email] = a_person(self.browser, self.product.base_url, email, PASSWORD, met=self.met)
        return self.people[email]

    @property
    def year_ends_on(self) -> date:
        """The last day of the cohort, and so of the twelve months that goals have to fit into."""
        return self.today + timedelta(days=364)

    def answers_invitation(self, short: str, *, about: str) -> Person:
        """Join through the link of the mail."""
        person = self.person(short)
        person.joins(self.product.link_to(person.email, about=about), name=NAMES[person.email])
        return person

    def commitment_of(self, affiliate: str, director: Person) -> str:
        """Follow the invitation's link to the commitment; its path."""
        director.page.goto(self.product.link_to(director.email, about=affiliate))
        director.looks()
        return parse_qs(urlsplit(director.page.url).query)["next"][0]

    def pages_of_the_year(self) -> list[str]:
        """The addresses of all that belongs to Harbor's year."""
        parts = (
            "training",
            "proposals",
            "reviews",
            "funding",
            "coaching",
            "data-sharing",
            "outcomes",
            "reports",
            "documents",
        )
        own = [f"/{part}/of/{self.year_id}" for part in parts]
        return ["/", self.year_path, *own, self.proposal_path, self.check_in_path, *self.report_paths]

    def word_file(self, short: str, title: str) -> str:
        """The words of the document of that title, as that person downloads it once it is made."""
        return words_of(self.word_path(short, title))

    def word_path(self, short: str, title: str) -> Path:
        person = self.person(short)
        person.goes_to(f"/documents/of/{self.year_id}")
        ready = person.page.locator("li.document-done", has_text=title).get_by_role("link").first
        ready.wait_for(timeout=60_000)
        ready.click()
        person.looks()
        return person.downloads("Download the Word file", to=self.downloads)


def words_of(path: Path) -> str:
    """Every paragraph and cell of a Word file, a line each, headers and footers included."""
    return "\n".join(_lines(Document(str(path))))


def _lines(document: WordFile) -> Iterator[str]:
    for paragraph in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        yield "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from (paragraph.text for paragraph in part.paragraphs)
