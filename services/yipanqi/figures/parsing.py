"""From records, as the board stores them (decimals and dates as texts), to the rows that figures need.

`PARSERS` says how each aggregate's record becomes a row. Only aggregates named there are loaded; a further one is a
class in `rows`, a function here and a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from yipanqi.figures.rows import (
    Amount,
    CarrierRow,
    CorrectionRow,
    EnterpriseRow,
    FdiRow,
    Head,
    HoldRow,
    IntroductionRow,
    LeadRow,
    MatchRow,
    ProjectRow,
    Signing,
    SpaceRow,
    SubmissionRow,
    TargetRow,
    VisitRow,
)
from yipanqi.figures.steps import SIGNED, Step, first_day, way_of
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.stages import RANK

Doc = Mapping[str, Any]
_HUNDRED = Decimal(100)
_USD = "USD"
_YEAR = len("2020")
#: China has one time, without summer time.
_CHINA = timezone(timedelta(hours=8))


def head(aggregate: str, id_field: str, doc: Doc, owners: Sequence[str], name: str = "") -> dict[str, Any]:
    """Return a row's head as keyword arguments."""
    given = (doc.get(field) for field in owners)
    found = (unit for value in given for unit in (value if isinstance(value, list | tuple) else (value,)))
    return {
        "aggregate": aggregate,
        "id": doc[id_field],
        "name": str(doc.get(name) or "") if name else "",
        "owners": tuple(dict.fromkeys(unit for unit in found if unit)),
        "updated_at": str(doc.get("updated_at", "")),
        "last_event": doc.get("last_event_id", ""),
    }


def target_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> TargetRow:
    """Return the row of a target."""
    return TargetRow(
        **head("target", "target_id", doc, owners),
        year=doc["year"],
        metric=doc["metric"],
        measure=doc["measure"],
        responsible=doc["responsible"],
        annual=Decimal(doc["annual"]),
        quarters=tuple(Decimal(q) for q in doc["quarters"]),
        months=tuple(Decimal(m) for m in doc["months"]),
        stretch=_number(doc.get("stretch")),
        locked_through=doc.get("locked_through") or 0,
    )


def project_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> ProjectRow:
    """Return the row of a project."""
    steps = tuple(Step.of(step) for step in doc.get("stage_history") or ())
    way = way_of(steps)
    return ProjectRow(
        **head("project", "project_id", doc, owners, "name"),
        owner=doc["owner_unit"],
        chain=doc.get("chain"),
        steps=steps,
        way=way,
        signing=_signing(doc, steps, way),
        unconfirmed=bool(doc.get("taken_over")) and not doc.get("taken_over_confirmed"),
        credit=_credit(doc),
        tax=_amount(doc.get("expected_tax")),
        land_m2=_number(doc.get("land_m2")),
    )


def _signing(doc: Doc, steps: Sequence[Step], way: Mapping[str, Step]) -> Signing | None:
    """Return what a project counts for; None where its present way does not lead as far as SIGNED."""
    beyond = min((stage for stage in way if RANK[stage] >= RANK[SIGNED]), key=RANK.__getitem__, default=None)
    if beyond is None:
        return None
    said = (*(step for step in steps if step.stage == SIGNED), way[beyond])
    events = dict.fromkeys((said[0].event, way[beyond].event))
    since = doc.get("signed_on")
    return Signing(since, first_day(since), _amount(doc.get("signed_amount")), tuple(events))


def _credit(doc: Doc) -> tuple[tuple[str, Decimal], ...]:
    """Return for whom a project counts: its owner, or the units that share it after a transfer (invariant 6)."""
    shares = doc.get("credit_shares")
    if not shares:
        return ((doc["owner_unit"], Decimal(1)),)
    return tuple((share["unit"], Decimal(share["share_percent"]) / _HUNDRED) for share in shares)


def carrier_row(doc: Doc, owners: Sequence[str] = ("owner_unit", "manager_unit")) -> CarrierRow:
    """Return the row of a carrier."""
    return CarrierRow(
        **head("carrier", "carrier_id", doc, owners, "name"),
        kind=doc["kind"],
        status=doc["status"],
        owner=doc["owner_unit"],
        chains=tuple(doc.get("permitted_chains") or ()),
        land_m2=_number(doc.get("land_m2")),
        floor_m2=_number(doc.get("floor_m2")),
        units={unit["unit_no"]: Decimal(unit["floor_m2"]) for unit in doc.get("units") or ()},
        holds=tuple(HoldRow(h["hold_id"], h["kind"], h.get("unit_no")) for h in doc.get("holds") or ()),
        steps=tuple(_space_row(step) for step in doc.get("space_steps") or ()),
    )


def _space_row(doc: Doc) -> SpaceRow:
    return SpaceRow(doc["kind"], _day(doc["changed_on"]), _number(doc.get("area_m2")), doc["event_id"])


