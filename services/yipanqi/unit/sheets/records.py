"""Completes a row's record by the kind of its table: ids, defaults, fields that depend on others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yipanqi.models.table import EVENTS
from yipanqi.unit.sheets.capital import finish_capital
from yipanqi.unit.sheets.cells import cell_text, compact
from yipanqi.unit.sheets.codewords import find_code
from yipanqi.unit.sheets.context import RowContext
from yipanqi.unit.sheets.convert import missing
from yipanqi.unit.sheets.evaluations import finish_evaluation
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.measures import no_unit
from yipanqi.unit.sheets.references import aggregate_id, local_number, opaque_id, own_id
from yipanqi.unit.sheets.services import finish_service
from yipanqi.unit.sheets.targets import finish_target


@dataclass(frozen=True, slots=True)
class Identity:
    """Which aggregate a row is about, and the key under which its last content is remembered."""

    aggregate: str
    id_field: str
    aggregate_id: str

    @property
    def key(self) -> str:
        """Key of the remembered content."""
        return f"{self.aggregate}:{self.aggregate_id}"


def finish(context: RowContext) -> Identity | None:
    """Complete the record; None when problems were found, which stand in the context."""
    identity = _FINISHERS.get(context.header.name, _finish_plain)(context)
    for name in context.scratch.get("absent", []):
        if name not in context.record:
            context.fault(name, missing())
    remarks = [text for text in (context.record.get("remarks"), *context.remarks) if text]
    if remarks:
        context.record["remarks"] = "；".join(remarks)[:2000]
    return None if context.problems else identity


def _identify(context: RowContext, aggregate: str, id_field: str) -> Identity | None:
    number = context.scratch.get("local_number")
    for name in context.header.layout.local_number_from:
        if number is None and context.record.get(name):
            try:
                number, _remark = local_number(str(context.record[name]))
            except CellFault as fault:
                context.fault(name, fault)
                return None
    if number is None and context.header.layout.told_apart_by:
        if context.problems:
            return None
        number = "-".join(_telling(context, name) for name in context.header.layout.told_apart_by)
    if number is None:
        # A number that was there but could not be read has been reported already.
        if not any(problem.code == Fault.BAD_NUMBER for problem in context.problems):
            column = _number_column(context)
            context.fault(column, missing() if context.has(column) else _NO_NUMBERS)
        return None
    unit, desk = context.desk.unit, context.desk
    opaque = context.header.layout.opaque_ids
    made = opaque_id(unit, aggregate, number, desk.salt) if opaque else aggregate_id(unit, aggregate, number)
    identity = Identity(aggregate, id_field, made)
    context.record[id_field] = identity.aggregate_id
    return identity


def _telling(context: RowContext, name: str) -> str:
    """Return a column's part of a number that is made: words by their digest."""
    value = str(context.record[name])
    if context.header.layout.columns[name].type != "text":
        return value
    return hashlib.sha256(compact(value).encode()).hexdigest()[:8]


def _finish_plain(context: RowContext) -> Identity | None:
    """Identify a row of a table that needs nothing but its columns: by a number of the unit's, or an enterprise."""
    kind = EVENTS[context.header.layout.record]
    aggregate, id_field = kind.__aggregate__, kind.__id_field__
    for name, value in context.header.layout.values.items():
        context.record.setdefault(name, value)
    if id_field not in context.header.layout.columns:
        return _identify(context, aggregate, id_field)
    found = context.record.get(id_field)
    return Identity(aggregate, id_field, cell_text(found)) if found else None


def _number_column(context: RowContext) -> str:
    names = context.header.layout.local_number_from
    return next((name for name in names if context.has(name)), names[0])


def _finish_project(context: RowContext) -> Identity | None:
    record = context.record
    signed = record.pop("signed_on", None)
    original = context.source_text.pop("signed_on", "")
    if signed and record.get("stage") == "SIGNED" and "stage_since" not in record:
        context.put("stage_since", signed, original)
    elif signed and signed != record.get("stage_since"):
        context.remarks.append(f"签约日期 {signed}")
    record["taken_over"] = True
    return _identify(context, "project", "project_id")


def _finish_carrier(context: RowContext) -> Identity | None:
    record = context.record
    if "kind" not in record and not context.has("kind"):
        kind = _kind_from_sheet(context)
        if kind:
            record["kind"] = kind
    _place_area(context)
    if "status" not in record:
        layout = context.header.layout
        vacant = "vacant_since" in record or record.get("kind") in layout.vacant_kinds
        record["status"] = layout.status_if_vacant if vacant else "REGISTERED"
    record["taken_over"] = True
    return _identify(context, "carrier", "carrier_id")


def _kind_from_sheet(context: RowContext) -> str | None:
    """Return the kind that the sheet's name, else the title, else a column such as 地块编号 names; None if several."""
    words = context.header.layout.kind_from_sheet
    named = " ".join(binding.title for binding in context.bindings() if binding.field in ("local_number", "name"))
    for text in (context.sheet_name, context.around.text, named):
        rest, found = text.casefold(), []
        for word, kind in words.items():
            if word in rest:
                found.append(kind)
                rest = rest.replace(word, " ")
        if len(set(found)) == 1:
            return found[0]
        if found:
            return found[0] if set(found) <= set(context.header.layout.land_kinds) else None
    return None


