"""What coach and affiliate said to each other, with notes for both and notes for the coach alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """Somebody does something within so many days; `side` is affiliate or coach."""

    text: str
    side: str
    within: int


@dataclass(frozen=True, slots=True)
class Conversation:
    focus: str
    wins: str
    shared_note: str
    private_note: str = ""
    early_signal: str = ""
    actions: tuple[Promise, ...] = ()
    minutes: int = 45
    mode: str = "video"


CONVERSATIONS: dict[str, Conversation] = {
    "harbor-1": Conversation(
        "A good start: who does what in the first month",
        "The job coach started on Monday, and the library gave us the room for the whole year.",
        "We went through the first eight weeks. Samir keeps the call list for day 30, 60 and 90 in a sheet that Lucy "
        "can open as well. Dana speaks with the night shift leader before the first class. We agreed to look at "
        "counts, not only at percentages, as groups are small.",
        "Dana carries a lot by herself. Ask next time who would step in if she were ill.",
        "",
        (
            Promise("Share the call list with Lucy and Owen", "affiliate", 10),
            Promise("Send the example of a one-page data review", "coach", 5),
        ),
        60,
    ),
    "harbor-2": Conversation(
        "First figures: what do we see?",
        "Twelve adults enrolled in English at intake this month, more than in the whole last quarter.",
        "English classes fill up, and the Saturday group has a waiting list. Work at day 180 went down to 60 percent "
        "of 35 people. We looked at who: most of those who left had worked nights at the plant. Samir asks three of "
        "them what would have helped.",
        "Samir worries that falling figures will look bad in the report. I told him that we ask what was learned.",
        "The plant speaks of ending the night shift in winter.",
        (
            Promise("Call three people who left the plant and write down why", "affiliate", 14),
            Promise("Ask Lakeside how they arranged shifts with employers", "coach", 7),
        ),
        45,
        "phone",
    ),
    "harbor-3": Conversation(
        "Rides, night shifts and the second placement",
        "Two workers found a ride through the board in its first week.",
        "The three calls gave a clear answer: the free ride ended at 7 pm. Dana visits the employer with the figures. "
        "We put the offer of a second placement earlier, into the first week after a job is lost, and will see in the "
        "next extract whether it helps.",
        "A very good talk. They decide by themselves; my part is to ask.",
        "",
        (
            Promise("Visit the plant with the figures on rides", "affiliate", 21),
            Promise("Write the second-placement step into the intake guide", "affiliate", 14),
        ),
    ),
    "harbor-4": Conversation(
        "Getting ready for the first report",
        "The English goal is ahead of its line: 26 of 63 adults started within thirty days.",
        "We read the new figures together. English is on track. Work at day 180 is at 24 of 43, below the 60 percent "
        "that we wanted to hold. Nobody needs to hide that: the report asks what you think is behind it, and you know. "
        "Samir drafts the report; Dana reads it before the coming check-in.",
        "Dana mentioned that a board member asks whether the project is failing. Offer to join the board call.",
        "Work at day 180 fell for the third time in a row.",
        (
            Promise("Draft the first progress report", "affiliate", 18),
            Promise("Ask the employer for the winter shift plan", "affiliate", 13),
            Promise("Send two examples of reports that tell about a missed target", "coach", 6),
        ),
    ),
    "ridgeview-1": Conversation(
        "Starting the car-pool desk",
        "Three of five workplaces have named a buddy.",
        "The desk opened with one phone. Esperance answers from 5 am on three days; for the other two somebody is "
        "still to be found. We agreed on the three questions for day 45.",
        "Paul joined for ten minutes only. He seems to have handed this over entirely.",
        "",
        (
            Promise("Find somebody for the desk on Tuesdays and Thursdays", "affiliate", 21),
            Promise("Send the sheet for buddy talks", "coach", 7),
        ),
    ),
    "ridgeview-2": Conversation(
        "Why people left in summer",
        "The chamber printed cards with the desk’s number.",
        "Four people left in the same week, when the second bus was cut. Eleven of sixteen are still at work past day "
        "90. We talked about telling it as it is in the report, and about asking the chamber for vouchers now instead "
        "of in winter.",
        "Esperance is close to giving up the early hours. Speak with Paul alone.",
        "The second bus to the industrial park was cut.",
        (
            Promise("Ask the chamber for bus vouchers", "affiliate", 38),
            Promise("Speak with Paul about the early hours", "coach", 7),
        ),
    ),
    "lakeside-1": Conversation(
        "Half a year: what to keep",
        "The week planner is used in every match now, also by colleagues outside the project.",
        "Shift talks with two of four employers led to fixed days for parents. We keep the planner and drop the idea "
        "of a shared calendar that nobody opened.",
        "Minh would make a good peer coach in the next cohort.",
        "",
        (Promise("Write half a page about the week planner for the library", "affiliate", 30),),
    ),
    "lakeside-2": Conversation(
        "Closing well",
        "Eighteen of 28 people are in work at day 180, more than the year aimed for.",
        "We went through the closeout: what worked, what did not, and what becomes of the data. The goal on early "
        "screening was not met, and Grace wants to say clearly why: the slot was booked before arrival, but flights "
        "moved. That helps others more than a good figure.",
        "",
        "",
        (
            Promise("Write down what became of the data", "affiliate", 30),
            Promise("Ask the next cohort who would like to hear about the week planner", "coach", 40),
        ),
    ),
    "prairie-1": Conversation(
        "Reading small numbers before the proposal",
        "The listening circle brought 19 people, twice as many as last time.",
        "We looked at the baseline together and found six rows where the class had started but the date was missing. "
        "Tomas corrects them before the extract of the proposal.",
        "Strong team. Helen would like to be told early if reviewers have doubts.",
        "",
        (Promise("Correct the six missing dates", "affiliate", 7),),
    ),
    "prairie-2": Conversation(
        "While you wait: keeping the trial mornings alive",
        "Both trial mornings went on without us, with 13 and 15 adults.",
        "Nothing can be changed in the proposal now, and nothing has to be. We used the time to write down how the van "
        "routes are planned, so that somebody other than Tomas could do it. I will not hear about the scores before "
        "you do.",
        "Helen asked twice how the decision goes. I do not know and said so.",
        "",
        (Promise("Write the van routes on one page", "affiliate", 24),),
        30,
        "phone",
    ),
    "cascade-1": Conversation(
        "From a good idea to one goal",
        "The mentors’ soup evening had 14 guests.",
        "With twelve households one family moves the rate by eight points. Eli and I agreed to tell counts beside "
        "rates and to look at a longer window. The need section gets the story of the airport groups.",
        "Nora is new in her role and would like clearer deadlines from us.",
        "",
        (
            Promise("Finish the need section with the counts of last year", "affiliate", 26),
            Promise("Send three proposals from small affiliates", "coach", 5),
        ),
    ),
}  # fmt: skip  # by affiliate and number
