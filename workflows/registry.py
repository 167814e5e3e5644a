"""Every model, so that relationships resolve and migrations see all tables."""

from workflows import audit, outbox
from workflows.affiliates import models as affiliates
from workflows.agreements import models as agreements
from workflows.amendments import models as amendments
from workflows.assessments import models as assessments
from workflows.coaching import models as coaching
from workflows.cohorts import models as cohorts
from workflows.conversation import models as conversation
from workflows.documents import models as documents
from workflows.enrollments import models as enrollments
from workflows.exercises import models as exercises
from workflows.frameworks import models as frameworks
from workflows.funding import models as funding
from workflows.funding.conditions import models as award_conditions
from workflows.funding.federal import models as federal_awards
from workflows.funding.holds import models as funding_holds
from workflows.funding.ledger import models as funding_ledger
from workflows.funding.reversals import models as funding_reversals
from workflows.funding.risk import models as award_risks
from workflows.funding.schedules import models as funding_schedules
from workflows.helpdesk import models as helpdesk
from workflows.library import models as library
from workflows.measurement import models as measurement
from workflows.notifications import models as notifications
from workflows.peers import models as peers
from workflows.people import models as people
from workflows.proposals import models as proposals
from workflows.proposals.budget import models as proposal_budgets
from workflows.proposals.deadlines import models as proposal_deadlines
from workflows.proposals.extra import models as proposal_extra
from workflows.proposals.goals import models as proposal_goals
from workflows.proposals.papers import models as proposal_papers
from workflows.proposals.partners import models as proposal_partners
from workflows.proposals.revisions import models as proposal_revisions
from workflows.proposals.together import models as proposals_together
from workflows.prospects import models as prospects
from workflows.reporting import models as reporting
from workflows.reviews import models as reviews
from workflows.reviews.staging import models as reviews_staging
from workflows.signing import models as signing
from workflows.training import models as training
from workflows.training.evidence import models as training_evidence

ALL_MODELS = (
    audit,
    outbox,
    people,
    frameworks,
    cohorts,
    enrollments,
    assessments,
    affiliates,
    training,
    library,
    helpdesk,
    training_evidence,
    exercises,
    peers,
    proposals,
    proposal_goals,
    proposals_together,
    proposal_budgets,
    proposal_extra,
    proposal_deadlines,
    proposal_revisions,
    proposal_papers,
    proposal_partners,
    reviews,
    reviews_staging,
    funding,
    award_conditions,
    federal_awards,
    award_risks,
    funding_holds,
    funding_ledger,
    funding_reversals,
    funding_schedules,
    amendments,
    coaching,
    agreements,
    conversation,
    measurement,
    reporting,
    prospects,
    documents,
    signing,
    notifications,
)
