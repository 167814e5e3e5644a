"""The tabs above every page of the peers."""

from webapp.actors import actor
from webapp.enrollments.tabs import Tab
from webapp.training.parts import PEERS, parts_of_cohort, parts_of_enrollment
from workflows.peers.queries import Circle


def parts_here(circle: Circle) -> list[Tab]:
    """As one's own affiliate sees them, else as the cohort's."""
    own = next((one for one in circle.enrollments if one.affiliate_id in actor().affiliate_ids), None)
    if own is not None:
        return parts_of_enrollment(PEERS, own)
    return parts_of_cohort(PEERS, circle.cohort.id, circle.enrollments)
