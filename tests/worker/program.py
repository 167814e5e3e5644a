"""A worker or scheduler for tests: less patient, and held in the middle of a document while a file named `hold` exists.

python -m tests.worker.program work|schedule
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import worker
from config import Settings
from workflows import outbox
from workflows.documents import jobs

LEASE = timedelta(seconds=2)
RING_AGAIN_AFTER = timedelta(seconds=1)
EVERY = 0.3  # seconds


def be_impatient() -> None:
    """The same rules with shorter times."""
    outbox.LEASE, outbox.RING_AGAIN_AFTER = LEASE, RING_AGAIN_AFTER
    worker.RELAY_EVERY = EVERY  # type: ignore[assignment]


def hold_in_the_middle(folder: Path) -> None:
    """Whoever writes a Word file while `hold` exists says so with a file named by its process, and waits."""
    render = jobs.render

    def held(*given: Any) -> bytes:
        if (folder / "hold").exists():
            (folder / f"held-{os.getpid()}").touch()
            while not (folder / "go-on").exists():
                time.sleep(0.05)
        return render(*given)

    jobs.render = held


if __name__ == "__main__":
    settings = Settings.from_environment()
    be_impatient()
    hold_in_the_middle(settings.data_dir)
    {"work": worker.work, "schedule": worker.schedule}[sys.argv[1]](settings)
