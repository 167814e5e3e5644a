"""What is owed after the story: no mail for what is long past, and Word files that the worker makes."""

from sqlalchemy import select, update

from commands.demo.world import Scene, World
from workflows.affiliates.operations import refresh_tier
from workflows.documents.jobs import make_document
from workflows.outbox import JobContext, JobRun, RunState
from workflows.people.queries import list_affiliates

NEVER_SENT = "Part of the demo world's past: it was never sent"
NEVER_MADE = "Part of the demo world's past: made when somebody asks for it"


class NoMailer:
    """The demo world writes to nobody."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        raise AssertionError((to, subject, text))


def make_now(scene: Scene, kind: str, subject_id: int) -> None:
    """Do the owed document by its own job, and mark every run that wishes for it as done."""
    session = scene.session
    session.flush()  # the run is looked up below
    run = session.scalars(
        select(JobRun).where(
            JobRun.job == "make_document", JobRun.subject_id == subject_id, JobRun.state == RunState.OWED
        )
    ).all()
    wanted = [r for r in run if r.arguments["kind"] == kind]
    make_document(_context(scene, wanted[-1]))(session)
    _done([r.id for r in wanted], scene.world, text="")


def _context(scene: Scene, run: JobRun) -> JobContext:
    return JobContext(
        run=run,
        now=scene.now,
        files=scene.world.files,
        mailer=NoMailer(),
        base_url="",
        sign=lambda _purpose, _content: "",
        report=lambda _percent, _sentence: None,
    )


BY_THE_LOADER = ("compute_extract", "draft_agreement", "plan_reports", "follow_commitment", "follow_assessment")


def settle(world: World, *, unmade: frozenset[str]) -> None:
    """Leave owed only what the worker should still do: documents of everyone but the members `unmade`."""
    session = world.session
    for affiliate in list_affiliates(session):
        refresh_tier(affiliate, session=session)
    unmade_ids = {world.enrollments[key].id for key in unmade}
    owed = session.scalars(select(JobRun).where(JobRun.state == RunState.OWED)).all()
    unsent = [r.id for r in owed if r.job in ("send_message", "write_to_partner")]
    by_the_loader = [r.id for r in owed if r.job in BY_THE_LOADER]
    past = [r.id for r in owed if r.job == "make_document" and r.enrollment_id in unmade_ids]
    _done(unsent, world, text=NEVER_SENT)
    _done(by_the_loader, world, text="")
    _done(past, world, text=NEVER_MADE)


def _done(run_ids: list[int], world: World, *, text: str) -> None:
    world.session.execute(
        update(JobRun)
        .where(JobRun.id.in_(run_ids))
        .values(state=RunState.DONE, progress_percent=100, progress_text=text, finished_at=JobRun.created_at)
    )
