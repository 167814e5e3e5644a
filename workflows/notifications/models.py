"""What was sent to whom, and whether it left."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.db import Key, Row, UtcDateTime


class Delivery(Row):
    """One message to one person, once for each run that owes it. The text itself is not kept."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("run_id", "user_id"),)
    run_id: Mapped[int] = mapped_column(Key, ForeignKey("job_runs.id"))
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
