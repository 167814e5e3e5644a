"""What the affiliates of the demo world say when they look at themselves: figures, examples, notes and topics."""

from workflows.assessments.answers import Moment, Offer, TopicAnswers

B, L, A, Y = Moment.BEFORE, Moment.LOOKING_BACK, Moment.AFTER, Moment.TWELVE_MONTHS

# Affiliate · moment · days before the loading · the sum of the four statements of D1 to D8.
FIGURES: tuple[tuple[str, Moment, int, tuple[int, ...]], ...] = (
    ("Juniper", B, 597, (11, 10, 9, 9, 10, 12, 12, 8)),
    ("Juniper", A, 508, (13, 11, 12, 10, 11, 12, 12, 10)),
    ("Juniper", L, 507, (8, 8, 7, 6, 9, 10, 9, 6)),
    ("Juniper", Y, 141, (16, 14, 15, 13, 14, 15, 14, 12)),
    ("Ridge", B, 597, (9, 11, 7, 10, 8, 11, 13, 9)),
    ("Ridge", A, 508, (11, 9, 10, 9, 10, 12, 12, 9)),
    ("Ridge", Y, 140, (13, 13, 12, 12, 12, 14, 14, 11)),
    ("Valley", B, 596, (12, 12, 12, 12, 13, 11, 13, 10)),
    ("Valley", A, 508, (14, 12, 14, 11, 14, 13, 13, 11)),
    ("Valley", L, 507, (9, 10, 11, 8, 11, 9, 10, 8)),
    ("Valley", Y, 142, (16, 15, 16, 15, 16, 16, 15, 14)),
    ("Cedar", B, 597, (8, 9, 6, 7, 6, 12, 10, 10)),
    ("Cedar", A, 508, (11, 10, 9, 9, 9, 13, 10, 12)),
    ("Cedar", Y, 139, (13, 12, 10, 11, 11, 15, 12, 14)),
    ("Willow", B, 596, (8, 8, 6, 7, 7, 9, 9, 7)),
    ("Willow", A, 508, (10, 9, 8, 8, 7, 9, 10, 8)),
    ("Lakeside", B, 597, (11, 9, 10, 10, 9, 13, 11, 11)),
    ("Lakeside", A, 509, (13, 12, 12, 11, 11, 14, 12, 12)),
    ("Lakeside", Y, 143, (15, 14, 13, 14, 13, 16, 13, 15)),
    ("Harbor", B, 293, (10, 12, 7, 11, 9, 11, 12, 8)),
    ("Harbor", A, 200, (13, 10, 11, 9, 12, 13, 12, 9)),
    ("Harbor", L, 199, (8, 8, 6, 6, 8, 9, 9, 6)),
    ("Ridgeview", B, 292, (9, 10, 8, 9, 8, 10, 11, 7)),
    ("Ridgeview", A, 200, (11, 10, 9, 10, 9, 10, 11, 9)),
    ("Pinecrest", B, 292, (11, 11, 9, 10, 10, 12, 11, 9)),
    ("Pinecrest", A, 200, (13, 12, 12, 12, 12, 13, 12, 10)),
    ("Dune", B, 291, (8, 7, 6, 7, 7, 9, 10, 8)),
    ("Stonebridge", B, 291, (12, 11, 10, 11, 11, 13, 14, 9)),
    ("Clearwater", B, 292, (10, 11, 9, 10, 10, 11, 12, 8)),
    ("Clearwater", A, 198, (13, 12, 12, 12, 11, 13, 13, 10)),
    ("Aspen", B, 290, (8, 9, 7, 8, 6, 10, 10, 8)),
    ("Prairie", B, 152, (9, 9, 8, 8, 9, 12, 11, 8)),
    ("Prairie", A, 101, (12, 11, 10, 10, 10, 13, 12, 10)),
    ("Mesa", B, 152, (11, 10, 9, 11, 9, 11, 11, 9)),
    ("Mesa", A, 96, (13, 10, 11, 11, 11, 12, 12, 11)),
    ("Cascade", B, 151, (9, 10, 7, 8, 8, 12, 10, 9)),
    ("Orchard", B, 152, (10, 9, 8, 9, 9, 10, 11, 7)),
    ("Summit", B, 100, (9, 10, 8, 9, 8, 11, 12, 8)),
)

# Who looked at themselves alone, before the training, by their place in the organization.
LEADERS = ("Juniper", "Ridge", "Valley", "Cedar", "Lakeside", "Harbor", "Ridgeview", "Prairie", "Mesa", "Cascade")
SUPERVISORS = ("Juniper", "Valley", "Lakeside", "Ridgeview", "Prairie", "Mesa")
FRONTLINE = ("Ridge", "Cedar", "Cascade")