def _place_area(context: RowContext) -> None:
    """Put a plain 面积 where the kind says: land area for land, floor area for buildings."""
    record, source = context.record, context.source_text
    land = record.get("kind") in context.header.layout.land_kinds
    assumed = context.scratch.get("assumed", {})
    if "area" in record:
        if "area" in assumed and land:
            context.fault("area", no_unit("面积单位", "unit of area"))
        name = "land_m2" if land else "floor_m2"
        if name in record:
            title = context.header.bindings[name].title
            context.remarks.append(f"{title} {source.get(name, record[name])}")
        record[name] = record.pop("area")
        source[name] = source.pop("area", "")
    for name, unit in assumed.items():
        context.notice(name, "assumed_unit", f"没有写明单位，按 {unit} 读取", f"no unit is written: read as {unit}")


def _finish_reservation(context: RowContext) -> Identity | None:
    record = context.record
    record.pop("unit", None)
    if context.problems:
        return None
    parts = [record.get(name) or "" for name in ("carrier_id", "project_id", "unit_no", "from_on", "until_on")]
    return Identity("carrier", "carrier_id", "|".join(str(part) for part in parts))


def _finish_carrier_unit(context: RowContext) -> Identity | None:
    """A room that the list shows as used is taken over as used; promised ones are reserved in the system."""
    record = context.record
    record["occupied"] = record.pop("status", None) == "OCCUPIED"
    if context.problems:
        return None
    return Identity("carrier", "carrier_id", f"{record.get('carrier_id')}|{record.get('unit_no')}")


def _finish_approval(context: RowContext) -> Identity | None:
    """A list that only names its matters says their kind by the name; without numbers the kind tells them apart."""
    record = context.record
    name = str(record.get("name") or "")
    if "kind" not in record and name:
        record["kind"] = find_code(name, context.desk.codes["project.approval"]) or "OTHER"
    return _finish_item(context, "matter_id", "approval", str(record.get("kind", "")))


def _finish_problem(context: RowContext) -> Identity | None:
    """Without numbers, kind and day tell problems of a project apart."""
    record = context.record
    return _finish_item(context, "problem_id", "problem", f"{record.get('kind')}-{record.get('raised_on')}")


def _finish_item(context: RowContext, id_field: str, what: str, instead: str) -> Identity | None:
    """Identify a row that is about a part of a project, by its own number or what stands for it."""
    record = context.record
    record[id_field] = context.scratch.get("local_number") or instead
    # Their events have no room for the wording of converted dates and for remarks.
    context.source_text.clear()
    context.remarks.clear()
    if context.problems:
        return None
    return Identity("project", "project_id", f"{record.get('project_id')}|{what}|{record[id_field]}")


def _finish_training(context: RowContext) -> Identity | None:
    """Without numbers, day and subject tell the trainings of a recruiter apart."""
    record = context.record
    try:
        if "recruiter_id" in record:
            record["recruiter_id"] = own_id(str(record["recruiter_id"]), "recruiter", context.desk.unit)
    except CellFault as fault:
        context.fault("recruiter_id", fault)
    # A training has no room for the wording of its date.
    context.source_text.clear()
    if context.problems:
        return None
    part = context.scratch.get("local_number") or f"{record.get('held_on')}-{record.get('subject')}"
    return Identity("recruiter", "recruiter_id", f"{record.get('recruiter_id')}|training|{part}")


def _finish_service(context: RowContext) -> Identity | None:
    finish_service(context)
    return _identify(context, "service", "service_id")


def _finish_revitalisation(context: RowContext) -> Identity | None:
    """A case that the ledger shows further than found enters there, marked as taken over."""
    record = context.record
    record["taken_over"] = record.get("status", "IDENTIFIED") != "IDENTIFIED"
    return _identify(context, "revitalisation", "revitalisation_id")


def _finish_fdi(context: RowContext) -> Identity | None:
    record = context.record
    finish_capital(context)
    identity = _identify(context, "fdi", "entry_id")
    if identity:
        record["voucher"] = context.scratch.get("local_number")
        original = context.text("local_number")
        if original and original != record["voucher"]:
            context.source_text["voucher"] = original
    return identity


def _finish_evaluation(context: RowContext) -> Identity | None:
    """An evaluation goes by its year and subject, so that a second one of the year is the same record."""
    number = finish_evaluation(context)
    if number is None:
        return None
    identity = Identity("evaluation", "evaluation_id", aggregate_id(context.desk.unit, "evaluation", number))
    context.record["evaluation_id"] = identity.aggregate_id
    return identity


def _finish_target(context: RowContext) -> Identity | None:
    target = finish_target(context)
    if target is None:
        return None
    identity = Identity("target", "target_id", aggregate_id(context.desk.unit, "target", target))
    context.record["target_id"] = identity.aggregate_id
    return identity


#: Tables whose rows need more than their columns say; all others are `_finish_plain`.
_FINISHERS: Mapping[str, Callable[[RowContext], Identity | None]] = {
    "project": _finish_project,
    "carrier": _finish_carrier,
    "carrier_unit": _finish_carrier_unit,
    "reservation": _finish_reservation,
    "approval": _finish_approval,
    "problem": _finish_problem,
    "training": _finish_training,
    "service": _finish_service,
    "evaluation": _finish_evaluation,
    "revitalisation": _finish_revitalisation,
    "fdi": _finish_fdi,
    "target": _finish_target,
}

_NO_NUMBERS = CellFault(
    Fault.MISSING,
    "表中没有编号列，无法辨认每一条记录；序号会随排序变化，不能代替",
    "the table has no column of numbers: its records can't be told apart; a sequence number changes with the order",
    "请增加编号列，一条一号、以后不变，如 2020-001",
    "add such a column: one number a record that never changes, such as 2020-001",
)
