"""What is asked about claims besides lists and records: the two sides of a conflict, the proof of the first report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from yipanqi.board.claim_proof import proof_of
from yipanqi.board.clocks import wait_of
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.encode import from_json
from yipanqi.board.problems import Problem, RequestError, not_found
from yipanqi.board.query import read_docs, shown
from yipanqi.board.store import Store
from yipanqi.board.views.claim import VIEW
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record, Share
from yipanqi.models.protection import ProtectionEntry
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.outcome import Role
from yipanqi.rules.protection_entries import overlap, parties
from yipanqi.rules.refusals import refuse

router = APIRouter(prefix="/api/v1/claims", tags=["claims"])

#: Most conflicts in one answer; `total` says how many there are.
LIMIT = 500


@router.get("/conflicts", summary="撞单待裁定 / Conflicts to rule on")
def conflicts(
    board: CurrentBoard, viewer: CurrentViewer, limit: Annotated[int, Query(ge=1, le=LIMIT)] = LIMIT
) -> dict[str, Any]:
    """Return each claim in conflict beside those that stand in its way, the longest waiting first; for commerce.

    `ruling` says whether commerce can rule as it stands, or has a claim of its own to give up before; `wait` since when
    the conflict waits and how many working days are used and left. `overdue` counts those past their limit.
    """
    if viewer.share(VIEW) < Share.GOVERNMENT:
        zh, en = "撞单双方只供商务局查看", "both sides of a conflict are for commerce to see"
        raise RequestError(403, Problem("not_a_reader", zh, en))
    store = board.store()
    rulers = frozenset(name for name, unit in board.catalog.units.items() if unit.role == Role.COMMERCE.value)
    table = store.tables.records[VIEW.aggregate]
    with store.engine.connect() as connection:
        waiting = select(table.c.doc).where(table.c.status == "CONFLICT").order_by(table.c.filed_on, table.c.id)
        # Without that day only its own unit's claim stands in its way: nobody rules on that.
        docs = (from_json(doc) for doc in connection.scalars(waiting))
        later = sorted((doc for doc in docs if doc["conflict_since_on"]), key=_since)
        groups = sorted({claim["group_id"] for claim in later[:limit] if claim["group_id"]})
        registers = read_docs(connection, store.tables.records["protection"], groups)
    today = board.today()
    items = [
        {**_sides(store, claim, registers, viewer, rulers), "wait": _wait(claim, today)} for claim in later[:limit]
    ]
    late = sum((claim["ruling_due_on"] or "9999") < today.isoformat() for claim in later)
    return {"items": items, "total": len(later), "overdue": late}


@router.get("/{id_}/proof", summary="首报时间证明 / Proof of the first report")
def proof(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the ledger's records of the filing and of its place in the register; for its owner and commerce."""
    store = board.store()
    with store.engine.connect() as connection:
        claim = read_docs(connection, store.tables.records[VIEW.aggregate], [id_]).get(id_)
    if claim is None:
        raise not_found(f"没有首报 {id_[:160]}", f"there is no claim {id_[:160]}")
    if viewer.level(VIEW, claim) < Share.GOVERNMENT:
        zh, en = "首报时间证明只供首报单位和商务局查看", "the proof is for the claim's owner and commerce to see"
        raise RequestError(403, Problem("not_a_reader", zh, en))
    return proof_of(store, claim)


def _since(claim: Record) -> str:
    return str(claim["conflict_since_on"])


def _wait(claim: Record, today: date) -> dict[str, Any]:
    """Return since when a claim waits to be ruled on, how long, and how much of the limit is left."""
    since, due = claim["conflict_since_on"], claim["ruling_due_on"]
    return {"since_on": since, "due_on": due, **wait_of(since, due, today)}


def _sides(
    store: Store, claim: Record, registers: Mapping[str, Record], viewer: Viewer, rulers: frozenset[str]
) -> dict[str, Any]:
    entries = (registers.get(claim["group_id"] or "") or {}).get("entries") or ()
    held = [entry["claim_id"] for entry in entries if entry["granted"] and overlap(entry["scope"], claim["scope"])]
    with store.engine.connect() as connection:
        others = read_docs(connection, store.tables.records[VIEW.aggregate], held)
    sides = [shown(VIEW, others[id_], viewer, listed=False) for id_ in held if id_ in others]
    return {
        "group_id": claim["group_id"],
        "ruling_due_on": claim["ruling_due_on"],
        "ruling": _ruling(claim, entries, rulers),
        "claim": {**shown(VIEW, claim, viewer, listed=False), "proof": proof_of(store, claim)},
        "against": [{**side, "proof": proof_of(store, others[side["id"]])} for side in sides],
    }


def _ruling(claim: Record, entries: Sequence[Record], rulers: frozenset[str]) -> dict[str, Any]:
    """Return whether commerce can rule, and which claims of its own bar it (invariant 3)."""
    sides = parties(claim["scope"], tuple(ProtectionEntry.model_construct(**entry) for entry in entries))
    own = [side for side in sides if side.unit in rulers]
    if not own:
        return {"possible": True, "own_claims": []}
    told = refuse(ClaimCode.CLAIM_OWN_CASE, unit=own[0].unit)
    ids = [side.claim_id for side in own]
    return {"possible": False, "own_claims": ids, "code": told.code, "zh": told.reason_zh, "en": told.reason_en}
