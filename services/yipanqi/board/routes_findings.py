"""What comes to light across records: the board lays them side by side, a person decides."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from yipanqi.board.capital_entries import as_seen_by
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.query import read_docs, shown
from yipanqi.board.store import Store
from yipanqi.board.views import View, view_of
from yipanqi.board.visibility import Viewer
from yipanqi.contract.settings import product_defaults
from yipanqi.findings.fdi import Reason, suspicions

router = APIRouter(prefix="/api/v1", tags=["findings"])

#: Most suspicions in one answer; `total` says how many there are.
LIMIT = 500
_REASONS: dict[Reason, tuple[str, str]] = {
    Reason.SAME_AMOUNT: ("两家单位在相近日期登记了同样的金额", "two units report the same amount within a few days"),
    Reason.SAME_VOUCHER: ("同一凭证登记了两笔", "one voucher stands behind two entries"),
    Reason.OFFSET_UNKNOWN: ("所冲减的条目不存在", "the entry that is taken back is not there"),
    Reason.OFFSET_EXCEEDS: ("冲减超过原条目", "more is taken back than the entry brought"),
}


@router.get("/fdi/suspicions", summary="外资疑似重复 / Foreign capital that may count twice")
def doubled(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return entries that may be the same money, with the reasons, among what the viewer may see."""
    view = view_of("fdi", board.database.views)
    store = board.store()
    days = product_defaults().capital.same_money_days
    found = suspicions(as_seen_by(viewer, board.capital, store), days)
    records = _records(store, view, viewer, [id_ for one in found[:LIMIT] for id_ in one.entries])
    items = [
        {
            "reasons": [{"code": r.value, "zh": _REASONS[r][0], "en": _REASONS[r][1]} for r in one.reasons],
            "entries": [records[id_] for id_ in one.entries if id_ in records],
        }
        for one in found[:LIMIT]
    ]
    return {"items": items, "total": len(found)}


def _records(store: Store, view: View, viewer: Viewer, ids: list[str]) -> dict[str, Any]:
    with store.engine.connect() as connection:
        docs = read_docs(connection, store.tables.records[view.aggregate], ids)
    return {id_: shown(view, doc, viewer, listed=True) for id_, doc in docs.items()}
