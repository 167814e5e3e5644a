"""The facts of each kind of document, as frozen dataclasses of display-ready text."""

from workflows.documents.contexts.amendment import AmendmentLetter
from workflows.documents.contexts.award_letter import AwardLetter
from workflows.documents.contexts.certificate import Certificate
from workflows.documents.contexts.check_in_summary import CheckInSummary
from workflows.documents.contexts.closeout_report import CloseoutReport
from workflows.documents.contexts.data_sharing_agreement import DataSharingAgreement
from workflows.documents.contexts.grant_agreement import GrantAgreement
from workflows.documents.contexts.progress_report import ProgressReport
from workflows.documents.contexts.proposal import Proposal

# The kind is also the template's file name.
CONTEXTS: dict[str, type] = {
    "proposal": Proposal,
    "award_letter": AwardLetter,
    "grant_agreement": GrantAgreement,
    "data_sharing_agreement": DataSharingAgreement,
    "amendment": AmendmentLetter,
    "progress_report": ProgressReport,
    "closeout_report": CloseoutReport,
    "check_in_summary": CheckInSummary,
    "certificate": Certificate,
}
