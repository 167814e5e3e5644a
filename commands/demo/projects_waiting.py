"""Projects of the expansion cohort that are being written, changed or reviewed."""

from commands.demo.project import GoalText, Project

WAITING_PROJECTS: dict[str, Project] = {
    "Prairie": Project(
        title="A seat in class before the first harvest",
        summary=(
            "Karen and Somali families come to Grassy Ford for farm and packing work, and the work begins before any "
            "class does. We want a seat in class within thirty days for every adult who wants one, in town or by van."
        ),
        need=(
            "In the last year 17 of 45 adults below the top level (38 percent) started class within thirty days. The "
            "nearest class is 31 miles away. When the packing house changed to two shifts in May, nine learners "
            "dropped out in one week. In our listening circle in August women asked for mornings, men for Saturdays, "
            "and everyone for a place where children may come along."
        ),
        population="Adults below the top English level who arrived in the last twelve months in Grassy Ford",
        eligible_n=66,
        goals=(
            GoalText(
                "LAN-03", "raise", "adults below the top English level who arrived this year", "37.8", 45, "55.0",
                ("Morning class at the church with a play corner", "Saturday class at the packing house",
                 "Van on two routes, driven by volunteers"),
                ("Vans and winter.",
                 "On days below zero class is by phone in groups of four."),
                "Our two trial mornings in September were full, with 14 and 16 adults.",
                "Distance and hours keep people away; both can be moved for less than the price of a bus line.",
            ),
            GoalText(
                "BRI-01", "raise", "households that arrived in the last year", "31.0", 29, "45.0",
                ("Drivers are asked to be mentors after ten rides", "Harvest supper in October and a spring walk"),
                ("Mentors may be too few in the outlying farms.",
                 "Two families may share a mentor pair."),
                "Of 12 drivers in the trial 5 became friends of a family without being asked.",
                "A ride is forty minutes of talk each way: that is how people get to know each other here.",
            ),
        ),
        voice="Listening circles each spring and autumn, led by two women of the community who are paid for it.",
        partner="Grassy Ford Packing Company",
        budget="class",
        risks=(
            "If the packing house changes shifts again we learn of it two weeks ahead and move the Saturday class. The "
            "van has a sponsor for the first year only; the county’s rural transit plan is open for proposals in May."
        ),
    ),
    "Mesa": Project(
        title="Home by day 180",
        summary=(
            "Rents in Red Mesa have risen by a quarter in two years. We want three of four households in a leased home "
            "by day 180, with a landlord circle, a deposit fund and a renter’s course in three languages."
        ),
        need=(
            "Of 32 cases with a known status at day 180, 20 lived in leased homes (63 percent). Families in the motel "
            "stayed 54 days on average. Eleven landlords told us what keeps them: no rental history, unclear who pays "
            "in month four, and fear of damage. A grandmother from Herat asked us to write down that her grandchildren "
            "have changed schools three times."
        ),
        population="Households that arrived in the last twelve months and started in temporary lodging",
        eligible_n=58,
        goals=(
            GoalText(
                "HOU-01", "raise", "households that arrived in the last twelve months", "62.5", 32, "75.0",
                ("Landlord circle with a phone number that is answered", "Twelve deposit loans without interest",
                 "Renter’s course in Spanish, Dari and French"),
                ("The fund may be lent out by winter.",
                 "Repayment after six months refills it."),
                "The five landlords who joined the first circle have rented to nine families since.",
                "Landlords named three fears; each activity answers one of them.",
            ),
        ),
        voice="At move-in and two months later we ask what nobody told the family, and add it to the course.",
        partner="Red Mesa Housing Coalition",
        budget="people",
        risks="If interest in the circle fades, the coalition’s yearly fair in March brings new landlords.",
    ),
    "Cascade": Project(
        title="Neighbors who stay in touch",
        summary=(
            "Fir Hollow is small and friendly, and still most families know nobody but us after half a year. We want "
            "mentor groups that last beyond the welcome at the airport."
        ),
        need=(
            "Ten groups met families at the airport last year; after three months four of them were still in touch. "
            "Our numbers are small, so we look at counts: "
        ),
        population="Households that arrived in the last eighteen months in Fir Hollow",
        eligible_n=24,
        goals=(
            GoalText(
                "BRI-01", "raise", "households that arrived in the last eighteen months", "41.7", 12, "60.0",
                ("Monthly mentor evening with soup",),
                ("", ""), "", "",
            ),
        ),
        voice="",
        partner="Fir Hollow Grange",
        budget="neighbors",
        risks="",
    ),
    "Orchard": Project(
        title="Screened, seen and booked",
        summary=(
            "Screenings at Orchard Road take place, but the follow-up gets lost. We want nine of ten arrivals screened "
            "by day ninety and nobody to leave without the next appointment."
        ),
        need=(
            "Of 58 people who reached day ninety, 47 had been screened (81 percent). Eleven had not, eight of them "
            "women with small children. In spring we followed up on 20 screenings: six people had been told to see "
            "a specialist, and two had done so. A client said that the letter from the clinic “looked like a bill, so "
            "I put it away”."
        ),
        population="Everyone who arrived in the last twelve months in Pippin Grove",
        eligible_n=110,
        goals=(
            GoalText(
                "HEA-01", "raise", "people who arrived in the last twelve months in Pippin Grove", "81.0", 58, "90.0",
                ("Screening day for mothers with child care", "Follow-up booked before leaving the clinic",
                 "Plain letter in the family’s language on top of the clinic’s"),
                ("The clinic’s scheduler changes often.",
                 "The agreement is with the clinic, not with a person."),
                "On two screening days with child care 17 of 18 women came.",
                "Women told us that child care is the reason; letters fail because nobody can read them.",
            ),
        ),
        voice="A call within a week of each screening; once a quarter the caller tells the clinic what was heard.",
        partner="Pippin Grove Family Clinic",
        budget="health",
        risks="A flu winter fills the clinic; we keep two screening days in reserve in March.",
    ),
}  # fmt: skip  # texts to read through
