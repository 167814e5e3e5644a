"""What each variable of a Word template means, with an example; a name alone holds for every group that has it.

Each line: the dataclass and its field, or the field of any dataclass · what it is · an example.
"""

from dataclasses import dataclass

_TABLE = """
Paper.title | What this document is | Award letter
Paper.number | The number of the document | ACC-2026-0007
Paper.standing | How it stands | For signature
Paper.prepared_on | The day it was prepared | Monday 9 March 2026
Paper.fingerprint | The first digits of the record’s digest | 4f1c9a70be21
Paper.network | The national office | National Network Office
Paper.affiliate | The affiliate’s name | Harbor Refugee Services
Paper.cohort | The cohort | Expansion cohort 2026
Party.legal_name | The full legal name | Harbor Refugee Services, Inc.
Party.address | Street and town | 12 Quay Street, Port Example, ME
Party.ein | Employer Identification Number | 00-0000017
Party.uei | Unique Entity Identifier | SYNTH0000017
Party.contact | Name and role of the contact | Amina Diallo, Director
email | The mail address | director@harbor.example.org
Person.name | The person’s name | Daniel Okafor
Person.role | The person’s role | Coach
Person.phone | The telephone number | 518 555 0142
award_number | The award’s number | ACC-2026-0007
award_kind | The kind of award | Fixed amount
amount | An amount of money | $24,000.00
AwardLetter.amount | What is awarded | $24,000.00
GrantAgreement.amount | What is awarded | $24,000.00
PaymentLine.amount | What this payment pays | $12,000.00
BudgetLine.amount | What the award pays of this line | $14,500.00
funding_source | Where the money comes from | Private gift
restriction | What the money is restricted to | For the goals of this award, in this period
period | The period, from day to day | 1 April 2026 to 31 March 2027
period_start | The first day | 1 April 2026
period_end | The last day | 31 March 2027
payments_total | All payments together | $24,000.00
free_changes | One change that needs no question | Move up to 10% between budget categories
changes_to_ask | One change to ask for first | A goal, indicator or target
accept_by | The day to accept by | Friday 20 March 2026
PaymentLine.number | The payment’s number | 1
PaymentLine.trigger | What releases the payment | Agreement signed by both parties
PaymentLine.expected_on | The day it is expected | 1 April 2026
AwardCondition.condition | What has to be met | Name a second signer for payments
AwardCondition.reason | Why | One person signs today
AwardCondition.remedy | What meets it | Board minutes with the name
AwardCondition.payments | Whether payments wait for it | Wait until it is lifted
AwardCondition.appeal | How to ask again | Write to the program manager
due_on | The day it is due | 1 May 2026
ReportLine.name | The report | Progress report 1
ReportLine.covers | The period it covers | 1 April 2026 to 30 June 2026
ReportLine.due_on | When it is due | Thursday 30 July 2026, 11:59 pm EDT
Signature.party | Whom the signature binds | Harbor Refugee Services, Inc.
Signature.name | Who is expected to sign | Amina Diallo
Signature.role | In which role | Director
Signature.signed_as | The name as it was typed; empty before | Amina Diallo
Signature.signed_at | When it was signed; empty before | 9 March 2026, 2:05 pm EDT
GrantAgreement.purpose | The title of the proposal | Work that lasts
GrantAgreement.payment_method | How the network pays | By bank transfer, in these installments
GrantAgreement.indirect_rate | The rate for indirect costs | At most the de minimis rate of 15%
GrantAgreement.match_required | The match that is required | None required
GrantAgreement.data_agreement | The data-sharing agreement | DSA-2026-03 of 2 March 2026
GrantAgreement.free_transfer | What may move between categories without asking | 10%
GrantAgreement.extension_notice | How long before the end an extension is asked for | 30 days
GrantAgreement.retention | How long records are kept | three years
termination_notice | The notice that ends the agreement | 30 days
governing_law | Whose law applies | the State of Maine
AmendmentLetter.kind | What kind of change it is | A target
amendment_number | The amendment’s number | 2
about | What the change is about | Goal 1: raise employment from 48% to 60%
track | How it was decided | Fast track
track_reasons | One rule that chose the track | A target moves by at most 20 percent of the way
requested_by | Who asked for it | Amina Diallo
requested_on | The day it was asked for | Friday 10 July 2026
AmendmentLetter.reason | Why the change is needed | Two employers closed
evidence | What the data shows | Of 40 people 18 had a job
effects | What it means for the rest | None on the budget
ChangedTerm.name | The term that changes | Target
before | Its value until now | 60%
after | Its value from then on | 58%
effective_on | The day it counts from | 1 October 2026
AmendmentLetter.amount | The award’s amount with the change | $24,000.00
conditions | One condition that goes with it | Tell us in January how it went
decided_on | The day of the decision | Tuesday 14 July 2026
DataDue.what | Data that is submitted | Pseudonymous extract
DataDue.how | How it is submitted | Upload
DataDue.when | When it is submitted | With each progress report
FederalElement.name | A federal award element | Unique Entity Identifier
FederalElement.value | Its value for this award | SYNTH0000017
FederalElement.citation | The rule that asks for it | 2 CFR 200.332(b)(1)(ii)
SharedField.data | A group of fields | Dates of services
SharedField.fields | The fields of the group | arrival date, job start date
SharedField.reason | What they are shared for | To count who reached a milestone
DataAccess.role | Who has access | Coach of the affiliate
DataAccess.sees | What they see | Figures, with small groups hidden
agreement_number | The number of the agreement | DSA-0007-1
DataSharingAgreement.purpose | What the data is shared for | To learn which services help
basis | What the agreement rests on | Taking part in Pilot cohort
DataSharingAgreement.population | Whose data it is | People who arrived in the period
direction | Who gives data to whom | From the affiliate to the network
DataSharingAgreement.frequency | How often data is given | With each progress report
permitted | One use that is allowed | Compute the indicators of this award
prohibited | One use that is never allowed | Any use for immigration enforcement
de_identification | How people are made unknown | Names are taken out while a file arrives
suppression | How small groups are hidden | Fewer than 5 people are hidden
transfer | How data travels | Upload over an encrypted connection
onward | Passing on and publishing | Neither party passes rows on
DataSharingAgreement.consent | How people consent | In a language they understand
DataSharingAgreement.quality | Who corrects the data | The affiliate, before the next extract
breach_notice | How soon a breach is told | 72 hours
DataSharingAgreement.retention | How long data is kept | Figures for three years
destruction | How destruction is confirmed | In the closeout report
review_on | When the agreement is reviewed | 31 March 2027
number | The number in its order | 1
sentence | The goal in one sentence | By 30 June 2026, raise … to 60%
indicator_code | The indicator’s code | EMP-180
indicator_name | The indicator’s name | Employed at day 180
numerator | What is counted | 39 adults with a job on day 180
denominator | Of whom | 68 adults who reached day 180
baseline | Where it began | 48% (30 of 62)
target | Where it should arrive | 60%
original_target | The target before amendments | 60%
amended_target | The target after amendments | Not amended
domain | The domain of integration | Employment
source | Where the data comes from | Case database
owner | Who looks after it | Samuel Haile
Milestone.expected | The value that is expected | 53%
Activity.what | What is done | Open a second evening class
Activity.who | Who does it | Education lead
Activity.when | When it is done | May 2026
Answer.question | A question of the form | Why now?
Answer.text | What was answered | Most newcomers find work late.
Chapter.title | A section of the form | Data plan
Proposal.form | Which form it was written in | Full form
requested | What is requested | $24,000.00
summary | The summary | A second evening class for adults.
domains | One domain of integration | Employment
attachments | One attachment | W-9: w9.pdf
snapshot_digest | The digest of what was submitted | 4f1c9a70be21
GoalPlan.kind | The kind of goal | Outcome
GoalPlan.population | Whom the goal is about | Adults who arrived in 2026
GoalPlan.composed | The sentence made of its parts | By 30 June 2027, raise …
GoalPlan.definition | What the indicator says | Adults with a job on day 180
GoalPlan.frequency | How often it is looked at | Quarterly
GoalPlan.accumulation | How periods add up | Not cumulative
GoalPlan.disaggregations | The groups it is looked at by | sex, age group
GoalPlan.why_activities | Why these activities | Employers we visited hire more
GoalPlan.why_realistic | Why it is realistic | It rose by eight points in two years
GoalRisk.risk | What could get in the way | Fewer arrivals
GoalRisk.mitigation | What is done then | A wider window
Justification.about | What was worth a look | A change of 30 points is a lot
Justification.text | Why the goal stays as it is | A new liaison begins in May
CostLine.told | What a line is for, for which goal, and why | Data lead, a quarter post
CostLine.amount | What the line costs | $14,500.00
Sum.label | What belongs together | Personnel
Sum.amount | How much it is | $14,500.00
Gift.told | Who gives what | Library: a room
Gift.standing | How sure it is | Secured
Gift.amount | What it is worth | $1,920.00
ProposedBudget.total | What is requested | $24,000.00
ProposedBudget.indirect | How indirect costs are worked out | De minimis rate: 10 percent
ProposedBudget.narrative | What the lines alone do not say | Volunteers give 80 hours
Partner.name | The partner | Port Example Library
Partner.part | Its part | Room and childcare corner
Partner.agreement | What was agreed | Memorandum of 2 March 2026
category | The budget category | Personnel
BudgetLine.purpose | What it is for | Data lead, 0.25 full time
match | What the affiliate adds | $0.00
Budget.total | The award’s part of all lines | $24,000.00
match_total | The match of all lines | $0.00
Budget.narrative | What the lines alone do not say | Volunteers give 80 hours
statement | The sentence that is certified | I certify that this is true.
Certification.name | Who certified | Amina Diallo
Certification.role | In which role | Director
typed_name | The name as it was typed | Amina Diallo
certified_at | When it was certified | Friday 6 March 2026, 4:12 pm EST
GoalProgress.chart | The goal’s line as a picture | a picture
FinalResult.chart | The goal’s line as a picture | a picture
actual | The latest value | 57.4%
n | How many people are counted | 68
status | How the goal stands | On track
as_of | The day of the data | 30 September 2026
import_number | Which extract it comes from | 7
explanation | What explains the value | Two employers began to hire early
outputs | What was done | Two evening classes a week
DataDecision.saw | What the data showed | Late buses
DataDecision.decided | What was decided | Ask the transit office
DataDecision.changed | What changed | One more bus
DataDecision.decided_on | When it was decided | 9 May 2026
theme | What clients raised | Buses stop early
heard | How often it was heard | 17 of 41
ClientVoice.response | What was done about it | The shift moved by 30 minutes
ClientVoice.story | A story shared with consent | “I used to count the days.”
ClientVoice.consent | The consent to the story | written, in Arabic, 14 February 2026
budget | The budget of the category | $14,500.00
this_period | Spent in this period | $3,625.00
to_date | Spent so far | $7,250.00
left | What is left | $7,250.00
used | The part that is spent | 50%
budget_total | The whole budget | $24,000.00
this_period_total | Spent in this period, together | $4,872.50
to_date_total | Spent so far, together | $9,745.00
left_total | What is left, together | $14,255.00
used_total | The part that is spent, together | 41%
match_to_date | The match so far | None required
variance_note | Why spending differs from the plan | Childcare began late
NextStep.what | What is next | Ask about late buses
NextStep.who | Who does it | Director
NextStep.by | By when | 30 November 2026
report_number | Which report of how many | 2 of 4
submitted_at | When it was submitted | 28 October 2026, 3:40 pm EDT
timing | Whether it came in time | On time
ProgressReport.due_on | When it was due | 30 October 2026
headline | The report in a sentence | More people kept their jobs
data_quality | How complete the data is | Key fields 96% complete
collaboration | Work with partners | The library stays open until 9 pm
learning | What was learned | Keep the evening class
changes_requested | One change that is asked for | Amendment 2: belonging target
developments | What else happened | A new bus line
leverage | Other money and gifts | A bank gave $1,500.00
help_needed | Help that is wanted | A second pair of eyes on the survey
minutes_spent | Time spent on the report | 95 minutes
suppression_note | The note on small groups | Groups of fewer than 5 people are hidden
final_target | The target at the end | 60%
final | The value at the end | 61.3%
points | The values on the way | Q1 49.2% · Q2 52%
result | Whether it was met | Met
account | What explains the result | Childcare made the difference
CapacityChange.dimension | A dimension of the self-assessment | Using data to decide
CapacityChange.before | Before the program | 2.3
CapacityChange.after | After the training | 3.4
CapacityChange.at_twelve_months | After a year | 3.9
EquipmentItem.item | What was bought | Four tablets
EquipmentItem.cost | What it cost | $1,200.00
EquipmentItem.stays_with | Who keeps it | Harbor Refugee Services
DataDisposition.data | A kind of data | Raw extracts
DataDisposition.disposition | What became of it | Destroyed
DataDisposition.done_on | When | 15 April 2027
Practice.title | The practice | Evening class with childcare
Practice.domain | Its domain | Employment
Practice.innovation | What is new about it | Class and childcare in one building
Practice.effect | What it changed | 48% to 61.3%
Practice.replicable | What others need for it | A room until 9 pm
FollowUp.when | When it is measured | Month 18
FollowUp.measure | What is measured | Employed at day 180
FollowUp.who | Who measures | Samuel Haile
ChecklistItem.item | A line of the checklist | Final financial report
ChecklistItem.state | How it stands | Accepted
ChecklistItem.signed_off | Who signed it off, and when | Finance officer, 2 May 2027
worked | What worked | The evening class
did_not_work | What did not work | The Saturday session
cost_per_outcome | What one outcome cost | About $540.00
unspent | What was not spent | $0.00
CloseoutReport.data_agreement | How the data-sharing agreement stands | Ended 31 March 2027
access_removed | Whose access was removed | Three accounts, 2 April 2027
sustaining_owner | Who carries it on | Education lead
sustaining_funding | With which money | County adult education
tools_kept | What is kept in use | The survey in five languages
CloseoutReport.feedback | What the affiliate says to the network | Our coach asked before advising
PastAction.action | An action agreed earlier | Count evening learners
PastAction.state | How it stands | Done
DataLook.indicator | A number looked at together | EMP-180
DataLook.value | Its value | 52% (34 of 65)
ActionItem.action | What is to be done | Call the library
CheckInSummary.coach | The coach | Daniel Okafor
held_at | When it was held | Tuesday 10 February 2026, 10:00 am EST
length | How long it took | 50 minutes
mode | How people met | Video
attendees | One person who took part | Amina Diallo, Director
focus | What it was about | Goal 1: employed at day 180
CheckInSummary.summary | The shared note | The evening class works
suggests | What the data suggests | Parents leave class early
early_signal | A first sign of change | Attendance rises
confidence | How sure the affiliate is | 4 of 5
CheckInSummary.goal | The goal of the conversation | Two classes by April
reality | Where things stand | One room, one volunteer
options | One thing that could be done | Pay a sitter for six weeks
will | What will be done | Ask the library this week
decision | What was decided | Try the corner for six weeks
CheckInSummary.voice | What clients said | “I learn when I know she is safe.”
barriers | What stands in the way | The room closes at 8 pm
help_requested | Help that was asked for | A contact at the library
next_at | The next check-in | Tuesday 24 February 2026
Competency.code | The competency’s code | C3
Competency.name | The competency | Indicators
Certificate.name | Who earned it | Samuel Haile
program | The program | Outcomes in Practice
dates | From the first to the last session | 14 January 2026 to 1 April 2026
sessions | How many sessions were met | 12 of 12 sessions
ways | How they were met | 9 live · 2 by recording
hours | How long they took together | 18 hours
signer_name | Who signs | Ruth Adeyemi
signer_role | In which role | Program manager
Proposal.form | Short or full form | Full form
requested | What is asked for | $25,000.00
Proposal.summary | The proposal in short | Half of the adults find work …
domains | One domain of integration | Work
attachments | One attachment | Form W-9
snapshot_digest | The digest of the proposal as it stood | 4f1c9a70be21…
"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a variable is, and how one looks."""

    words: str
    example: str


MEANINGS: dict[str, Meaning] = {
    name: Meaning(words, example)
    for name, words, example in (line.split(" | ") for line in _TABLE.strip().splitlines())
}


def meaning_of(kind: type, field_name: str) -> Meaning:
    """The meaning of a field; its own name in words where nobody wrote one yet."""
    plain = Meaning(field_name.replace("_", " ").capitalize(), "")
    return MEANINGS.get(f"{kind.__name__}.{field_name}") or MEANINGS.get(field_name) or plain
