"""What comes to light across records: the board lays them side by side, a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.fields import listed
from yipanqi.board.query import read_docs, shown
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.views import View, view_of
from yipanqi.board.visibility import Viewer, visible_column
from yipanqi.contract.settings import product_defaults
from yipanqi.findings.fdi import Reason, counting, suspicions
from yipanqi.models.common import Money

router = APIRouter(prefix="/api/v1", tags=["findings"])

#: Most suspicions in one answer; `total` says how many there are.
LIMIT = 500
_COLUMNS = (
    *("owner_unit", "kind", "received_on", "usd", "amount", "rate", "voucher", "offsets", "distinct_from", "status"),
)
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
    found = suspicions(counting(_entries(store, view, viewer)), days)
    records = _records(store, view, viewer, [id_ for one in found[:LIMIT] for id_ in one.entries])
    items = [
        {
            "reasons": [{"code": r.value, "zh": _REASONS[r][0], "en": _REASONS[r][1]} for r in one.reasons],
            "entries": [records[id_] for id_ in one.entries if id_ in records],
        }
        for one in found[:LIMIT]
    ]
    return {"items": items, "total": len(found)}


def _entries(store: Store, view: View, viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield what the columns have of the entries' records, as the viewer sees it."""
    table = store.tables.records[view.aggregate]
    names = (*_COLUMNS, currency_column("amount"))
    columns = [visible_column(table, view, name, viewer).label(name) for name in names]
    with store.engine.connect() as connection:
        for row in connection.execute(select(table.c.id.label(view.id_field), *columns)):
            amount = _decimal(row.amount, 2)
            money = None if amount is None else Money(amount=amount, currency=row.amount_currency)
            yield {
                **row._mapping,
                "usd": _decimal(row.usd, 2),
                "amount": money,
                "rate": _decimal(row.rate, view.fields["rate"].scale),
                "distinct_from": listed(row.distinct_from),
            }


def _records(store: Store, view: View, viewer: Viewer, ids: list[str]) -> dict[str, Any]:
    with store.engine.connect() as connection:
        docs = read_docs(connection, store.tables.records[view.aggregate], ids)
    return {id_: shown(view, doc, viewer, listed=True) for id_, doc in docs.items()}


def _decimal(stored: int | None, scale: int) -> Decimal | None:
    return None if stored is None else Decimal(stored).scaleb(-scale)
