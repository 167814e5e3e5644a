"""What a proposal asks, as one table: sections, fields, limits. Column, form, import and document read it from here."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"  # several of `options`, kept as a list of their keys
    DOMAINS = "domains"  # several of the framework's domains, kept as a list of their names
    ROWS = "rows"  # what happens in which month: [{"month": "2026-10", "what": text}]
    FILE = "file"  # kept by `extra.files`: {"file_id", "name", "size", "sha256"}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: its word in the database, and what people read."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `most` is characters for text, the highest value for a number, and how many for ticks and rows; `fewest` counts
    what an answered question has of them. `needed_with` names another question whose answer makes this one required;
    `defines` are words of the glossary that stand beside the question with their adopted meaning.
    """

    name: str
    label: str
    kind: Kind
    most: int = 0
    hint: str = ""
    is_required: bool = True
    choices: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fewest: int = 1
    in_short_form: bool = True
    needed_with: str = ""
    defines: tuple[str, ...] = ()
    example_good: str = ""
    example_bad: str = ""

    @property
    def offered(self) -> tuple[Option, ...]:
        """What a choice or a list of ticks offers; empty for the framework's domains, which are rows."""
        return self.options or tuple(Option(word, word.capitalize()) for word in self.choices)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form. Cohorts may leave a switchable one out; the short form keeps what its fields say."""

    name: str
    title: str
    intro: str
    fields: tuple[Field, ...] = ()  # empty for the sections that are rows
    is_switchable: bool = False
    in_short_form: bool = True

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


FREQUENCIES = ("monthly", "quarterly", "twice a year")
DOMAINS_MOST = 3
ROWS_MOST = 24
ROW_TEXT_MAX = 200
DOMAIN_NAME_MAX = 80

APPROACHES = (
    Option("innovation", "Innovation: it is new to us"),
    Option("iteration", "Iteration: we refine what we do already"),
)
MARKS = (
    Option("mark_partnership", "Partnership: others build it with us"),
    Option("mark_systems", "Systemic barriers: it changes a rule or a habit that keeps people out"),
    Option("mark_holistic", "Whole person: it starts from newcomers and is rooted in their community"),
    Option("mark_technology", "Technology: a tool does what hands could not"),
)
AGREEMENTS = (
    Option("signed", "We have a signed data-sharing agreement"),
    Option("in_preparation", "It is being prepared"),
    Option("not_needed", "We share no personal data with anyone"),
)
INTENTS = (
    Option("this_year", "This year alone"),
    Option("renewal", "We would like to apply again next year"),
    Option("several_years", "It is planned for two or three years"),
)
ETHICS = (
    Option("need", "We keep only the data that the project needs, and can say why"),
    Option("choice", "People can say no or change their mind, and lose nothing by it"),
    Option("small", "Nobody can be recognized in what we show: small groups are left out"),
    Option("harm", "We asked whom this data could harm, and what we would do then"),
    Option("caveats", "Every figure we show says of how many people it is, and what is missing"),
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "profile",
        "Who you are",
        "What reviewers read about you. It comes from your profile, so you write it once.",
        (Field("confirmed", "We looked at it, and it is right", Kind.TICK),),
        is_switchable=True,
    ),
    Section(
        "story",
        "Your project",
        "What you want to change for newcomers, and how you know it is needed.",
        (
            Field("title", "Title", Kind.LINE, 120, "A few words that your colleagues would recognize."),
            Field("summary", "Summary", Kind.TEXT, 800, "Three or four sentences: who, what, why now.",
                  example_good="Adults who arrive in winter wait ten weeks for an English class. With the library we "
                  "open two evening groups in October, with child care. We want seven of ten to stay for ten weeks.",
                  example_bad="We will empower clients through holistic, data-driven services."),
            Field("need_with_data", "The need, with your own data", Kind.TEXT, 2500,
                  "Recent figures of your own, the gap they show, and what clients say about it.",
                  example_good="Of 62 employable adults who arrived July to December, 30 worked at day 180 (48 %). The "
                  "year before it was 56 %. In our March survey 14 of 20 said that buses stop before the late shift.",
                  example_bad="Many refugees struggle to find work in today’s economy."),
            Field("population", "Who it is for", Kind.LINE, 300, "Age, arrival, program, site.",
                  example_good="Adults of 18 to 64 who arrived in the last twelve months, at our downtown site",
                  example_bad="All our clients"),
            Field("eligible_n", "How many people could take part", Kind.NUMBER, 100_000),
            Field("benefit", "What newcomers gain from it", Kind.TEXT, 400,
                  "One or two sentences that a newcomer would agree with."),
            Field("domains", "Domains of integration", Kind.DOMAINS, DOMAINS_MOST,
                  "One to three that the project is about; they come from your cohort’s framework."),
        ),
    ),
    Section("goals", "Goals and indicators", "One to three goals, each with an indicator that shows if it is met."),
    Section(
        "approach",
        "Your idea",
        "Why it should work, what you are trying out, and who might be left out.",
        (
            Field("theory_of_change", "Why this should work", Kind.TEXT, 1500,
                  "From what you do to what changes for people: first this, so that, so that.", in_short_form=False),
            Field("hypothesis", "What you want to find out", Kind.TEXT, 600,
                  "If we do this, then that changes by about so much, and we will see it in this figure. It may turn "
                  "out wrong: what you learn then counts just as much.", in_short_form=False,
                  example_good="If a job coach calls in weeks 1, 4 and 12, then at day 180 seven of ten will still be "
                  "in their job, not five of ten. If fewer than half answer the calls, we stop and ask why.",
                  example_bad="We expect that the program will be successful."),
            Field("approach", "Innovation or iteration", Kind.CHOICE, 20,
                  "Both are valued alike, and neither decides on funding.", options=APPROACHES, in_short_form=False,
                  defines=("innovation", "iteration")),
            Field("approach_reason", "Why it is the one or the other", Kind.TEXT, 400,
                  "What is new, or which part you change on purpose.", in_short_form=False),
            Field("marks", "Marks of innovative practice", Kind.TICKS, len(MARKS),
                  "Tick what fits; none is needed.", is_required=False, options=MARKS, in_short_form=False),
            Field("marks_evidence", "What shows it", Kind.TEXT, 600, "A sentence for each mark that you ticked.",
                  is_required=False, needed_with="marks", in_short_form=False),
            Field("equity", "Who might be left out, and how you reach them", Kind.TEXT, 800,
                  "Language, digital access, child care, distance, working hours.", in_short_form=False),
        ),
        is_switchable=True,
    ),
    Section(
        "timeline",
        "Timeline",
        "The main steps, month by month. The goals say what you do; here it gets its date.",
        (Field("activities", "Steps", Kind.ROWS, ROWS_MOST, "Six to ten are enough. Empty rows are left out."),),
        is_switchable=True,
    ),
    Section(
        "data_plan",
        "Data plan",
        "Where the figures come from, who keeps them right, and when you look at them.",
        (
            Field("source", "Source of the data", Kind.LINE, 200, "For example: monthly extract of the case database."),
            Field("fields", "Fields you use", Kind.TEXT, 600, "The columns that the indicator needs."),
            Field("frequency", "How often you look", Kind.CHOICE, 20, choices=FREQUENCIES),
            Field("owner", "Who is responsible", Kind.LINE, 120, "A role and a name at your organization."),
            Field("quality_checks", "How you check the data", Kind.TEXT, 600, "Who looks, how often, at what.",
                  example_good="Every first Friday Lee lists the cases with an empty date and sends each case manager "
                  "their own. Two cases a month are compared with the paper file.",
                  example_bad="Data is checked regularly."),
        ),
    ),
    Section(
        "learning",
        "Learning and feedback",
        "How figures and voices turn into decisions.",
        (
            Field("improvement_cycle", "When you review, and who decides", Kind.TEXT, 800,
                  "The dates, the people in the room, and whose word counts.", in_short_form=False,
                  example_good="The last Friday of January, April and July, for one hour: Dana, Lee and two case "
                  "managers look at the chart. Dana decides in the room; the decision goes on one page.",
                  example_bad="We review the data as needed."),
            Field("feedback_protocol", "How clients’ feedback is heard", Kind.TEXT, 600,
                  "How you ask, in which languages, and how people hear what came of it."),
        ),
    ),
    Section(
        "privacy",
        "Privacy and consent",
        "What personal data the project touches, and how it is protected.",
        (
            Field("agreement", "Data-sharing agreement", Kind.CHOICE, 20, options=AGREEMENTS),
            Field("personal_data", "Personal data used", Kind.TEXT, 600, "Which fields, who sees them, for how long."),
            Field("consent", "How people agree, and can change their mind", Kind.TEXT, 600),
            Field("ethics", "Ethics checklist", Kind.TICKS, len(ETHICS),
                  "Go through it together. Where a tick is missing, talk with your coach.",
                  options=ETHICS, fewest=len(ETHICS)),
        ),
    ),
    Section(
        "staffing",
        "People and risks",
        "Who does the work, what help you want from your coach, and what could go wrong.",
        (
            Field("staffing", "Who works on it, and coaching you would like", Kind.TEXT, 600),
            Field("risks", "Risks, and what you would do", Kind.TEXT, 800, "A line each: what may happen, and then.",
                  example_good="The data lead is on leave from April: Bo learns it in March and runs the extract once.",
                  example_bad="None."),
            Field("sustaining", "What stays after the year", Kind.TEXT, 800, in_short_form=False),
            Field("intent", "After this year", Kind.CHOICE, 20, "It binds nobody; it helps the network to plan.",
                  is_required=False, options=INTENTS),
        ),
        is_switchable=True,
    ),
    Section("partners", "Partners", "Who goes this way with you, and what each one brings. Each confirms it itself.",
            is_switchable=True, in_short_form=False),
    Section("budget", "Budget", "What it costs, line by line. Totals add up by themselves."),
    Section("papers", "Attachments", "Papers about your organization that the reviewers should see.",
            is_switchable=True, in_short_form=False),
)  # fmt: skip  # one question a line

SECTION_BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}

CERTIFICATION = (
    "I certify that this proposal is true and complete to the best of my knowledge, that our organization will carry "
    "it out if it is funded, and that we protect the personal data of the people we serve."
)
TYPED_NAME_MAX = 120
SENT_BACK_MAX = 2_000
