"""Act three: the data lead writes the proposal, the director certifies it, and its Word file is made."""

from datetime import timedelta

from tests.browser.people import Person
from tests.browser.story import Story

TITLE = "Work that lasts at the port"
TEXTS = {
    "profile": {"confirmed": "y"},
    "story": {
        "title": TITLE,
        "summary": "Adults who arrived lately find work slowly. We bring employers and classes together.",
        "need_with_data": "Of last year’s employable adults, fewer than half worked at day 180.",
        "population": "Adults aged 18 to 64 who arrived in the last twelve months in Port Ellis",
        "eligible_n": "140",
        "benefit": "Work that lasts, sooner.",
        "domains-0": "y",
    },
    "approach": {
        "theory_of_change": "Employers who know us hire sooner, so that people earn sooner, so that they stay.",
        "hypothesis": "If eight employers visit each quarter, the figure rises by seven points.",
        "approach": "Iteration: we refine what we do already",
        "approach_reason": "We visit employers already; new is that classes come along.",
        "marks-0": "y",
        "marks_evidence": "The port’s employers plan it with us.",
        "equity": "Parents without child care come in the morning; the bus is paid.",
    },
    "timeline": {
        "activities-0-what": "Employers’ table opens",
        "activities-1-what": "Evening classes begin",
    },
    "data_plan": {
        "source": "Monthly extract of the case database",
        "fields": "employable, employed_day_180, arrival_date",
        "frequency": "quarterly",
        "owner": "Bo Lee, data lead",
        "quality_checks": "Two people read twenty cases a month side by side.",
    },
    "learning": {
        "improvement_cycle": "We look at the figures each quarter with our coach and choose one change.",
        "feedback_protocol": "A short survey in six languages, read aloud where it helps.",
    },
    "privacy": {
        "personal_data": "Case numbers and dates stay with us; only totals leave.",
        "consent": "Everyone signs a form in their language and may change their mind.",
        "agreement": "We share no personal data with anyone",
        **{f"ethics-{number}": "y" for number in range(5)},
    },
    "staffing": {
        "staffing": "One employment specialist, half a day a week of the data lead.",
        "risks": "Seasonal work ends in autumn; we plan with two more employers.",
        "sustaining": "The employers’ table stays, and so does the monthly look at the figures.",
    },
}


def the_proposal_is_begun(story: Story) -> None:
    """Bo writes the story and tries to go on too early: the page says what is missing."""
    bo = story.person("bo")
    bo.goes_to(f"/proposals/of/{story.year_id}")
    bo.presses("Start the proposal")
    story.proposal_path = "/proposals/" + bo.path.split("/")[2]
    _writes(bo, story, "story")
    bo.goes_to(f"{story.proposal_path}/submit")
    bo.sees("There is no goal yet. Add at least one.", "The budget is empty. Add at least one line with an amount.")
    bo.sees("5 ticks are still open in «Ethics checklist»", "things are still missing")
    assert bo.page.get_by_role("button", name="Submit for certification").is_disabled()


def _writes(bo: Person, story: Story, section: str) -> None:
    bo.goes_to(f"{story.proposal_path}/sections/{section}")
    bo.fills(**TEXTS[section])
    bo.page.locator("main form .form-actions button").first.click()
    bo.looks()


def the_goal_is_made_smart(story: Story) -> None:
    bo = story.person("bo")
    bo.goes_to(f"{story.proposal_path}/sections/goals")
    bo.presses("Write the first goal")
    bo.presses("Save and check again")
    year = timedelta(days=365)
    ends = story.year_ends_on
    bo.fills(
        population="employable adults aged 18 to 64 who arrived in the last twelve months",
        indicator="EMP-01",
        direction_verb="increase",
        target_value="55",
        due_on=ends.isoformat(),
        baseline_value="48",
        baseline_n="62",
        baseline_on=(ends - year).isoformat(),
        data_source="Monthly extract of the case database",
        owner="Bo Lee, data lead",
        review_frequency="quarterly",
        activities="Meet eight employers a quarter\nTeach work English two evenings a week",
        activity_rationale="Employers who know us hire sooner, and English keeps people in the job.",
        rationale="Our own figure rose by four points last year.",
        **{
            "milestones-0-on": (ends - timedelta(days=240)).isoformat(),
            "milestones-0-value": "50",
            "milestones-1-on": (ends - timedelta(days=120)).isoformat(),
            "milestones-1-value": "52",
            "risks-0-risk": "Seasonal work ends in autumn.",
            "risks-0-mitigation": "Two more employers are ready.",
            "because_R5": "The employment specialist in the budget works on this goal alone.",
        },
    )
    bo.presses("Save and check again")
    story.goal_sentence = bo.page.locator("main [data-live=sentence] .sentence").first.inner_text().strip()
    bo.presses("Next: All goals")


