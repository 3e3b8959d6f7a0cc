"""The stages of a project as data: which moves there are, who makes them, and what each gate asks for.

DOMAIN names movers for most gates. Where it is silent: FULL_CAPACITY and OPERATING are commerce's, as PRODUCING is
(they count in the assessment); FITTING_OUT is the host's, as APPROVING is; the owner, the host or commerce suspend
and resume; the owner or commerce terminates. Without a host unit the owner stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from yipanqi.models.codes import EvidenceKind, ProjectStage
from yipanqi.models.project import Project, StageStep

_S = ProjectStage
_E = EvidenceKind


class Mover(StrEnum):
    """Who passes a project through a gate."""

    COMMERCE = "commerce"
    OWNER = "owner"
    HOST = "host"
    OWNER_OR_COMMERCE = "owner-or-commerce"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a move asks for; `flags_bar` says that a red line or basic farmland flag bars it (invariant 8)."""

    mover: Mover
    evidence: tuple[EvidenceKind, ...] = ()
    contract: bool = False
    reason: bool = False
    flags_bar: bool = False


GATES: dict[tuple[str, str], Gate] = {
    (_S.SCREENING, _S.NEGOTIATING): Gate(Mover.COMMERCE),
    (_S.NEGOTIATING, _S.PENDING_SIGN): Gate(Mover.OWNER, (_E.DECISION_RECORD,), flags_bar=True),
    (_S.PENDING_SIGN, _S.SIGNED): Gate(Mover.COMMERCE, (_E.CONTRACT,), contract=True, flags_bar=True),
    (_S.SIGNED, _S.APPROVING): Gate(Mover.HOST),
    (_S.APPROVING, _S.READY_TO_START): Gate(Mover.HOST),
    (_S.READY_TO_START, _S.BUILDING): Gate(Mover.COMMERCE, (_E.CONSTRUCTION_PERMIT, _E.SITE_RECORD)),
    (_S.BUILDING, _S.COMPLETED): Gate(Mover.HOST),
    (_S.COMPLETED, _S.PRODUCING): Gate(Mover.COMMERCE),
    (_S.PRODUCING, _S.FULL_CAPACITY): Gate(Mover.COMMERCE),
    (_S.SIGNED, _S.FITTING_OUT): Gate(Mover.HOST),
    (_S.FITTING_OUT, _S.OPERATING): Gate(Mover.COMMERCE),
}

SUSPEND = Gate(Mover.PARTY, reason=True)
RESUME = Gate(Mover.PARTY)
#: Coming back to the brink of signing is going there: flags raised meanwhile bar it.
RESUME_TO_SIGN = Gate(Mover.PARTY, flags_bar=True)
TERMINATE = Gate(Mover.OWNER_OR_COMMERCE, reason=True)
#: Against the table: commerce alone, with its reason.
FORCE = Gate(Mover.COMMERCE, reason=True)
FORCE_TO_SIGN = Gate(Mover.COMMERCE, reason=True, flags_bar=True)

#: How far a stage is; the branches of asset-light projects run beside the others.
RANK: dict[str, int] = {
    _S.SCREENING: 0,
    _S.NEGOTIATING: 1,
    _S.PENDING_SIGN: 2,
    _S.SIGNED: 3,
    _S.APPROVING: 4,
    _S.FITTING_OUT: 4,
    _S.READY_TO_START: 5,
    _S.BUILDING: 6,
    _S.COMPLETED: 7,
    _S.PRODUCING: 8,
    _S.OPERATING: 8,
    _S.FULL_CAPACITY: 9,
}


def stood(history: Iterable[StageStep]) -> str | None:
    """Return the stage on the way at which a project stands, or stood when it was suspended or ended; None: unknown."""
    return next((step.stage for step in reversed(tuple(history)) if step.stage in RANK), None)


def gate(project: Project, to_stage: str, force: bool) -> Gate | None:
    """Return the gate that a move of the project passes, or None when there is no such move."""
    stage = project.stage
    if stage in (to_stage, _S.TERMINATED):
        return None
    if to_stage == _S.TERMINATED:
        return TERMINATE
    if force and to_stage in RANK:
        return _forced(project, to_stage)
    if stage == _S.SUSPENDED:
        return _resumed(project, to_stage)
    return SUSPEND if to_stage == _S.SUSPENDED else GATES.get((stage, to_stage))


def _resumed(project: Project, to_stage: str) -> Gate | None:
    if to_stage != project.stage_before_suspension:
        return None
    return RESUME_TO_SIGN if to_stage == _S.PENDING_SIGN else RESUME


def _forced(project: Project, to_stage: str) -> Gate | None:
    """Backwards only; a project taken over as suspended may be put where commerce knows that it stood."""
    stood = project.stage_before_suspension if project.stage == _S.SUSPENDED else project.stage
    if stood is not None and RANK[to_stage] >= RANK[stood]:
        return None
    return FORCE_TO_SIGN if to_stage == _S.PENDING_SIGN else FORCE
