"""Goals to learn from, good ones and ones that look like goals, each with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    sentence: str
    is_good: bool
    why: str


EXAMPLES: tuple[Example, ...] = (
    Example(
        "By 30 June, raise the share of employable adults who arrived July to December and hold a job at day 180 "
        "from 48% (n = 62) to 60%, looked at quarterly.",
        True,
        "Who, where you stand today, where you want to be and by when are all there. The last of them, who arrive on "
        "31 December, reach day 180 on 29 June: just in time to be counted.",
    ),
    Example(
        "Reduce the average days from arrival to the first English class for adults below level 6 at the Northside "
        "site from 41 to 25 by 31 March.",
        True,
        "Lower is better here, and the target goes down. One site and one level make it clear whom it is about.",
    ),
    Example(
        "Increase households matched with a trained mentor from 12 of 40 to 24 of 40 by 31 May.",
        True,
        "With forty households a count says more than a percentage: everybody can picture twelve more families.",
    ),
    Example(
        "Maintain health screening by day 90 at or above 90% for everyone who arrives this year, while arrivals "
        "double.",
        True,
        "Keeping a level is a goal too when it gets harder to keep. “Or above” makes it a floor.",
    ),
    Example(
        "Improve the integration of refugees.",
        False,
        "Nobody could say in a year whether this was reached: who exactly, what is counted, from where to where, and "
        "by when?",
    ),
    Example(
        "Hold twelve job-readiness workshops by December.",
        False,
        "This is something you do. What is different for people afterwards? Call it an output, and pair it with a goal "
        "about jobs.",
    ),
    Example(
        "Raise English levels and reduce isolation for women by 20%.",
        False,
        "Two goals in one: if only one of them moves, was it met? And twenty percent of what, from where?",
    ),
    Example(
        "Raise self-sufficiency at day 240 to 70% for people who arrive from January to June, by 30 September.",
        False,
        "Whoever arrives in June reaches day 240 in February. By September only those who arrived in January can "
        "be counted.",
    ),
    Example(
        "Raise the share who gain an English level from 40% to 90% for 6 learners by May.",
        False,
        "One learner of six moves the figure by 17 points. Say how many people instead, or look at a longer time.",
    ),
)