def fdi_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> FdiRow:
    """Return the row of an entry of foreign capital."""
    return FdiRow(
        **head("fdi", "entry_id", doc, owners, "project_name"),
        kind=doc["kind"],
        recorded_by=doc["owner_unit"],
        project_id=doc.get("project_id"),
        usd=_usd(doc),
        verified_usd=_number(doc.get("verified_usd")),
        received_on=_day(doc["received_on"]),
        status=doc.get("status"),
        falsified=bool(doc.get("falsified")),
        decided_on=_day(doc["verified_on"]) if doc.get("verified_on") else None,
        decision_event=doc.get("decision_event"),
    )


def _usd(doc: Doc) -> Decimal | None:
    given = _number(doc.get("usd"))
    amount, rate = _amount(doc.get("amount")), _number(doc.get("rate"))
    if given is not None or amount is None:
        return given
    if amount.currency == _USD:
        return amount.amount
    return (amount.amount / rate).quantize(Decimal("0.01")) if rate else None


def enterprise_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> EnterpriseRow:
    """Return the row of an enterprise."""
    return EnterpriseRow(
        **head("enterprise", "enterprise_id", doc, owners, "name"),
        chain=doc.get("chain"),
        node=doc.get("chain_node"),
        merged=bool(doc.get("merged_into")),
        target=bool(doc.get("target")),
        introductions=tuple(_introduction(one) for one in doc.get("introductions") or ()),
    )


def _introduction(doc: Doc) -> IntroductionRow:
    since = doc["introduced_on"]
    events = (doc["event_id"], doc.get("decision_event"))
    return IntroductionRow(
        kind=doc["kind"],
        unit=doc["reported_by"],
        on=fuzzy_start(since) if len(since) > _YEAR else None,
        persons=doc.get("persons"),
        status=doc["status"],
        events=tuple(dict.fromkeys(event for event in events if event)),
    )


def lead_row(doc: Doc, owners: Sequence[str] = ("owner_unit", "assigned_unit")) -> LeadRow:
    """Return the row of a lead."""
    return LeadRow(
        **head("lead", "lead_id", doc, owners, "name"),
        owner=doc["owner_unit"],
        channel=doc["channel"],
        chain=doc.get("chain"),
        received_on=_day(doc["received_on"]),
        activity_id=doc.get("activity_id"),
        verdict=doc.get("verdict"),
        project_id=doc.get("project_id"),
        response_hours=_number(doc.get("response_hours")),
    )


def match_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> MatchRow:
    """Return the row of a proposed match."""
    return MatchRow(
        **head("match", "match_id", doc, owners),
        owner=doc["owner_unit"],
        project_id=doc.get("project_id"),
        status=doc["status"],
        decided_on=_local_day(doc.get("decided_at")),
    )


def correction_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> CorrectionRow:
    """Return the row of a doubt about a field."""
    return CorrectionRow(
        **head("correction", "correction_id", doc, owners),
        source=doc["source_unit"],
        status=doc["status"],
        due_on=_day(doc["due_on"]),
        in_time=doc.get("in_time"),
    )


def visit_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> VisitRow:
    """Return the row of a leader's visit."""
    return VisitRow(
        **head("visit", "visit_id", doc, owners),
        unit=doc["owner_unit"],
        leader=doc["leader"],
        held_on=_day(doc["held_on"]),
        hours=Decimal(doc["spent_hours"]),
        withdrawn=bool(doc.get("withdrawn")),
    )


def submission_row(doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> SubmissionRow:
    """Return the row of a workbook that was handed in."""
    unreadable, refused = doc.get("rows_unreadable"), doc.get("rows_refused")
    return SubmissionRow(
        **head("submission", "submission_id", doc, owners),
        unit=doc["owner_unit"],
        submitted_on=_day(doc["submitted_on"]),
        read=doc.get("rows_read"),
        lost=None if unreadable is None or refused is None else unreadable + refused,
    )


def _number(value: Any) -> Decimal | None:
    """Return a stored decimal; None stays None."""
    return None if value is None else Decimal(value)


def _amount(value: Doc | None) -> Amount | None:
    return None if value is None else Amount(Decimal(value["amount"]), value["currency"])


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _local_day(moment: str | None) -> date | None:
    """Return the district's date of a stored moment (UTC)."""
    return None if moment is None else datetime.fromisoformat(moment).astimezone(_CHINA).date()


Parser = Callable[[Doc, Sequence[str]], Head]

#: How each aggregate's record becomes a row.
PARSERS: Mapping[str, Parser] = {
    "target": target_row,
    "project": project_row,
    "carrier": carrier_row,
    "fdi": fdi_row,
    "enterprise": enterprise_row,
    "lead": lead_row,
    "match": match_row,
    "correction": correction_row,
    "visit": visit_row,
    "submission": submission_row,
}
