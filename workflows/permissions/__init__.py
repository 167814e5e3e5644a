"""Who may do what to which record: roles, permissions, grants and the separation of duties, declared once."""

from workflows.permissions.asking import (
    CLOSED_BY_RECUSAL,
    SEPARATED_DUTIES,
    Separation,
    can,
    require,
    role_for,
    scopes_of,
    why_cannot,
)
from workflows.permissions.grants import GRANTS, Grant
from workflows.permissions.reach import PROGRAM, VISITOR, Actor, Holding, Reach, Subject
from workflows.permissions.words import Permission, Role, Scope

__all__ = [
    "CLOSED_BY_RECUSAL",
    "GRANTS",
    "PROGRAM",
    "SEPARATED_DUTIES",
    "VISITOR",
    "Actor",
    "Grant",
    "Holding",
    "Permission",
    "Reach",
    "Role",
    "Scope",
    "Separation",
    "Subject",
    "can",
    "require",
    "role_for",
    "scopes_of",
    "why_cannot",
]
