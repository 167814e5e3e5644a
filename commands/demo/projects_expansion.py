"""Projects of the expansion cohort that were decided on: running, suspended and not funded."""

from commands.demo.project import GoalText, Project

EXPANSION_PROJECTS: dict[str, Project] = {
    "Harbor": Project(
        title="From first English class to work that lasts",
        summary=(
            "Newcomers at Harbor find first jobs quickly, but many leave them before half a year is over. We want to "
            "start English classes in the first month, beside work and child care, and keep a job coach with each "
            "new worker until day 180."
        ),
        need=(
            "Of 28 working-age clients who reached day 180 by our last extract, 19 held a job: 68 percent, down from "
            "80 percent two quarters before. When we called nine people who had left a first job, six named English "
            "on the floor and four named the end of the free ride from the employer. Meanwhile only 16 of 44 adults "
            "below the top level (36 percent) had started class within thirty days; the evening class has no child "
            "care, and the bus stops running at 7 pm.\n\n"
            "One mother from Kinshasa put it this way: “They say learn English first, and they say take the job "
            "first. I have one evening.” We believe both can happen in the same week if class comes to where people "
            "are, and if somebody calls on day 30, 60 and 90 of a job instead of waiting for bad news."
        ),
        population="Adults aged 18 to 64 who arrived in the last twelve months and live in Port Ansel",
        eligible_n=120,
        goals=(
            GoalText(
                "EMP-01", "maintain", "employable adults aged 18 to 64 who reached day 180", "67.9", 28, "60.0",
                ("Job coach calls on day 30, 60 and 90 of a first job", "Ride-sharing board with three employers",
                 "Second placement offered within two weeks of a lost job"),
                ("The fish plant, our largest employer, may cut its night shift.",
                 "We visit four more by spring."),
                "Placements will double this year, and rates tend to fall when numbers rise: we held 60 percent or "
                "better in every quarter but one.",
                "People told us that they leave over shifts and rides, not over wages; early calls catch both.",
            ),
            GoalText(
                "LAN-03", "raise", "adults below the top English level who arrived after January", "36.4", 44, "46.0",
                ("Enroll at the intake visit instead of by letter", "Evening class at the library with child care",
                 "Saturday tablet group for people on night shift"),
                ("Child care helpers are hard to find.",
                 "Two retired teachers have agreed to stand by."),
                "With enrollment at intake a pilot in May started 9 of 15 adults within thirty days.",
                "Letters get lost and waiting lists grow cold; a seat that is booked on the spot is taken.",
            ),
        ),
        voice=(
            "Four learners and two parents meet us twice a year over supper, with an interpreter. We bring the chart, "
            "they bring what it leaves out. What came of the last supper is the first point of the next one."
        ),
        partner="Port Ansel Public Library",
        budget="people",
        risks=(
            "If the plant cuts a shift we shift coaching hours to second placements. If the library closes on evenings "
            "for repairs, the parish hall two streets on is free on Tuesdays and Thursdays."
        ),
        watched=(("EMP-03", "80"), ("LAN-01", "45")),
    ),
    "Ridgeview": Project(
        title="The first ninety days on the job",
        summary=(
            "In our county a first job is two bus lines away from home. We want people to keep it past ninety days: "
            "with a car-pool desk, a buddy at each of five workplaces and a call every other week."
        ),
        need=(
            "Ten of twelve people whose ninetieth day had passed were still at work when we last looked, and the next "
            "twenty placements are at workplaces that are farther away. Two buses a day serve the industrial park. "
            "Case managers hear of a lost job on average 19 days late, mostly from the landlord. In our winter survey "
            "11 of 14 workers said that they would have stayed if somebody had spoken with the shift leader in time."
        ),
        population="Adults placed in a first job in Ridgeview and the two towns beside it",
        eligible_n=42,
        goals=(
            GoalText(
                "EMP-03", "raise", "adults placed in a first job since last spring", "83.3", 12, "90.0",
                ("Car-pool desk with a phone that is answered from 5 am", "A buddy at each of five workplaces",
                 "A call every other week until day 90"),
                ("A buddy may leave.",
                 "The shift leader names another within the week; this is in the letter we exchange."),
                "Workplaces with a buddy kept 9 of 10 people last year; those without kept 6 of 9.",
                "Most reasons to leave show up in the first six weeks and can be talked over while they are small.",
            ),
        ),
        voice="A short call on day 45 and day 90, in the worker’s language, with three questions that never change.",
        partner="Ridgeview Chamber of Commerce",
        budget="people",
        risks=(
            "Fuel prices could end car-pools: the chamber would then co-pay bus vouchers for a month. With about "
            "forty people one departure moves the figure by several points, so we tell the count beside the rate."
        ),
    ),
    "Stonebridge": Project(
        title="A doctor who knows your name",
        summary=(
            "Health screenings happen, but late. We want nine of ten newcomers screened by day ninety, and each adult "
            "to leave the screening with the next appointment booked in a clinic they can reach."
        ),
        need=(
            "Of 74 people who reached day ninety, 60 had been screened (81 percent). Half of those who had not were "
            "children whose parents work mornings, when the health department has its hours. In interviews with "
            "twelve families, seven did not know that an interpreter is free of charge, and three had paid a cousin."
        ),
        population="All arrivals of the last year, with a focus on families with children under twelve",
        eligible_n=160,
        goals=(
            GoalText(
                "HEA-01", "raise", "people who arrived in the last twelve months", "81.0", 74, "90.0",
                ("Block of screening hours on two Saturdays a month", "Navigator books the follow-up on the spot",
                 "Interpreter card in six languages at intake"),
                ("The Saturday block depends on one nurse.",
                 "The university’s clinic has offered a second."),
                "Two test Saturdays brought 22 of 24 invited people.",
                "Families miss mornings because of work and school: hours are the barrier, not will.",
            ),
        ),
        voice="A short call after each first appointment: was there an interpreter, and do you know when to go again?",
        partner="Stonebridge Health Department",
        budget="health",
        risks="The county’s budget is decided in June. If Saturdays end, we move the block to Thursday evenings.",
    ),
    "Clearwater": Project(
        title="Nobody arrives alone",
        summary=(
            "A family with a mentor asks sooner, waits less and knows somebody outside its own community. We want to "
            "match two of three households with neighbors who stay for at least half a year."
        ),
        need=(
            "Today 18 of 41 active households (44 percent) have a mentor group. Families with one called our office 40 "
            "percent less often in their third month, and we think it is because they had somebody else to ask. There "
            "are 30 volunteers on a waiting list whom nobody has trained. A father told us: “In two years nobody but "
            "you has sat in this chair.”"
        ),
        population="Households that arrived in the last eighteen months in the Clearwater area",
        eligible_n=64,
        goals=(
            GoalText(
                "BRI-01", "raise", "households that arrived in the last eighteen months", "43.9", 41, "65.0",
                ("Mentor training on the first Saturday of each month", "Matching supper four times a year",
                 "A call to both sides after two weeks"),
                ("Some matches do not fit.",
                 "Either side may change after a month without giving a reason."),
                "Thirty checked volunteers wait; training was the bottleneck, not good will.",
                "Knowing one neighbor opens a clinic, a school meeting and a used car.",
            ),
        ),
        voice="Mentors and families each answer two questions by text after a month, in their own language.",
        partner="Interfaith Council of Clearwater Mills",
        budget="neighbors",
        risks="Volunteers tire in summer; a pair of mentors for each family keeps somebody there.",
    ),
    "Pinecrest": Project(
        title="In school by the second week",
        summary=(
            "Children wait weeks for a seat in school because shot records and proofs of address go back and forth. "
            "We want to enroll within thirty days, with one desk that both sides trust."
        ),
        need=(
            "Of 46 children aged 5 to 17, only 23 were in class by day thirty. The records office returned 31 forms, "
            "19 of them for the same missing stamp. Parents lose shifts for each trip, and children lose the weeks in "
            "which friends are made."
        ),
        population="Children aged 5 to 17 who arrived in the last twelve months",
        eligible_n=70,
        goals=(
            GoalText(
                "EDU-01", "raise", "children aged 5 to 17 who arrived this year", "50.0", 46, "70.0",
                ("Enrollment desk at the school office on Tuesdays", "One-page checklist in five languages",
                 "Clinic day for shots in the week of arrival"),
                ("A new registrar may not know the agreement.",
                 "It is signed by the superintendent."),
                "The one school that tried the desk enrolled 11 of 13 children in time.",
                "Most delays come from paper that travels; at one desk it is mended in minutes.",
            ),
        ),
        voice="Parents mark on a picture card how the first week went; an interpreter calls where the card is sad.",
        partner="Pinecrest Public Schools",
        budget="class",
        risks="If the district changes its forms in August, the checklist is printed anew within a week.",
    ),
    "Dune": Project(
        title="English by the sea",
        summary=(
            "Seasonal workers at the coast have four quiet months. We would like to fill them with an English course "
            "of three evenings a week, and see whether levels rise by spring."
        ),
        need=(
            "Our hotels and canneries close from November to February, and 58 adults told us that they would study "
            "then. We do not have own level tests yet; the community college reports that about half of its learners "
            "gain a level in a semester. Classes in the season end with three or four people."
        ),
        population="Adults in seasonal work in Dune Harbor who arrived in the last three years",
        eligible_n=58,
        goals=(
            GoalText(
                "LAN-01", "raise", "adults in seasonal work who took both tests", "45.0", 20, "65.0",
                ("Winter course on three evenings a week", "Level test in the first and the last week"),
                ("A mild winter opens hotels early.",
                 "The course then moves to weekends."),
                "The college’s learners gain a level in about half of all cases.",
                "Quiet months are the only ones in which people can come three times a week.",
            ),
        ),
        voice="An hour of talk at mid-term, in Creole and Spanish.",
        partner="Coast Community College",
        budget="class",
        risks="We have not measured levels before and may need help to test the same people twice.",
    ),
}  # fmt: skip  # texts to read through
