"""The CloudEvents headers of ledger records and receipts, laid out at once in wire form from prepared pieces."""

from __future__ import annotations

from yipanqi.bus.cloudevents import HeaderTemplate, MillisecondStamp, source_of
from yipanqi.bus.packing import HeaderBlock, header_pieces, varint
from yipanqi.contract.catalog import COORDINATOR, RECEIPT

_VARYING = ("ce_id", "ce_time", "ce_subject", "ce_unit", "ce_decidedat")
# A header with an empty value ends in its length, 0: what stands before it is the same for every value.
_ID, _TIME, _SUBJECT, _UNIT, _DECIDED_AT = (header_pieces([(name, b"")])[:-1] for name in _VARYING)
_MOST_KEPT = 2_000


class HeaderBlocks:
    """Lays out headers; keeps the pieces that events of one type and source share. One thread uses it."""

    def __init__(self) -> None:
        self._shared: dict[tuple[str, str], bytes] = {}
        self._stamp = MillisecondStamp()
        self._receipt = _start(RECEIPT, source_of(COORDINATOR), varying=3)

    def ledger(
        self, *, event_id: str, source: str, event_type: str, time: bytes, subject: bytes, unit: str, decided_at: bytes
    ) -> HeaderBlock:
        """Return the headers of a ledger record; the times are RFC 3339."""
        start = self._shared.get((event_type, source))
        if start is None:
            if len(self._shared) >= _MOST_KEPT:
                self._shared.clear()
            start = self._shared[(event_type, source)] = _start(event_type, source, varying=5)
        return _block(
            start,
            (_ID, event_id.encode()),
            (_TIME, time),
            (_SUBJECT, subject),
            (_UNIT, unit.encode()),
            (_DECIDED_AT, decided_at),
        )

    def receipt(self, *, event_id: str, subject: bytes, wall_ms: int) -> HeaderBlock:
        """Return the headers of the receipt for an event."""
        identity, time = b"receipt:" + event_id.encode(), self._stamp.at(wall_ms)
        return _block(self._receipt, (_ID, identity), (_TIME, time), (_SUBJECT, subject))


def _start(event_type: str, source: str, *, varying: int) -> bytes:
    """Return the count of the headers and those that don't vary."""
    template = HeaderTemplate.of(event_type=event_type, source=source)
    return varint(len(template.prefix) + varying) + header_pieces(template.prefix)


def _block(start: bytes, *varying: tuple[bytes, bytes]) -> HeaderBlock:
    """Return the headers that begin with `start` and go on with names in wire form and their values."""
    parts = [start]
    for name, value in varying:
        parts += (name, varint(len(value)), value)
    return HeaderBlock(b"".join(parts))
