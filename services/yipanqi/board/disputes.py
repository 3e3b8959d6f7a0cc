"""Which fields of a record are doubted: the open correction requests (校核) about it, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from yipanqi.board.encode import from_json
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record, Share
from yipanqi.models.codes import CorrectionStatus
from yipanqi.rules.correction import CORRECTABLE

_AGGREGATE = "correction"


class Doubt(NamedTuple):
    """A field that is doubted: by which request, by whom, and until when the source has to answer."""

    field: str
    correction_id: str
    by: str
    due_on: str


#: By aggregate and id of the record.
Doubts = Mapping[tuple[str, str], Sequence[Doubt]]


def open_doubts(
    connection: Connection, store: Store, *, aggregate: str | None = None, ids: Collection[str] | None = None
) -> Doubts:
    """Return the open doubts, in the order of their ids; about one aggregate, or about these records, if so asked."""
    table = store.tables.records.get(_AGGREGATE)
    if table is None or (aggregate is not None and aggregate not in CORRECTABLE) or (ids is not None and not ids):
        return {}
    about = select(
        *(table.c.subject_aggregate, table.c.subject_id, table.c.field, table.c.id, table.c.owner_unit, table.c.due_on)
    ).where(table.c.status == CorrectionStatus.OPEN.value)
    if aggregate is not None:
        about = about.where(table.c.subject_aggregate == aggregate)
    if ids is not None:
        about = about.where(table.c.subject_id.in_(ids))
    found: dict[tuple[str, str], list[Doubt]] = {}
    for kind, subject, *doubt in connection.execute(about.order_by(table.c.id)):
        found.setdefault((kind, subject), []).append(Doubt(*doubt))
    return found


def mark(connection: Connection, store: Store, view: View, viewer: Viewer, records: Sequence[Record]) -> None:
    """Add `disputed` to the records (as shown to the viewer) some of whose fields are doubted.

    Each entry names the field, the request, who doubts and until when the source has to answer. A field that the viewer
    may not see is not mentioned. An item of a list inside a record is marked when the list is doubted, or what of its
    record stands beside it. Records that not every government unit may read are not doubted by a request.
    """
    ids = {view.whole_of(record["id"]) for record in records}
    put(view, viewer, records, open_doubts(connection, store, aggregate=view.aggregate, ids=ids))


def put(view: View, viewer: Viewer, records: Iterable[Record], doubts: Doubts) -> None:
    """Add `disputed` to records as `mark` does, of doubts that are known already."""
    for record in records:
        about = doubts.get((view.aggregate, view.whole_of(record["id"])), ())
        shown = entries(view, Share.GOVERNMENT if record["own"] else viewer.share(view), about)
        if shown:
            record["disputed"] = shown


def entries(view: View, level: Share, doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Return the doubts about fields that may be seen at this level, as the API words them."""
    return [
        {**doubt._asdict(), "field": field.name}
        for doubt in doubts
        for field in view.showing(doubt.field)
        if field.share <= level
    ]


def about(
    connection: Connection, store: Store, view: View, viewer: Viewer, ids: Collection[str]
) -> Mapping[str, list[dict[str, Any]]]:
    """Return by id the doubts about records that an answer rests on, as far as the viewer may see the fields."""
    doubts = open_doubts(connection, store, aggregate=view.aggregate, ids=ids)
    if not doubts:
        return {}
    table = store.tables.records[view.key]
    rows = connection.execute(select(table.c.id, table.c.doc).where(table.c.id.in_({id_ for _, id_ in doubts})))
    levels = {id_: viewer.level(view, from_json(doc)) for id_, doc in rows}
    found = {id_: entries(view, level, doubts[view.aggregate, id_]) for id_, level in levels.items()}
    return {id_: shown for id_, shown in found.items() if shown}
