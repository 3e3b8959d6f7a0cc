"""Which fields of a record are doubted: the open correction requests (校核) about it, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record, Share
from yipanqi.models.codes import CorrectionStatus

_AGGREGATE = "correction"


def mark(connection: Connection, store: Store, view: View, viewer: Viewer, records: Sequence[Record]) -> None:
    """Add `disputed` to the records (as shown to the viewer) some of whose fields are doubted.

    Each entry names the field, the request, who doubts and until when the source has to answer. A field that the viewer
    may not see is not mentioned. Where the record has a field of that name (a claim's), they are in `doubted`.
    """
    table = store.tables.records.get(_AGGREGATE)
    if table is None or view.aggregate == _AGGREGATE or not records:
        return
    name = "doubted" if "disputed" in view.fields else "disputed"
    by_id = {record["id"]: record for record in records}
    about = select(table.c.subject_id, table.c.field, table.c.id, table.c.owner_unit, table.c.due_on).where(
        table.c.status == CorrectionStatus.OPEN.value,
        table.c.subject_aggregate == view.aggregate,
        table.c.subject_id.in_(by_id),
    )
    for subject, field, correction, unit, due in connection.execute(about.order_by(table.c.id)):
        record = by_id[subject]
        level = Share.GOVERNMENT if record["own"] else viewer.share(view)
        if field in view.fields and view.fields[field].share <= level:
            entry = {"field": field, "correction_id": correction, "by": unit, "due_on": due}
            record.setdefault(name, []).append(entry)
