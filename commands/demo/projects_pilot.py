"""Projects of the pilot cohort."""

from commands.demo.project import GoalText, Project

PILOT_PROJECTS: dict[str, Project] = {
    "Lakeside": Project(
        title="Work that fits the week of a family",
        summary=(
            "Half of our placements end because two parents are given the same shift. We want job matches that look at "
            "the whole week of a family, and more people in work at day 180."
        ),
        need=(
            "Of 11 employable adults who had reached day 180, 7 were in work (64 percent). In five of the nine jobs "
            "that ended early both parents had been put on the same shift. Child care on weekends is not to be had "
            "in Lake Orrin at any price."
        ),
        population="Employable adults aged 18 to 64 who arrived in the last twelve months",
        eligible_n=54,
        goals=(
            GoalText(
                "EMP-01", "raise", "employable adults aged 18 to 64 who reached day 180", "57.1", 14, "64.0",
                ("Week planner for both parents before a match", "Shift talks with four employers",
                 "Job coach until day 90"),
                ("A strike at the foundry would freeze placements.",
                 "Two smaller shops are ready to take people on."),
                "Our best quarter reached two thirds, with the same employers.",
                "If the week works, the job lasts: that was true of 14 of 16 families we asked.",
            ),
            GoalText(
                "HEA-02", "raise", "everyone who arrived in the last twelve months", "25.0", 64, "35.0",
                ("Screening slot is booked before arrival",),
                ("The health department has one interpreter.",
                 "We share ours on Mondays."),
                "Neighboring counties reach 40 percent with a slot that is booked ahead.",
                "A booked slot is kept; a telephone number is not called.",
            ),
        ),
        voice="Two open evenings a year with supper, and a box for notes in four languages at the door.",
        partner="Lake Orrin Workforce Board",
        budget="people",
        risks="Winter roads: matches beyond twenty miles only with a car-pool.",
    ),
    "Juniper": Project(
        title="Every child in class by day thirty",
        summary=(
            "A desk in the school office, a checklist and shots in the week of arrival: children should not wait at "
            "home while papers travel."
        ),
        need=(
            "Ten of 21 children started school within thirty days (48 percent). Forms came back for a missing stamp or "
            "a proof of address in most of the other cases. Two schools had no interpreter for the first talk."
        ),
        population="Children aged 5 to 17 who arrived in the last twelve months",
        eligible_n=40,
        goals=(
            GoalText(
                "EDU-01", "raise", "children aged 5 to 17 who arrived in the last year", "47.6", 21, "57.0",
                ("Tuesday desk at the school office", "Checklist in three languages", "Shots in the week of arrival"),
                ("A new registrar.",
                 "The agreement is with the district."),
                "One school with the desk enrolled four of five children in time.",
                "At one desk a missing stamp is mended in minutes.",
            ),
        ),
        voice="Parents tell how the first week went on a picture card, and an interpreter calls back.",
        partner="Juniper Bend School District",
        budget="class",
        risks="August is short: enrollment moves to the library while schools are closed.",
    ),
    "Ridge": Project(
        title="Mentors beyond the welcome",
        summary="We want households and mentor groups to stay in touch past the first winter.",
        need=(
            "Sixteen of 38 households (42 percent) had a mentor group. After six months half of the groups had gone "
            "quiet, mostly because nobody had asked how it went."
        ),
        population="Households that arrived in the last eighteen months in Slate Ridge",
        eligible_n=44,
        goals=(
            GoalText(
                "BRI-01", "raise", "households that arrived in the last eighteen months", "42.1", 38, "55.0",
                ("Call to both sides after two weeks and two months", "Supper for mentors and families"),
                ("Snow keeps people apart from December on.",
                 "Calls replace visits."),
                "A trial with ten groups kept nine of them in touch for half a year.",
                "Small troubles end a match only where nobody hears of them.",
            ),
        ),
        voice="Two questions by text after one and six months.",
        partner="Slate Ridge Volunteer Center",
        budget="neighbors",
        risks="Few volunteers in the outlying parts; pairs share two families.",
    ),
    "Valley": Project(
        title="English that begins in week one",
        summary="Enroll at intake and learn in the evening: nobody should wait a semester for the first word.",
        need=(
            "Only 24 of 68 adults (35 percent) started class by day thirty. The college takes new learners in August "
            "and January; whoever comes in February waits."
        ),
        population="Adults below the top English level in Alder Valley",
        eligible_n=130,
        goals=(
            GoalText(
                "LAN-03", "raise", "adults below the top English level who arrived this year", "35.3", 68, "50.0",
                ("Bridge class that anyone may join on any Monday", "Enrollment at the intake visit"),
                ("Teachers are hired by semester.",
                 "Two volunteers cover the gap."),
                "In the trial month 14 of 20 adults started at once.",
                "A class that is open every week has no waiting list.",
            ),
        ),
        voice="Learners choose the topics of every fourth evening.",
        partner="Alder Valley College",
        budget="class",
        risks="The room is shared with a choir before Christmas.",
    ),
    "Cedar": Project(
        title="Calm first appointments",
        summary="Earlier screenings with an interpreter that people know, so that health is not what comes last.",
        need=(
            "Forty of 52 people were screened by day ninety (77 percent). Those who were not told us about long waits, "
            "strangers on the telephone and papers that nobody explained."
        ),
        population="Everyone who arrived in the last twelve months in Cedar Landing",
        eligible_n=80,
        goals=(
            GoalText(
                "HEA-01", "raise", "everyone who arrived in the last twelve months", "76.9", 52, "88.0",
                ("One interpreter for the whole visit", "Rides from the office on Wednesdays"),
                ("One interpreter is ill, and all wait.",
                 "A second is trained by May."),
                "On Wednesdays with a ride 19 of 20 people came.",
                "Trust in the interpreter decides whether people come a second time.",
            ),
        ),
        voice="A talk with five families each half-year, in Kinyarwanda and French.",
        partner="Cedar Landing Clinic",
        budget="health",
        risks="The clinic moves in autumn; signs in three languages help.",
    ),
    "Willow": Project(
        title="A first lease within six months",
        summary="A deposit fund and a landlord circle, so that families leave the motel sooner.",
        need=(
            "Twelve of 22 cases had a leased home at day 180. Families told us about deposits of three months’ rent "
            "and about landlords who never called back."
        ),
        population="Households that arrived in the last twelve months in Willow Falls",
        eligible_n=30,
        goals=(
            GoalText(
                "HOU-01", "raise", "households that arrived in the last twelve months", "54.5", 22, "68.0",
                ("Deposit fund", "Landlord breakfast each quarter"),
                ("The fund is small and may be lent out at once.",
                 "Repayments refill it after half a year."),
                "Three landlords have said yes already.",
                "Deposits are what most families lack.",
            ),
        ),
        voice="A talk at move-in.",
        partner="Willow Falls Housing Trust",
        budget="people",
        risks="Staff changes: two people know the fund’s book.",
    ),
}  # fmt: skip  # texts to read through
