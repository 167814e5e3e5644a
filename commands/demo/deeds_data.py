"""Deeds about data: the agreement is offered and signed by both sides, and the database's contract is read."""

from commands.demo.deeds_award import sign_file
from commands.demo.papers import make_now
from commands.demo.world import Deed, Scene
from workflows.agreements.answers import SourceAnswers
from workflows.agreements.models import DataSharingAgreement
from workflows.agreements.operations import offer_data_agreement
from workflows.agreements.queries import KIND, list_data_agreements
from workflows.agreements.sources import record_source


def _agreement(scene: Scene) -> DataSharingAgreement:
    return list_data_agreements(scene.session, scene.enrollment.id)[0]


def offer_agreement(scene: Scene) -> None:
    offer_data_agreement(_agreement(scene), session=scene.session, actor=scene.actor, now=scene.now)


def print_data_agreement(scene: Scene) -> None:
    """Signatures name the agreement's file, so it is made at once, by the job itself."""
    make_now(scene, KIND, _agreement(scene).id)


def sign_data(scene: Scene, *, side: str, name: str) -> None:
    sign_file(scene, KIND, _agreement(scene), side=side, name=name)


def read_contract(scene: Scene) -> None:
    """The data lead reads what the contract of the case database allows."""
    given = SourceAnswers(
        name="Case database",
        holder=f"{scene.member.name}, under the license of the national office",
        allows="Staff export rows for reports; rows without names or numbers of people may go to the network.",
        restrictions="No export of notes. Nothing is passed on to third parties.",
        allows_sharing=True,
        ends_on=None,
    )
    record_source(scene.enrollment, given, session=scene.session, actor=scene.actor, now=scene.now)


DATA_DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (offer_agreement, print_data_agreement, sign_data, read_contract)
}
