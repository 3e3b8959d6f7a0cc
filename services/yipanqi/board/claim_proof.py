"""When a claim was first reported: the ledger's own records of it, with what makes each of them checkable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, select

from yipanqi.board.store import Store
from yipanqi.contract.masking import Record

_ZH = (
    "ledger 主题只追加、不改写，位置（主题/分区/偏移量）即先后顺序。filing 是首报登记事件及其受理时间；"
    "register 是该投资人所在集团的首报登记簿收录本首报的事件，同一登记簿内在先者受保护。"
    "digest 是该位置上记录的值（value，日志中的原始字节，不解码）的 SHA-256，事件类型见消息头 ce_type。"
    "有权读取该主题者（商务局，或经其授权的审计方）用任何 Kafka 客户端读出该记录即可核对。"
)
_EN = (
    "A ledger topic is append-only, so a position (topic/partition/offset) is an order. `filing` is the filing's event "
    "and when it was decided; `register` is the event by which the register of the investor's group entered the claim: "
    "within one register the earlier one is protected. `digest` is the SHA-256 of the value of the record at that "
    "position: its bytes as they stand in the log, not decoded; the event's type is its header ce_type. Whoever may "
    "read the topic (commerce, or an auditor with its right) reads the record with any Kafka client and compares."
)


def proof_of(store: Store, claim: Record) -> dict[str, Any]:
    """Return the chain of ledger records that proves when `claim` was first reported; `register` is null until then."""
    filing = _event(store, "claim", claim["claim_id"], None)
    entered = claim.get("register_id"), claim.get("register_event_id")
    register = _event(store, "protection", *entered) if all(entered) else None
    return {
        **{name: claim.get(name) for name in ("claim_id", "investor_id", "scope", "status")},
        "filing": None if filing is None else {**_shown(filing), "unit": filing.unit},
        "register": None if register is None else {**_shown(register), "group_id": register.id},
        "zh": _ZH,
        "en": _EN,
    }


def _event(store: Store, aggregate: str, id_: Any, event_id: Any) -> Row[Any] | None:
    """Return one event of a record: the one with this ce_id, or its first."""
    table = store.tables.history
    mine = and_(table.c.aggregate == aggregate, table.c.id == id_)
    wanted = mine if event_id is None else and_(mine, table.c.event_id == event_id)
    with store.engine.connect() as connection:
        return connection.execute(select(table).where(wanted).order_by(table.c.log_offset).limit(1)).first()


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "event_id": row.event_id,
        "event_type": row.event_type,
        "position": f"ledger.{row.aggregate}/{row.log_partition}/{row.log_offset}",
        "decided_at": row.decided_at,
        "occurred_at": row.occurred_at,
        "digest": row.digest,
    }
