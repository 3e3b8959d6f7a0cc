"""The ledger's events of a record as a viewer is told of them: in its history, and behind figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yipanqi.board.encode import from_json
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, unmentionable, visible_event
from yipanqi.contract.masking import Record, Share

Tell = Callable[[Any], Record]


def teller(view: View, viewer: Viewer, record: Record | None) -> Tell | None:
    """Return what words a row of the table of events for the viewer; None when it may not know of them at all.

    `record` is the record whose events they are as it stands, unmasked; None when there is none any more.
    """
    level = viewer.level(view, record) if record is not None else viewer.share(view)
    if view.restricted and level < Share.GOVERNMENT:
        return None
    hidden = unmentionable(view, viewer, record) if record is not None else ()

    def tell(row: Any) -> Record:
        payload = visible_event(view, row.event_type, from_json(row.payload), level)
        return {
            "event_id": row.event_id,
            "event_type": row.event_type,
            "unit": row.unit,
            "decided_at": row.decided_at,
            "position": f"ledger.{row.aggregate}/{row.log_partition}/{row.log_offset}",
            "payload": {name: value for name, value in payload.items() if name not in hidden},
        }

    return tell
