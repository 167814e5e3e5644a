"""What affiliates of the demo world wrote in their worksheets, and what their peers said."""

from typing import Any

Texts = dict[str, str]

PRODUCTS: dict[tuple[str, int], Texts] = {
    ("Harbor", 3): {
        "inputs": "One employment navigator, two volunteers with a van, five employers near the harbor.",
        "chain": "If we visit two employers a month, then we know of openings early.\n"
        "If we know of openings early, then we can prepare people for exactly these jobs.\n"
        "If people are prepared, then more of them work by day 180, so that the family pays its own rent.",
        "assumptions": "Employers keep hiring in winter. The bus reaches the fish plant. "
        "We would see it fail if visits go on and openings stay flat for two months.",
    },
    ("Prairie", 2): {
        "services": "Reception and placement: housing, health.\nEvening English: language.\nJob club: employment.",
        "strong": "Housing: 9 of 10 households in permanent homes by day 180, from our own extract.",
        "gaps": "Language and work hang together. Of 41 employable adults who arrived last year, 17 had work at day "
        "180; 14 of the others had no seat in an evening class because the only class meets while the plant works.",
    },
    ("Prairie", 3): {
        "inputs": "A teacher for two evenings, child care, bus passes, a room at the plant.",
        "chain": "If classes meet after the shift, then workers can come.\nIf they come for twelve weeks, then they "
        "gain a level.\nIf they gain a level, then they can ask for the better-paid line.",
        "assumptions": "The plant lends the room. Mothers come if children are looked after in the next room.",
    },
    ("Cascade", 2): {
        "services": "Reception and placement: housing, health.\nMentors: social bridges.",
        "strong": "Bridges: 22 of 30 households have a mentor.",
        "gaps": "Rent. 12 of 26 households pay more than half of their income in rent, and the next town with cheaper "
        "homes has no bus after six. Two families told us that they chose between rent and the dentist.",
    },
    ("Cascade", 8): {
        "personal_data": "Name, date of birth, rent and income, seen by two case workers and the data lead; for as "
        "long as the case is open and three years after.",
        "flow": "Family to case worker, on paper.\nCase worker to database.\nData lead to Accompany, without names.",
        "consent": "Read aloud in their language, with a picture of where the data goes; they can change their mind by "
        "telling any of us, and it is done within the week.",
        "signed_by": "Director, in the spring",
    },
    ("Summit", 1): {
        "story": "A father of two drives a truck again. A year ago he stacked shelves at night, because nobody could "
        "read his license. What changes is not that he attended a class but that he does the work he knows.",
        "output": "Eleven people in the license course.",
        "outcome": "Seven of them drive for a living nine months later.",
    },
    ("Summit", 2): {
        "services": "Reception, placement: housing, health.\nLicense course: employment.\nParents’ evening: education.",
        "strong": "Education: every child is in school within three weeks.",
        "gaps": "Work that fits what people can do. 18 of 33 employable adults work at day 180, and 11 of the 18 below "
        "their skill.",
    },
    ("Summit", 3): {
        "inputs": "A course leader, the truck school’s yard on Saturdays, a fund for the test fee.",
        "chain": "If we pay the test fee and translate the book, then people pass.\nIf they pass, then the three "
        "haulers in town take them.\nIf they drive, then they earn a living wage by day 240.",
        "assumptions": "The haulers mean it when they say that they would hire. We do not know who can wait so long.",
    },
    ("Bayou", 1): {
        "story": "A grandmother speaks for herself at the clinic. Last year her grandson missed school to translate.",
        "output": "Interpreters at forty visits.",
        "outcome": "Adults who manage their own appointments; children who stay in school on clinic days.",
    },
}  # fmt: skip  # one worksheet a paragraph

REMARKS: dict[str, tuple[str, str, str]] = {
    "prairie-2-mesa": (
        "The figure of the class that meets while the plant works: one sees the gap at once.",
        "Have you asked the plant whether it would lend a room?",
        "Say how many of the 14 would come in the evening. Ours were half.",
    ),
    "prairie-2-coach": (
        "Your own extract, with numerator and denominator. That is exactly what reviewers look for.",
        "",
        "Add one voice from the job club, without a name.",
    ),
    "summit-2-cascade": (
        "“Below their skill” is a strong idea.",
        "How do you know it? Is it in your database, or did people tell you?",
        "Ask three of the eleven what they would need, and quote one.",
    ),
    "prairie-3-coach": ("Each step can be seen to happen or not.", "Who looks after the children?", ""),
    "cascade-2-coach": (
        "The dentist says more than a percentage.",
        "Is the share among all households, or among those whose rent you know?",
        "",
    ),
    "cascade-8-manager": ("Reading it aloud with a picture: others should see this.", "", "Say who keeps the picture."),
    "summit-1-manager": ("Output and outcome are kept apart, well done.", "", ""),
    "harbor-3-manager": (
        "A chain that a stranger can follow, and a sign for when it fails.",
        "What would the volunteers do if the van breaks down?",
        "",
    ),
}
THANKS = "We asked: the plant lends its canteen on Mondays and Wednesdays. Thank you!"

LOGS: dict[str, tuple[dict[str, Any], ...]] = {
    "plains": (
        {"present": ("Harbor", "Prairie", "Mesa"), "topic": "Where our baselines come from",
         "takeaway": "Take last year’s figure first, even if it is rough, and write down how it was counted."},
        {"present": ("Harbor", "Prairie"), "topic": "Reading each other’s goals aloud",
         "takeaway": "A goal that cannot be read in one breath has two goals in it."},
    ),
    "rural": (
        {"present": ("Cascade", "Ridgeview", "Summit", "Bayou"), "topic": "One person who does data on Fridays",
         "takeaway": "Bayou keeps a one-page calendar of what is due which Friday. We all copy it."},
    ),
}  # fmt: skip  # one session a paragraph

QUESTIONS: dict[str, tuple[str, str]] = {
    "consent": (
        "How do you ask for consent in a language that nobody of you speaks?",
        "We serve four languages and have interpreters for two. The form alone does not do it.",
    ),
    "few": (
        "What do you do with a baseline of nine people?",
        "Only nine employable adults arrived last year. Any rate of ours jumps by eleven points with one person.",
    ),
}
ANSWERS: dict[str, str] = {
    "cascade": "We recorded it once with a trusted speaker, two minutes, and play it on the phone. People nod or ask.",
    "manager": "The recording is a good way. Note in the case that it was played, with the day, and offer a call back.",
}
EXAMPLE_WHY = "One page, three steps, and a sign that tells when it does not work."