EXAMPLES: dict[str, str] = {
    "D1.1": "Three questions hang in the team room: who finds work, who stays, and what we tell the board.",
    "D1.2": "Before we moved the job club to evenings, the coordinator looked at who had missed it and why.",
    "D1.3": "We ended the Tuesday class in May because attendance had halved, and opened one near the bus line.",
    "D1.4": "Case managers get one page each quarter, with their own question at the top.",
    "D2.1": "Intake is entered on the day; employment starts within the week, and Friday is for what is left.",
    "D2.2": "On the first Monday we run the list of duplicates and of empty arrival dates.",
    "D2.3": "A two-page sheet says what counts as employed; new case managers get it on their first day.",
    "D2.4": "We note the language level at the start and at six months, not only the hours of class.",
    "D3.1": "Our data lead pulls the quarterly extract alone, from the saved steps.",
    "D3.2": "The employment specialist pulled it twice while the data lead was on leave.",
    "D3.3": "Four saved formats: intake, employment, classes, and the one for this program.",
    "D3.4": "We join the class list with the case database by the pseudonym, and check ten rows by hand.",
    "D4.1": "For employment we count only those who could work, and we write that under the figure.",
    "D4.2": "We look at women and men apart for employment, and by language for classes.",
    "D4.3": "With nine people we say “six of nine” and give no percent.",
    "D4.4": "Each goal sheet begins with last year’s figure and the network’s.",
    "D5.1": "Friday mornings belong to data; the director keeps them free of meetings.",
    "D5.2": "In the spring staff day we spent an hour on why the six-month date matters.",
    "D5.3": "New people sit with the data lead for an hour in their second week.",
    "D5.4": "Since January the case manager’s description names the two fields that must be complete.",
    "D6.1": "The director opens the monthly meeting with one figure and asks what is behind it.",
    "D6.2": "When placements fell, the team said so in the meeting, and we changed the employer list together.",
    "D6.3": "The cooking group did not raise attendance; we told the other programs what we had learned.",
    "D6.4": "In October the board saw four outcome figures with their limits.",
    "D7.1": "When two people left in June, their access ended on the same day; there is a checklist.",
    "D7.2": "The agreement with the school district was signed anew last fall.",
    "D7.3": "Names, numbers and addresses stay in the database; a poster by the printer says so.",
    "D7.4": "We explain at intake, with an interpreter, what is counted and what is never passed on.",
    "D8.1": "The short survey exists in Spanish, Dari and Swahili, and is read aloud where needed.",
    "D8.2": "Case managers write one sentence after a visit; on Fridays we sort them by theme.",
    "D8.3": "In the waiting room a sheet says: you said, we did.",
    "D8.4": "The last report has a client’s sentence beside each figure.",
}
# What gets in the way, where a statement is rated low.
HINDERS: dict[str, str] = {
    "D2.2": "We notice duplicates when somebody gets two letters.",
    "D3.2": "Only one person knows how the extract is made, and she is here three days a week.",
    "D4.1": "We are never sure whom to leave out of the denominator.",
    "D8.1": "The survey is in English only; interpreters have no time for it.",
    "D8.2": "The best stories are told in the kitchen and written down by nobody.",
    "D8.3": "We have never told clients what came of their answers.",
}

NOTES: tuple[tuple[str, int, str, str], ...] = (
    ("Harbor", 236, "D3", "Pulled the extract alone for the first time, with the guide beside me."),
    ("Harbor", 205, "D4", "Free online course on rates and denominators, two evenings."),
    ("Harbor", 88, "D8", "How to sort what clients say into five themes; from the office hour with Lakeside."),
    ("Lakeside", 480, "D2", "A half day with the state’s data office on finding duplicates."),
    ("Lakeside", 130, "D6", "Read a short book on how teams talk about mistakes; we tried its two questions."),
    ("Cascade", 58, "D4", "Learned to say “six of nine” instead of a percent."),
    ("Prairie", 112, "D7", "Webinar on data-sharing agreements with schools."),
)  # affiliate, day, dimension, what was learned

TOPICS: tuple[tuple[TopicAnswers, int], ...] = (
    (
        TopicAnswers(
            "From kitchen stories to themes",
            "D8",
            Offer.OFFICE_HOUR,
            "Bring three things that clients said. We sort them together and take home a one-page theme sheet.",
            None,
            "1:00 pm Central Time, online",
            "Grace Nyberg, Lakeside",
        ),
        -16,
    ),
    (
        TopicAnswers(
            "An extract that a second person can pull",
            "D3",
            Offer.TEMPLATE,
            "Ten steps with pictures, to be filled in with your own report names, so that a holiday stops nothing.",
            None,
            "Library, extraction guides",
            "Minh Tran, Lakeside",
        ),
        31,
    ),
    (
        TopicAnswers(
            "Whom to count: denominators for employment",
            "D4",
            Offer.SESSION,
            "Ninety minutes on your own figures, with two people from each site at most.",
            None,
            "2:00 pm Eastern Time, online",
            "Amara Diallo",
        ),
        -37,
    ),
    (
        TopicAnswers(
            "See how Valley keeps a data Friday",
            "D5",
            Offer.PEER_VISIT,
            "Two sites visit Valley for a day; travel is paid by the network.",
            None,
            "",
            "Denise Kowalczyk, Valley",
        ),
        0,
    ),
)  # topic, days before the loading (negative ones lie ahead; 0: a day is being found)
