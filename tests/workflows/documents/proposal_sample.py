"""A proposal's Word file as sample facts."""

from document_parts import (
    BELONGING,
    CERTIFIED,
    HARBOR,
    PROPOSED_BUDGET,
    SENTENCE,
    paper,
)

from workflows.documents.contexts import (
    common,
    proposal,
)

PROPOSAL = proposal.Proposal(
    paper=paper("Work that lasts: Harbor’s proposal", "As submitted"),
    affiliate=HARBOR,
    form="Full form",
    period="1 April 2026 to 31 March 2027",
    requested="$25,000.00",
    summary="Half of the adults we welcome find work within six months. We want to know why the "
    "other half does not, "
    "and to change what we can: evening English, childcare, and employers who meet people early.",
    story=(
        proposal.Answer(
            "The need, with your own data",
            "Of 62 employable adults who arrived July to December 2025, 30 held a job at day 180.\n\nAmong parents of "
            "young children it was 9 of 31. Our waiting list for evening English has 22 names.",
        ),
        proposal.Answer("Who it is for", "Adults from 18 to 64 who arrived since July 2025 and live in the county."),
        proposal.Answer("How many people could take part", "62"),
    ),
    domains=("Work", "Language and communication"),
    goals=(
        common.GoalPlan(
            number="1",
            sentence=SENTENCE,
            domain="Work",
            indicator_code="EMP-180",
            indicator_name="Employed at day 180",
            numerator="Employable adults with a job on day 180 after arrival",
            denominator="Employable adults who have reached day 180",
            baseline="48% (30 of 62), arrivals July to December 2025",
            target="60%",
            due_on="30 June 2026",
            source="Case database, employment table",
            owner="Samuel Haile, Data lead",
            milestones=(
                common.Milestone("30 September 2025", "50%"),
                common.Milestone("31 December 2025", "53%"),
                common.Milestone("31 March 2026", "57%"),
            ),
            activities=(
                common.Activity("Open a second evening English class", "Education lead", "May 2026"),
                common.Activity("Meet eight employers before arrivals", "Employment lead", "April to June 2026"),
            ),
            kind="Outcome",
            population="employable adults who arrived July to December 2025",
            composed=SENTENCE,
            definition="Paid work of at least 20 hours in the week of day 180",
            frequency="Quarterly",
            accumulation="Not cumulative",
            disaggregations="Gender, age group",
            why_activities="Most of last year’s placements came through employers we had met.",
            why_realistic="The rate rose by eight points in two years.",
            risks=(common.GoalRisk("Fewer people arrive", "We widen the window to nine months"),),
            justifications=(common.Justification("Attainable", "A new employer opens in May."),),
        ),
        common.GoalPlan(
            "2",
            BELONGING,
            "Social bonds",
            "BEL-06",
            "Belonging score at six months",
            "Sum of scores, 1 to 5",
            "Adults who answered at six months",
            "3.4 (n = 51), March 2026",
            "3.8",
            "30 September 2026",
            "Six-month survey",
            "Samuel Haile, Data lead",
            (),
            (),
            kind="Outcome",
            population="adults six months after arrival",
            composed="",
            definition="Mean of five questions",
            frequency="Twice a year",
            accumulation="Latest",
            disaggregations="",
            why_activities="",
            why_realistic="",
            risks=(),
            justifications=(),
        ),
    ),
    chapters=(
        proposal.Chapter(
            "Data plan",
            (
                proposal.Answer("Source of the data", "Monthly extract of the case database"),
                proposal.Answer("How you check the data", "Key fields at least 95% complete; ten records by hand"),
            ),
        ),
        proposal.Chapter("Privacy and consent", (proposal.Answer("We went through the checklist", "Yes"),)),
    ),
    partners=(proposal.Partner("Port Example Library", "Room and childcare corner", "Confirmed 2 March 2026"),),
    budget=PROPOSED_BUDGET,
    attachments=("Form W-9", "List of the board, 2026"),
    certification=CERTIFIED,
    snapshot_digest="4f1c9a70be21d3c0a95e77aa10f2b4c6d8e90b1c2d3e4f5061728394a5b6c7d8",
)
