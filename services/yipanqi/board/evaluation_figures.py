"""An evaluation beside the district's own figures, as the API words it, with the projects that they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from yipanqi.board.encode import from_json
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.views.project import VIEW as PROJECT
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record, Share
from yipanqi.contract.settings import product_defaults
from yipanqi.figures.evaluated import MEASURE, Compared, Declared, OwnValue, compared, own_value, score_with
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parsing import project_row
from yipanqi.figures.rows import ProjectRow
from yipanqi.models.codes import ZH, EvaluationPart, EvaluationSubject

Json = dict[str, Any]
_ZH = (
    "本区数据按该企业投资（或该载体承接）的已签约且未终止的项目计算：签约投资额、预计税收 ÷ 用地面积，"
    "均为计划数，非实际经营数；仅供与申报值对照，等级以商务局公布为准。"
)
_EN = (
    "The district's own figures are of the signed projects that the enterprise invests in (or that the carrier hosts) "
    "and that have not ended: investment as signed and expected tax per mu of land, both planned, neither measured; "
    "they stand beside what was declared, and commerce publishes the grade."
)


def proposal(store: Store, viewer: Viewer, kind: str, subject_id: str) -> Json:
    """Return what the records say of a subject that is still to be evaluated."""
    projects, hidden = _projects(store, viewer, kind, subject_id)
    parts = [{"part": part, "own": _own(own_value(part, projects, hidden=hidden))} for part in EvaluationPart]
    return {"subject_kind": kind, "subject_id": subject_id, "parts": parts, **_notes()}


def beside(store: Store, viewer: Viewer, evaluation: Record) -> Json:
    """Return each part as declared beside the district's own, how far apart, and the score that would make."""
    projects, hidden = _projects(store, viewer, evaluation["subject_kind"], evaluation["subject_id"])
    scores = evaluation.get("scores") or ()
    parts = [_compared(score, projects, hidden=hidden) for score in scores]
    other = score_with(parts, product_defaults().evaluation).total if parts else None
    return {
        "id": evaluation["evaluation_id"],
        "year": evaluation["year"],
        "subject_kind": evaluation["subject_kind"],
        "subject_id": evaluation["subject_id"],
        "total_declared": evaluation.get("total_score"),
        "total_with_own": None if other is None else str(other),
        "parts": [_part(one, score) for one, score in zip(parts, scores, strict=True)],
        **_notes(),
    }


def _compared(score: Mapping[str, Any], projects: Sequence[ProjectRow], *, hidden: bool) -> Compared:
    value, benchmark = Decimal(score["value"]), Decimal(score["benchmark"])
    declared = Declared(score["part"], value, benchmark, score["measure"])
    return compared(declared, own_value(score["part"], projects, hidden=hidden))


def _projects(store: Store, viewer: Viewer, kind: str, subject_id: str) -> tuple[list[ProjectRow], bool]:
    """Return the subject's projects, and whether some of them are not for the viewer to see in full."""
    with store.engine.connect() as connection:
        docs = _docs(connection, store, kind, subject_id)
    hidden = any(viewer.level(PROJECT, doc) < Share.GOVERNMENT for doc in docs)
    return [project_row(doc, PROJECT.owners) for doc in docs], hidden


def _docs(connection: Connection, store: Store, kind: str, subject_id: str) -> list[Record]:
    records = store.tables.records
    if kind == EvaluationSubject.CARRIER:
        carrier = read_docs(connection, records["carrier"], [subject_id]).get(subject_id) or {}
        ids = {hold["project_id"] for hold in carrier.get("holds") or () if hold["project_id"]}
        found = read_docs(connection, records[PROJECT.aggregate], sorted(ids))
        return [found[id_] for id_ in sorted(found)]
    enterprise = read_docs(connection, records["enterprise"], [subject_id]).get(subject_id) or {}
    ids = {subject_id, *(entry["enterprise_id"] for entry in enterprise.get("merged_from") or ())}
    table = records[PROJECT.aggregate]
    wanted = select(table.c.doc).where(table.c.investor_id.in_(sorted(ids))).order_by(table.c.id)
    return [from_json(doc) for doc in connection.scalars(wanted)]


def _part(one: Compared, score: Mapping[str, Any]) -> Json:
    names = ("value", "benchmark", "measure", "source", "part_score", "weight")
    return {
        "part": one.declared.part,
        "zh": ZH["evaluation.part"][one.declared.part],
        "declared": {name: score.get(name) for name in names},
        "own": _own(one.own),
        "apart": None if one.apart is None else str(one.apart),
        "apart_percent": None if one.percent is None else str(one.percent),
        "why_not": _gap(one.gap),
    }


def _own(own: OwnValue) -> Json:
    """Return a value with what it is made of: each project's amount in CNY and land in mu, and its last event."""
    return {
        "value": None if own.value is None else str(own.value),
        "measure": MEASURE,
        "why_not": _gap(own.gap),
        "left_out": [{**(_gap(gap) or {}), "projects": number} for gap, number in (own.left_out or {}).items()],
        "projects": [
            {
                "project_id": term.row.id,
                "name": term.row.name,
                "unit": term.unit,
                "amount_cny": str(term.top),
                "land_mu": str(term.bottom.quantize(Decimal("0.0001"))),
                "last_event_id": term.row.last_event,
            }
            for term in own.terms
            if term.gap is None
        ],
    }


def _gap(gap: Gap | None) -> Json | None:
    return None if gap is None else {"code": gap.value, "zh": gap.zh, "en": gap.en}


def _notes() -> Json:
    return {"note_zh": _ZH, "note_en": _EN}
