"""The practice of the demo world, step by step: products, feedback, peer groups, the board, labs."""

from collections.abc import Iterator

from commands.demo.cast import EXPANSION, MEMBER_BY_KEY
from commands.demo.world import Step, step

_MANAGER, _COACH = "manager@national.example.org", "coach@national.example.org"
PLAINS, RURAL = "plains", "rural"


def list_practice() -> Iterator[Step]:
    """Every step, in no order yet."""
    yield step(148, _MANAGER, "form_peer_group", key=EXPANSION, group=PLAINS, name="Coast and plains",
               members=("Harbor", "Prairie", "Mesa"))  # fmt: skip
    yield step(98, _MANAGER, "form_peer_group", key=EXPANSION, group=RURAL, name="Small and rural",
               members=("Cascade", "Ridgeview", "Summit", "Bayou"))  # fmt: skip
    for key, number, day, shared in (
        ("Harbor", 3, 255, False), ("Prairie", 2, 138, True), ("Prairie", 3, 120, True), ("Cascade", 2, 95, True),
        ("Cascade", 8, 59, False), ("Summit", 1, 77, False), ("Summit", 2, 50, True), ("Summit", 3, 8, True),
        ("Bayou", 1, 3, False),
    ):  # fmt: skip
        yield step(day, MEMBER_BY_KEY[key].data_email, "make_product", key, number=number, shared=shared, hour=17)
    yield step(2, MEMBER_BY_KEY["Summit"].data_email, "begin_product", "Summit", number=4)
    yield step(45, MEMBER_BY_KEY["Summit"].data_email, "revise_product", "Summit", number=2)
    for who, key, number, day, said in (
        (MEMBER_BY_KEY["Mesa"].data_email, "Prairie", 2, 136, "prairie-2-mesa"),
        (_COACH, "Prairie", 2, 134, "prairie-2-coach"),
        (MEMBER_BY_KEY["Cascade"].data_email, "Summit", 2, 47, "summit-2-cascade"),
        (_MANAGER, "Summit", 1, 74, "summit-1-manager"),
        (_MANAGER, "Harbor", 3, 251, "harbor-3-manager"),
        (_COACH, "Prairie", 3, 117, "prairie-3-coach"),
        (_COACH, "Cascade", 2, 91, "cascade-2-coach"),
        (_MANAGER, "Cascade", 8, 55, "cascade-8-manager"),
    ):
        yield step(day, who, "say_about_product", key, number=number, said=said, hour=18)
    yield step(132, MEMBER_BY_KEY["Prairie"].data_email, "thank_for_feedback", "Prairie", number=2)
    yield step(240, MEMBER_BY_KEY["Harbor"].director_email, "share_example", "Harbor", number=3)
    yield from _peers()
    yield step(40, MEMBER_BY_KEY["Cascade"].data_email, "pull_into_proposal", "Cascade", source="data_flow.consent")
    yield step(36, MEMBER_BY_KEY["Bayou"].data_email, "try_lab", "Bayou", number=6, up_to=4)
    yield step(20, MEMBER_BY_KEY["Summit"].data_email, "try_lab", "Summit", number=6, up_to=2)


def _peers() -> Iterator[Step]:
    yield step(128, MEMBER_BY_KEY["Prairie"].data_email, "write_log_entry", group=PLAINS, place=0)
    yield step(103, MEMBER_BY_KEY["Harbor"].data_email, "write_log_entry", group=PLAINS, place=1)
    yield step(34, MEMBER_BY_KEY["Bayou"].data_email, "write_log_entry", group=RURAL, place=0)
    yield step(30, MEMBER_BY_KEY["Bayou"].data_email, "ask_peers", key=EXPANSION, question="consent")
    yield step(28, MEMBER_BY_KEY["Cascade"].data_email, "answer_peers", question="consent", answer="cascade", hour=19)
    yield step(27, _MANAGER, "answer_peers", question="consent", answer="manager")
    yield step(26, MEMBER_BY_KEY["Bayou"].data_email, "settle_question", question="consent")
    yield step(4, MEMBER_BY_KEY["Summit"].data_email, "ask_peers", key=EXPANSION, question="few")
