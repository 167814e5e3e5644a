"""Scenes of measuring: an affiliate in its year, the starting library, an extract taken in and computed."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from commands.demo.extracts import EXTRACT
from tests.factories import NOW, a_cohort, an_affiliate, an_enrollment
from tests.scenes_agreements import in_force
from workflows.db import transaction
from workflows.enrollments.models import Enrollment
from workflows.files import FileStore
from workflows.frameworks.operations import seed_framework
from workflows.measurement.formula import library_formulas
from workflows.measurement.jobs import compute_extract, forget_reduced_file
from workflows.measurement.models import ExtractImport
from workflows.measurement.operations import ReducedExtract, sha256_of, upload_extract
from workflows.measurement.reduction import reduce_bytes
from workflows.outbox import Job, JobContext, JobRun, expand_events
from workflows.people.models import User
from workflows.stages import Stage

SAMPLES = Path(__file__).parent / "samples" / "extract"
CLEAN = EXTRACT
AS_OF = date(2024, 9, 30)
KEY = b"a secret of the tests, 32 bytes."
JOBS: dict[str, Job] = {"compute_extract": compute_extract, "forget_reduced_file": forget_reduced_file}


def a_year(session: Session, code: str = "AFF-01", stage: Stage = Stage.IMPLEMENTING) -> Enrollment:
    """An enrollment of the affiliate with this code, under the starting library, that may share its data."""
    framework = seed_framework(session=session)
    cohort = a_cohort(session, framework_id=framework.id)
    enrollment = an_enrollment(session, stage, cohort=cohort, affiliate=an_affiliate(session, code=code))
    in_force(session, enrollment)
    return enrollment


def reduced(content: bytes, enrollment: Enrollment) -> ReducedExtract:
    kept, report = reduce_bytes(content, key=KEY, formulas=library_formulas().values(), site=enrollment.affiliate.code)
    return ReducedExtract("extract.csv", sha256_of(content), kept, report)


def taken_in(
    enrollment: Enrollment, content: bytes, *, files: FileStore, uploader: User, as_of: date = AS_OF
) -> ExtractImport:
    extract = reduced(content, enrollment)
    with transaction() as session:
        return upload_extract(
            enrollment,
            extract=extract,
            as_of=as_of,
            files=files,
            session=session,
            actor=uploader.as_actor(NOW),
            now=NOW,
        )


def work(files: FileStore) -> list[str]:
    """Do what is owed of measuring, as the worker's door does it; the names of the jobs that were done."""
    done = []
    with transaction() as session:
        expand_events(session, now=NOW)
    while run := _next_run():
        effect = JOBS[run.job](context_of(run, files))
        with transaction() as session:
            effect(session)
            session.delete(session.get_one(JobRun, run.id))
        done.append(run.job)
    return done


def _next_run() -> JobRun | None:
    with transaction() as session:
        return session.scalars(select(JobRun).where(JobRun.job.in_(JOBS)).order_by(JobRun.id).limit(1)).first()


class NoMailer:
    """Measuring mails nobody."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        raise AssertionError((to, subject, text))


def context_of(run: JobRun, files: FileStore) -> JobContext:
    return JobContext(
        run=run,
        now=NOW,
        files=files,
        mailer=NoMailer(),
        base_url="http://localhost",
        sign=lambda purpose, _content: purpose,
        report=lambda _percent, _sentence: None,
    )
