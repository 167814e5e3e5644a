"""What the sample documents of an invented affiliate have in common."""

from decimal import Decimal

from workflows.documents.contexts import common, proposal
from workflows.documents.pictures import GoalSeries, Point, goal_chart

AWKWARD = 'A & B <c> "q"'
NAMES = "فاطمة الزهراء · မောင်မောင် · Nguyễn Thị Bích · 🙂"

CHART = goal_chart(
    GoalSeries(
        name="Employed at day 180",
        unit="%",
        baseline=Decimal(48),
        target=Decimal(60),
        original_target=None,
        points=tuple(Point(f"Q{n}", Decimal(v)) for n, v in ((1, "49.2"), (2, "52"), (3, "57.4"))),
    )
)


def paper(title: str, standing: str) -> common.Paper:
    return common.Paper(
        title=title,
        number="HARBOR-2026-07",
        standing=standing,
        prepared_on="Monday 9 March 2026",
        fingerprint="4f1c9a70be21",
        network="National Network Office",
        affiliate="Harbor Refugee Services",
        cohort="Expansion cohort 2026",
    )


NETWORK = common.Party(
    "National Network Office", "1 Example Plaza, Albany, NY 00000", "00-0000001", "SYNTH0000001",
    "Ruth Adeyemi, Program manager", "manager@national.example.org",
)  # fmt: skip
HARBOR = common.Party(
    "Harbor Refugee Services, Inc.", "12 Quay Street\nPort Example, ME 00000", "00-0000017", "SYNTH0000017",
    "Amina Diallo, Director", "director@harbor.example.org",
)  # fmt: skip
DIRECTOR = common.Person("Amina Diallo", "Director", "director@harbor.example.org", "207 555 0117")
COACH = common.Person("Daniel Okafor", "Coach", "coach@national.example.org", "518 555 0142")
SENTENCE = (
    "By 30 June 2026, raise the share of employable adults (18 to 64) who arrived July to December "
    "2025 and hold a "
    "job at day 180 from 48% (30 of 62) to 60%, measured quarterly from the case database."
)
BELONGING = "Raise the average belonging score of adults at six months from 3.4 to 3.8 by 30 September 2026."
CERTIFIED = common.Certification(
    statement="I am authorized to certify this for Harbor Refugee Services. To the best of my "
    "knowledge it is true "
    "and complete.",
    name="Amina Diallo",
    role="Director",
    typed_name="Amina Diallo",
    certified_at="Friday 6 March 2026, 4:12 pm EST",
)
GOALS = (
    common.GoalLine("1", SENTENCE, "EMP-180", "Employed at day 180", "48% (30 of 62)", "60%", "30 June 2026"),
    common.GoalLine(
        "2", BELONGING, "BEL-06", "Belonging score at six months", "3.4 (n = 51)", "3.8", "30 September 2026"
    ),
)
BUDGET = common.Budget(
    lines=(
        common.BudgetLine("Personnel", "Data lead, 0.25 full time for 12 months", "$14,500.00", "$0.00"),
        common.BudgetLine("Fringe benefits", "22% of personnel", "$3,190.00", "$0.00"),
        common.BudgetLine("Supplies", "Four tablets and headsets for surveys", "$1,810.00", "$0.00"),
        common.BudgetLine("Participant support", "Childcare and transit for 40 learners", "$4,500.00", "$2,400.00"),
        common.BudgetLine("Indirect", "De minimis, 4.17% of modified total direct costs", "$1,000.00", "$0.00"),
    ),
    total="$25,000.00",
    match_total="$2,400.00",
    narrative="Volunteers give 80 hours of childcare, valued at the local rate for similar paid work.",
)
PROPOSED_BUDGET = proposal.ProposedBudget(
    lines=(
        proposal.CostLine(
            "Personnel",
            "Data lead (500 × $29.00 per hour)\nGoal 1: Employed at day 180 · Data staff · 500 staff hours",
            "$14,500.00",
        ),
        proposal.CostLine("Participant support", "Childcare and transit for 40 learners", "$6,000.00"),
        proposal.CostLine("Indirect costs", "10% of modified total direct costs", "$1,450.00"),
    ),
    total="$21,950.00",
    indirect="10% of modified total direct costs, the de minimis rate of 2 CFR 200.414(f).",
    indirect_steps=(
        proposal.Sum("All direct costs", "$20,500.00"),
        proposal.Sum("Participant support is left out", "−$6,000.00"),
        proposal.Sum("The base: modified total direct costs", "$14,500.00"),
        proposal.Sum("Indirect costs: 10% of the base", "$1,450.00"),
    ),
    by_category=(proposal.Sum("Personnel", "$14,500.00"), proposal.Sum("Participant support", "$6,000.00")),
    by_goal=(proposal.Sum("Goal 1: Employed at day 180", "$14,500.00"), proposal.Sum("Whole project", "$6,000.00")),
    by_tag=(proposal.Sum("Data staff", "$14,500.00"), proposal.Sum("No tag", "$6,000.00")),
    gifts=(proposal.Gift("In-kind from Mentors: 80 hours of childcare\n80 hours at $30.00", "Pledged", "$2,400.00"),),
    match_total="$2,400.00",
    narrative="Volunteers give 80 hours of childcare, valued at the local rate for similar paid work.",
)
PAYMENTS = (
    common.PaymentLine("1", "Agreement signed by both parties", "1 April 2026", "$12,500.00"),
    common.PaymentLine("2", "Mid-year report accepted", "1 November 2026", "$10,000.00"),
    common.PaymentLine("3", "Closeout report accepted", "30 June 2027", "$2,500.00"),
)
REPORTS = (
    common.ReportLine("Progress report 1", "April to June 2026", "30 July 2026"),
    common.ReportLine("Mid-year report", "April to September 2026", "30 October 2026"),
    common.ReportLine("Closeout report", "The whole year", "29 June 2027"),
)
SPENDING = common.Spending(
    lines=(
        common.SpendingLine("Personnel", "$14,500.00", "$3,625.00", "$7,250.00", "$7,250.00", "50%"),
        common.SpendingLine("Fringe benefits", "$3,190.00", "$797.50", "$1,595.00", "$1,595.00", "50%"),
        common.SpendingLine("Participant support", "$4,500.00", "$450.00", "$900.00", "$3,600.00", "20%"),
    ),
    budget_total="$22,190.00",
    this_period_total="$4,872.50",
    to_date_total="$9,745.00",
    left_total="$12,445.00",
    used_total="44%",
    match_to_date="$600.00 of $2,400.00",
    variance_note="Childcare began two months late, after the room passed inspection. We expect to use it by March.",
)
DECISIONS = (
    common.DataDecision(
        "Adults with an evening English class found work five weeks sooner",
        "Offer a second evening class",
        "A volunteer teacher began on 12 January",
        "8 January 2026",
    ),
)
VOICE = common.ClientVoice(
    themes=(
        common.VoiceTheme("Buses stop before the late shift ends", "17 of 41"),
        common.VoiceTheme("Childcare makes class possible", "14 of 41"),
    ),
    response="We asked two employers to move the shift by 30 minutes. One did.",
    story="“I used to count the days. Now I count the people I know at work.”",
    consent="written, in Arabic, 14 February 2026; name withheld; may be withdrawn at any time",
)
