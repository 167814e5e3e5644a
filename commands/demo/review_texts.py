"""What reviewers write: one reason for each criterion and anchor, strengths, questions and feedback."""

from workflows.reviews.answers import PlannedCondition

GRADES: dict[tuple[str, int], str] = {
    ("C1", 100): "Own figures of this year, a gap that is named, and the voices of clients right beside them.",
    ("C1", 75): "Recent figures of their own with numerator and denominator. The voices of clients could say more.",
    ("C1", 50): "The need is believable, but rests on other people’s figures; the affiliate’s own are a year old.",
    ("C2", 100): "Each goal passes all five tests, and at least one is a real outcome for people.",
    ("C2", 75): "The goals are clear and measurable. I miss a word on why the target is in reach within one year.",
    ("C2", 50): "The goal is an outcome, but its baseline comes from elsewhere, so the target hangs in the air.",
    ("C3", 100): "Definition, source, owner and checks are all there; small cells are thought of.",
    ("C3", 75): "Source, owner and rhythm are set. The check on late entries is thin for a monthly extract.",
    ("C3", 50): "The indicator is named. Who tests whom, and when, stays open.",
    ("C4", 100): "Each activity answers a barrier that clients named, with milestones to see early if it works.",
    ("C4", 75): "A workable plan with people and hours. The first two months look full to me.",
    ("C4", 50): "The steps are plausible. The timeline depends on one person and one room.",
    ("C5", 100): "Dated quarterly hours, who decides, and a page on the wall: this is learning, not reporting.",
    ("C5", 75): "A quarterly review with a named decider. How a change is tried out could be clearer.",
    ("C5", 50): "Review is mentioned; I do not see who may change course.",
    ("C6", 100): "Child care, hours and distance are planned for; the plan says who may still be left out.",
    ("C6", 75): "Language and transport are covered. Single mothers on night shift may still be missed.",
    ("C6", 50): "Barriers are named in general; I would like to see what is done about them.",
    ("C7", 100): "The partner gives room, people and a way to refer; both sides know what they get.",
    ("C7", 75): "The partner’s part is clear. A letter from them would make it firm.",
    ("C7", 50): "A partner is named, without saying what they do.",
    ("C8", 100): "Adds up to the cent, and each line can be found in the activities.",
    ("C8", 75): "Reasonable for this plan. The hours of the data lead look a little short.",
    ("C8", 50): "It adds up, with thin reasons for the largest line.",
    ("C9", 100): "The data hour is part of a job description, with a cost and a partner after the year.",
    ("C9", 75): "An owner and an idea of the cost. Funding after the year is hoped for.",
    ("C9", 50): "Good will, and no plan yet for who pays.",
}  # fmt: skip  # criterion and anchor in percent

STRENGTHS = (
    "“{title}” starts from what clients said and stays close to it. The figures are honest about how small they are, "
    "and the plan says early when it would change course.",
    "{name} knows its own numbers. I like that the activities are few and that each has a person behind it.",
    "A modest plan that can be done with the people who are there. The partner is not decoration.",
)

QUESTIONS = (
    "What would you do first if the partner could not keep its part? And who looks at the figures in the weeks when "
    "the data lead is away?",
    "Could you tell the count beside each percentage? With groups of this size it would make the chart easier to read.",
    "How will people who work nights take part? One sentence would be enough.",
)

APPROVED = (
    "Thank you for a proposal that was a pleasure to read. Reviewers liked that the need is shown with your own "
    "figures and with the words of clients. Please tell counts beside percentages in your reports, and talk over the "
    "first two months with your coach: they look full."
)
CONDITIONS = (
    PlannedCondition(
        "Send the signed letter of your partner before the first payment.",
        lifted_by="the national office has the letter.",
        holds_payment=False,
    ),
)
CHANGES = (
    "Reviewers see a strong plan and ask for three things before we decide. You keep everything you wrote; your coach "
    "is glad to go through it with you this week."
)
CHANGES_BY_SECTION = (
    ("story", "Please say for how many of the 58 people the screening date is missing rather than late."),
    ("staffing", "Please name who at the clinic books the follow-up."),
    ("budget", "There is no line for child care on the screening days, which your plan needs. Please add one."),
)
CHANGES_ANSWERED = (
    (
        "story",
        "We looked at all 58 files. For eleven people the date is missing, for nine it is late. Both figures stand "
        "in the need now.",
    ),
)
MORE_TIME = (
    "Our data lead is away with a broken wrist until Monday, and the figures for the first goal are hers. With one "
    "more week she can check them herself."
)
NOT_FUNDED = (
    "Thank you for the care in this proposal. We could not fund it this year: the goal rests on the college’s figures, "
    "and without a first test of your own learners nobody could say in spring what changed. The idea of the quiet "
    "months is a good one. We would like to help you with a small level test this winter, and we hope to read the plan "
    "again in the next cohort."
)
