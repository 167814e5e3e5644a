"""Documents of an invented affiliate, rich enough to show what a page must bear."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from document_parts import (
    BELONGING,
    BUDGET,
    CERTIFIED,
    CHART,
    COACH,
    DECISIONS,
    DIRECTOR,
    GOALS,
    HARBOR,
    NETWORK,
    PAYMENTS,
    REPORTS,
    SENTENCE,
    SPENDING,
    VOICE,
    paper,
)
from proposal_sample import PROPOSAL

from workflows.documents.contexts import (
    amendment,
    award_letter,
    certificate,
    check_in_summary,
    closeout_report,
    common,
    data_sharing_agreement,
    grant_agreement,
    progress_report,
)
from workflows.documents.values import Picture
from workflows.funding.federal.answers import ELEMENTS

CONDITIONS = (
    common.AwardCondition(
        "Name a second signer for payments", "One person signs today", "Board minutes with the name",
        "1 May 2026", "Write to the program manager", "Wait until it is lifted",
    ),
)  # fmt: skip
AWARD_LETTER = award_letter.AwardLetter(
    paper=paper("Award letter", "Issued"),
    addressee=DIRECTOR,
    affiliate=HARBOR,
    award_number="HARBOR-2026-AW-1",
    award_kind="Fixed amount",
    amount="$25,000.00",
    funding_source="Private gift, Example Family Fund",
    restriction="For learning about employment, in this period",
    period="1 April 2026 to 31 March 2027",
    payments=PAYMENTS,
    payments_total="$25,000.00",
    conditions=CONDITIONS,
    goals=GOALS,
    reports=REPORTS,
    coach=COACH,
    free_changes=("Move up to 10% between budget categories", "Change the days or places of classes"),
    changes_to_ask=("A goal, indicator or target", "The data lead", "More time"),
    accept_by="Friday 20 March 2026",
    signed_by=common.Person("Ruth Adeyemi", "Program manager", "manager@national.example.org", "518 "
    "555 0101"),
    acceptance=common.Signature("Harbor Refugee Services, Inc.", "Amina Diallo", "Director", "", ""),
)  # fmt: skip
FEDERAL = {
    1: "Harbor Refugee Services, Inc.",
    2: "SYNTH0000017",
    3: "EX-90-0417-25",
    4: "1 October 2025",
    5: "Period of performance begins: 1 April 2026\nPeriod of performance ends: 31 March 2027",
    6: "Budget period begins: 1 April 2026\nBudget period ends: 31 March 2027",
    7: "$25,000.00",
    8: "$40,000.00",
    9: "$40,000.00",
    10: "Support for newcomers on their way to work & health.",
    11: "Federal agency: Example Agency\nPass-through entity: National Network Office\nOfficial: Ruth Adeyemi",
    12: "Number: 12.345\nTitle: Example Assistance\nAmount: $25,000.00",
    13: "No",
    14: "Rate: 15% of modified total direct costs\nDe minimis: Yes",
}
AMENDMENT = amendment.AmendmentLetter(
    paper=paper("Amendment letter", "For signature"),
    addressee=DIRECTOR,
    affiliate=HARBOR,
    award_number="HARBOR-2026-AW-1",
    amendment_number="2",
    kind="More time",
    about="The whole award",
    track="Full track",
    track_reasons=("The project year ends more than 90 days later, without more money. (2 CFR 200.308)",),
    requested_by="Amina Diallo",
    requested_on="Friday 8 January 2027",
    reason="The second class began in February because the room was closed.",
    evidence="Of 68 adults who reached day 180, 39 had a job (57.4%); 21 more reach it by July.",
    effects="None on the budget: $9,745.00 is not spent yet.",
    changes=(
        amendment.ChangedTerm("Last day of the project year", "31 March 2027", "31 July 2027"),
        amendment.ChangedTerm("Title", "Work that lasts & grows", "Work that lasts\nand grows"),
    ),
    effective_on="1 February 2027",
    amount="$25,000.00",
    period="1 April 2026 to 31 July 2027",
    conditions=("Tell us in April how many people came.",),
    decided_on="Tuesday 19 January 2027",
    signed_by=common.Person("Ruth Adeyemi", "Program manager", "manager@national.example.org", "518 555 0101"),
    signatures=(
        common.Signature("National Network Office", "Ruth Adeyemi", "Program manager", "", ""),
        common.Signature("Harbor Refugee Services, Inc.", "Amina Diallo", "Director", "", ""),
    ),
)
GRANT_AGREEMENT = grant_agreement.GrantAgreement(
    paper=paper("Grant agreement", "For signature"),
    network=NETWORK,
    affiliate=HARBOR,
    award_number="HARBOR-2026-AW-1",
    award_kind="Fixed amount",
    purpose="To learn what helps newly arrived adults find and keep work, and to act on it.",
    period_start="1 April 2026",
    period_end="31 March 2027",
    amount="$25,000.00",
    funding_source="Private gift, Example Family Fund",
    restriction="For learning about employment, in this period",
    conditions=CONDITIONS,
    goals=GOALS,
    budget=BUDGET,
    payment_method="The network pays in advance by bank transfer, in these instalments.",
    payments=PAYMENTS,
    payments_total="$25,000.00",
    indirect_rate="De minimis, up to 15% of modified total direct costs",
    match_required="None required; $2,400.00 offered",
    reports=REPORTS,
    data_due=(grant_agreement.DataDue("Pseudonymous case extract", "Upload", "By the 10th of each quarter"),),
    data_agreement="DSA-2026-03 of 2 March 2026",
    free_transfer="10%",
    extension_notice="30 days",
    retention="three years",
    termination_notice="30 days",
    governing_law="the State of New York",
    federal=tuple(
        grant_agreement.FederalElement(f"{element.number}  {element.label}", FEDERAL[element.number], element.citation)
        for element in ELEMENTS
    ),
    signatures=(
        common.Signature(
            "National Network Office",
            "Ruth Adeyemi",
            "Program manager",
            "Ruth Adeyemi",
            "9 March 2026, 2:05 pm EDT",
        ),
        common.Signature("Harbor Refugee Services, Inc.", "Amina Diallo", "Director", "", ""),
    ),
)
DATA_SHARING_AGREEMENT = data_sharing_agreement.DataSharingAgreement(
    paper=paper("Data-sharing agreement", "For signature"),
    network=NETWORK,
    affiliate=HARBOR,
    agreement_number="DSA-0007-1",
    purpose="To learn what helps newly arrived adults find and keep work, and to act on it.",
    basis="Taking part in the Pilot cohort",
    period_start="1 April 2026",
    period_end="31 March 2027",
    population="Adults who arrived since July 2025",
    shared=(
        data_sharing_agreement.SharedField("Dates", "arrival date, job start date", "To count who works at day 180"),
        data_sharing_agreement.SharedField("Scores", "belonging score", "To follow belonging"),
    ),
    direction="From the affiliate to the network",
    frequency="Each quarter",
    permitted=("Compute the indicators of this award", "Learn across affiliates"),
    prohibited=("Any use for immigration enforcement", "Any attempt to find out who somebody is"),
    de_identification="Names, numbers and birthdays are taken out while a file arrives.",
    suppression="Figures of fewer than 5 people are hidden.",
    access=(data_sharing_agreement.DataAccess("Coach", "Figures, with small groups hidden"),),
    transfer="Upload over an encrypted connection",
    onward="Neither party passes rows on.",
    consent="People are asked in a language they understand.",
    quality="The affiliate corrects what the report finds.",
    breach_notice="72 hours",
    retention="Figures for three years",
    destruction="Confirmed in the closeout report",
    review_on="1 March 2027",
    termination_notice="30 days",
    governing_law="the State of New York",
    signatures=(
        common.Signature("National Network Office", "Ruth Adeyemi", "Program manager", "Ruth Adeyemi",
                         "9 March 2026, 2:05 pm EDT"),
        common.Signature("Harbor Refugee Services, Inc.", "Amina Diallo", "Director", "", ""),
    ),
)  # fmt: skip
PROGRESS_REPORT = progress_report.ProgressReport(
    paper=paper("Progress report 2", "As submitted"),
    award_number="HARBOR-2026-AW-1",
    report_number="2 of 4",
    period="July to September 2026",
    due_on="30 October 2026",
    submitted_at="28 October 2026, 3:40 pm EDT",
    timing="On time",
    as_of="30 September 2026",
    headline="More people kept their jobs through the summer, and we know why: the evening class.",
    goals=(
        progress_report.GoalProgress(
            "1", SENTENCE, "EMP-180", "Employed at day 180", "48%", "60%", "Not amended", "57.4%",
            "39 employable adults with a job on day 180", "68 employable adults who reached day 180", "68",
            "On track", "30 September 2026", "7", CHART,
            "Two employers began to hire before arrival. The bus still stops before the late shift ends.",
            "Two evening classes a week; 31 learners; eight employers met.",
        ),
        progress_report.GoalProgress(
            "2", BELONGING, "BEL-06", "Belonging score at six months", "3.4", "3.9", "3.8", "Hidden",
            "Hidden: fewer than 5 people", "Hidden: fewer than 5 people", "fewer than 5", "Too early to say",
            "30 September 2026", "7", None, "The survey began in August.", "",
        ),
    ),
    data_quality="Key fields 96% complete. Job end dates are late by about two weeks.",
    decisions=DECISIONS,
    voice=VOICE,
    collaboration="The library keeps the childcare corner open until 9 pm.",
    learning="Keep the evening class. Adapt the hours. Stop the Saturday session.",
    changes_requested=("Amendment 2: belonging target from 3.9 to 3.8",),
    developments="",
    spending=SPENDING,
    leverage="A local bank gave $1,500.00 for bus passes.",
    help_needed="A second pair of eyes on our survey in Dari.",
    next_steps=(progress_report.NextStep("Ask the transit office about late buses", "Director", "30 "
    "November 2026"),),
    minutes_spent="95 minutes",
    suppression_note="Groups of fewer than 5 people are hidden, as everywhere in the network.",
    certification=CERTIFIED,
)  # fmt: skip
CLOSEOUT_REPORT = closeout_report.CloseoutReport(
    paper=paper("Closeout report", "Accepted"),
    award_number="HARBOR-2026-AW-1",
    period="1 April 2026 to 31 March 2027",
    as_of="31 March 2027",
    headline="Six in ten adults now hold a job at day 180. Belonging did not move as we hoped.",
    results=(
        closeout_report.FinalResult(
            "1", SENTENCE, "EMP-180", "Employed at day 180", "48%", "60%", "60%", "61.3%",
            "46 employable adults with a job on day 180", "75 employable adults who reached day 180", "75",
            "Q1 49.2% · Q2 52% · Q3 57.4% · Q4 61.3%", "Met", CHART, "Childcare made the difference.",
        ),
        closeout_report.FinalResult(
            "2", BELONGING, "BEL-06", "Belonging score at six months", "3.4", "3.9", "3.8", "3.5",
            "Sum of scores", "Adults who answered at six months", "58", "Q2 3.4 · Q4 3.5", "Not met", None,
            "People told us that the question came too early. We learned to ask it at month nine.",
        ),
    ),
    worked="Evening class with childcare, for parents of young children.",
    did_not_work="The Saturday session: only a few people came.",
    cost_per_outcome="About $540.00 for each additional job kept to day 180.",
    capacity=(
        closeout_report.CapacityChange("Using data to decide", "2.3", "3.4", "3.9"),
        closeout_report.CapacityChange("Privacy and ethics", "3.1", "2.9", "3.8"),
    ),
    decisions=DECISIONS,
    voice=VOICE,
    spending=SPENDING,
    unspent="$0.00",
    equipment=(closeout_report.EquipmentItem("Four tablets", "$1,200.00", "Harbor Refugee Services"),),
    data=(closeout_report.DataDisposition("Raw extracts", "Destroyed", "15 April 2027"),),
    data_agreement="DSA-2026-03, ended 31 March 2027",
    access_removed="Three accounts, 2 April 2027",
    sustaining_owner="Education lead",
    sustaining_funding="County adult education, from July 2027",
    tools_kept="Survey in five languages; quarterly data hour",
    practices=(
        closeout_report.Practice(
            "Evening class with a childcare corner", "Employment and economic stability",
            "Class, childcare and employer in one building", "48% to 61.3% at day 180",
            "Needs a room until 9 pm and two volunteers",
        ),
    ),
    follow_ups=(closeout_report.FollowUp("Month 18", "Employed at day 180", "Samuel Haile"),),
    feedback="Our coach asked before advising. Thank you.",
    checklist=(closeout_report.ChecklistItem("Final financial report", "Accepted", "Finance "
    "officer, 2 May 2027"),),
    suppression_note="Groups of fewer than 5 people are hidden, as everywhere in the network.",
    certification=CERTIFIED,
)  # fmt: skip
CHECK_IN_SUMMARY = check_in_summary.CheckInSummary(
    paper=paper("Check-in summary", "Shared by coach and affiliate"),
    coach="Daniel Okafor",
    held_at="Tuesday 10 February 2026, 10:00 am EST",
    length="50 minutes",
    mode="Video",
    attendees=("Amina Diallo, Director", "Samuel Haile, Data lead"),
    focus="Goal 1: employed at day 180",
    summary="The evening class works. Childcare is the next thing to try.",
    since_last=(check_in_summary.PastAction("Count evening learners", "Samuel Haile", "Done"),),
    data_looked_at=(check_in_summary.DataLook("EMP-180 · Employed at day 180", "52% (34 of 65)", "31 January 2026"),),
    suggests="Parents leave class early on days without childcare.",
    early_signal="Attendance at the evening class rises.",
    confidence="4 of 5",
    goal="Two classes with childcare by April.",
    reality="One room, one volunteer.",
    options=("Share the library’s corner", "Pay a sitter for six weeks"),
    will="Ask the library this week.",
    decision="Try the library’s corner for six weeks.",
    voice="“I learn when I know she is safe.”",
    barriers="The room closes at 8 pm.",
    help_requested="",
    actions=(check_in_summary.ActionItem("Call the library", "Amina Diallo", "13 February 2026"),),
    next_at="Tuesday 24 February 2026, 10:00 am EST",
)

CERTIFICATE = certificate.Certificate(
    paper=paper("Certificate of completion", "Issued"),
    name="Samuel Haile",
    program="Outcomes in Practice",
    dates="14 January 2026 to 1 April 2026",
    sessions="12 of 12 sessions",
    ways="9 live · 2 by recording · 1 made up for",
    hours="18 hours",
    competencies=(
        certificate.Competency("C1", "Outcome thinking"),
        certificate.Competency("C2", "Program design"),
        certificate.Competency("C3", "Indicators"),
        certificate.Competency("C4", "Goal setting"),
        certificate.Competency("C5", "Extraction"),
        certificate.Competency("C6", "Quality"),
        certificate.Competency("C7", "Governance"),
        certificate.Competency("C8", "Analysis"),
        certificate.Competency("C9", "Client voice"),
        certificate.Competency("C10", "Communication"),
        certificate.Competency("C11", "Improvement and roles"),
    ),
    signer_name="Ruth Adeyemi",
    signer_role="Program manager",
)

SAMPLES: dict[str, Any] = {
    "proposal": PROPOSAL,
    "award_letter": AWARD_LETTER,
    "amendment": AMENDMENT,
    "grant_agreement": GRANT_AGREEMENT,
    "data_sharing_agreement": DATA_SHARING_AGREEMENT,
    "progress_report": PROGRESS_REPORT,
    "closeout_report": CLOSEOUT_REPORT,
    "check_in_summary": CHECK_IN_SUMMARY,
    "certificate": CERTIFICATE,
}


def with_rows(value: Any, count: int) -> Any:
    """The same document with every list cut or repeated to `count` rows."""
    if isinstance(value, tuple):
        rows = [with_rows(each, count) for each in value]
        return tuple(rows[n % len(rows)] for n in range(count)) if rows else ()
    return _each_field(value, lambda part: with_rows(part, count))


def with_text(value: Any, text: str) -> Any:
    """The same document with `text` added to every text in it."""
    if isinstance(value, str):
        return f"{value} {text}"
    if isinstance(value, tuple):
        return tuple(with_text(each, text) for each in value)
    return _each_field(value, lambda part: with_text(part, text))


def texts_of(value: Any) -> list[str]:
    """Every text in the document's facts."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_of(each)]
    if isinstance(value, Picture) or not is_dataclass(value):
        return []
    return [text for part in fields(value) for text in texts_of(getattr(value, part.name))]


def _each_field(value: Any, change: Any) -> Any:
    if isinstance(value, Picture) or not is_dataclass(value):
        return value
    return replace(value, **{part.name: change(getattr(value, part.name)) for part in fields(value)})