def the_rest_is_written(story: Story) -> None:
    bo = story.person("bo")
    month = f"{story.year_ends_on:%Y-%m}"
    bo.goes_to(f"{story.proposal_path}/sections/timeline")
    bo.page.locator("[name=activities-0-month]").select_option(month)
    bo.page.locator("[name=activities-1-month]").select_option(month)
    bo.fills(**TEXTS["timeline"])
    bo.presses("Save and add rows")
    for section in ("profile", "approach", "data_plan", "learning", "privacy", "staffing"):
        _writes(bo, story, section)
    bo.goes_to(f"{story.proposal_path}/sections/budget")
    bo.fills(
        **{
            "lines-0-category": "Personnel",
            "lines-0-description": "Employment specialist, half time",
            "lines-0-quantity": "1",
            "lines-0-unit_cost": "19,500",
            "lines-0-justification": "Half a post, for the whole year.",
            "lines-1-category": "Participant support",
            "lines-1-description": "Bus passes",
            "lines-1-quantity": "90",
            "lines-1-unit_cost": "50",
        }
    )
    bo.sees("$24,000")
    bo.presses("Save and stay here")
    bo.goes_to(f"{story.proposal_path}/submit")
    bo.does_not_see("still missing")
    bo.sees("Nothing is missing", "Ana Ruiz (director) gets a message, reads it and certifies.")


def the_data_lead_hands_over(story: Story) -> None:
    """The director cannot press and certify both, so Bo presses; then nobody writes any more."""
    ana, bo = story.person("ana"), story.person("bo")
    ana.goes_to(f"{story.proposal_path}/submit")
    ana.sees("Bo Lee (data lead) can press submit, then you certify.")
    bo.goes_to(f"{story.proposal_path}/submit")
    bo.presses("Submit for certification")
    bo.sees("It waits for the director", "Bo Lee handed it over on")


def the_director_submits(story: Story) -> None:
    """A hasty double click and the same form once more give one submission."""
    ana = story.person("ana")
    ana.goes_to("/")
    ana.sees("Read the proposal and certify it", "handed over by Bo Lee, waits for the director")
    ana.goes_to(f"{story.proposal_path}/submit")
    ana.sees("It waits for you")
    ana.fills(typed_name="Ana Ruiz", certifies="y")
    form = "document.querySelector('main form[action$=certify]')"
    replay = ana.page.evaluate(f"new URLSearchParams(new FormData({form})).toString()")
    ana.page.get_by_role("button", name="Certify and submit").dblclick()
    ana.page.wait_for_url("**/receipt")
    ana.looks()
    ana.posts(f"{story.proposal_path}/certify", replay)
    ana.goes_to(f"{story.proposal_path}/receipt")
    ana.sees("Your proposal is in", TITLE, "$24,000")
    assert ana.page.locator("main dl").inner_text().split("Version")[1].split()[0] == "1"
    ana.goes_to(story.year_path)
    assert ana.page.locator("main").inner_text().count("Submitted the proposal") == 1


def its_word_file_is_made(story: Story) -> None:
    ana = story.person("ana")
    ana.goes_to(f"{story.proposal_path}/receipt")
    seal = ana.page.locator(".digest code").inner_text()
    text = story.word_file("ana", "Proposal")
    for expected in (TITLE, story.goal_sentence, "$24,000", seal):
        assert expected in text


WRITING = (the_proposal_is_begun, the_goal_is_made_smart)
SUBMITTING = (the_rest_is_written, the_data_lead_hands_over, the_director_submits, its_word_file_is_made)
