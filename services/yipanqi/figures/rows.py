"""What figures need of each record, parsed once: a row per record, with the units whose own it is and its last input.

`PARSERS` says how each aggregate's record (as the board stores it, decimals and dates as texts) becomes a row. Only
aggregates named there are loaded; a further one is a class and a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Self

from yipanqi.figures.steps import Step, way_of

Doc = Mapping[str, Any]
_HUNDRED = Decimal(100)
_USD = "USD"
#: China has one time, without summer time.
_CHINA = timezone(timedelta(hours=8))


def number(value: Any) -> Decimal | None:
    """Return a stored decimal; None stays None."""
    return None if value is None else Decimal(value)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, value: Doc | None) -> Amount | None:
        """Return a stored amount; None stays None."""
        return None if value is None else cls(Decimal(value["amount"]), value["currency"])


@dataclass(frozen=True, slots=True)
class Head:
    """What every row has: which record it is, whose own it is, and when and by which event it last changed."""

    aggregate: str
    id: str
    name: str
    owners: tuple[str, ...]
    updated_at: str
    last_event: str


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


@dataclass(frozen=True, slots=True)
class TargetRow(Head):
    """A target: `stretch` and `locked_through` as in the contract."""

    year: int
    metric: str
    measure: str
    responsible: str
    annual: Decimal
    quarters: tuple[Decimal, ...]
    months: tuple[Decimal, ...]
    stretch: Decimal | None
    locked_through: int

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("target", "target_id", doc, owners),
            year=doc["year"],
            metric=doc["metric"],
            measure=doc["measure"],
            responsible=doc["responsible"],
            annual=Decimal(doc["annual"]),
            quarters=tuple(Decimal(q) for q in doc["quarters"]),
            months=tuple(Decimal(m) for m in doc["months"]),
            stretch=number(doc.get("stretch")),
            locked_through=doc.get("locked_through") or 0,
        )


@dataclass(frozen=True, slots=True)
class ProjectRow(Head):
    """A project; `credit` are the units it counts for and their shares, which add to 1, `way` its present stages."""

    owner: str
    host: str | None
    chain: str | None
    stage: str
    steps: tuple[Step, ...]
    way: Mapping[str, Step]
    credit: tuple[tuple[str, Decimal], ...]
    investment: Amount | None
    tax: Amount | None
    land_m2: Decimal | None

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        steps = tuple(Step.of(step) for step in doc.get("stage_history") or ())
        return cls(
            **head("project", "project_id", doc, owners, "name"),
            owner=doc["owner_unit"],
            host=doc.get("host_unit"),
            chain=doc.get("chain"),
            stage=doc["stage"],
            steps=steps,
            way=way_of(steps),
            credit=_credit(doc),
            investment=Amount.of(doc.get("planned_investment")),
            tax=Amount.of(doc.get("expected_tax")),
            land_m2=number(doc.get("land_m2")),
        )


def _credit(doc: Doc) -> tuple[tuple[str, Decimal], ...]:
    """Return for whom a project counts: its owner, or the units that share it after a transfer (invariant 6)."""
    shares = doc.get("credit_shares")
    if not shares:
        return ((doc["owner_unit"], Decimal(1)),)
    return tuple((share["unit"], Decimal(share["share_percent"]) / _HUNDRED) for share in shares)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A reservation, commitment or occupation of a carrier or one of its units."""

    hold: str
    kind: str
    unit_no: str | None


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """Space that came free (RELEASED) or was taken into use (ABSORBED)."""

    kind: str
    on: date
    area_m2: Decimal | None
    event: str

    @classmethod
    def of(cls, doc: Doc) -> Self:
        """Return one of a carrier's steps."""
        return cls(doc["kind"], _day(doc["changed_on"]), number(doc.get("area_m2")), doc["event_id"])


@dataclass(frozen=True, slots=True)
class CarrierRow(Head):
    """A carrier; `units` are the floor areas of its parts by number, `steps` when space came free or was taken."""

    kind: str
    status: str
    owner: str
    chains: tuple[str, ...]
    land_m2: Decimal | None
    floor_m2: Decimal | None
    units: Mapping[str, Decimal]
    holds: tuple[HoldRow, ...]
    steps: tuple[SpaceRow, ...]

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit", "manager_unit")) -> Self:
        """Return the row of a record."""
        return cls(
            **head("carrier", "carrier_id", doc, owners, "name"),
            kind=doc["kind"],
            status=doc["status"],
            owner=doc["owner_unit"],
            chains=tuple(doc.get("permitted_chains") or ()),
            land_m2=number(doc.get("land_m2")),
            floor_m2=number(doc.get("floor_m2")),
            units={unit["unit_no"]: Decimal(unit["floor_m2"]) for unit in doc.get("units") or ()},
            holds=tuple(HoldRow(h["hold_id"], h["kind"], h.get("unit_no")) for h in doc.get("holds") or ()),
            steps=tuple(SpaceRow.of(step) for step in doc.get("space_steps") or ()),
        )


@dataclass(frozen=True, slots=True)
class FdiRow(Head):
    """An entry of foreign capital; `usd` at its own rate, None where neither rate nor dollars are given.

    `status` is None in records older than verification: those count as they were reported.
    """

    kind: str
    recorded_by: str
    project_id: str | None
    usd: Decimal | None
    verified_usd: Decimal | None
    received_on: date
    status: str | None
    falsified: bool
    decided_on: date | None
    decision_event: str | None

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("fdi", "entry_id", doc, owners, "project_name"),
            kind=doc["kind"],
            recorded_by=doc["owner_unit"],
            project_id=doc.get("project_id"),
            usd=_usd(doc),
            verified_usd=number(doc.get("verified_usd")),
            received_on=_day(doc["received_on"]),
            status=doc.get("status"),
            falsified=bool(doc.get("falsified")),
            decided_on=_day(doc["verified_on"]) if doc.get("verified_on") else None,
            decision_event=doc.get("decision_event"),
        )


def _usd(doc: Doc) -> Decimal | None:
    given = number(doc.get("usd"))
    amount, rate = Amount.of(doc.get("amount")), number(doc.get("rate"))
    if given is not None or amount is None:
        return given
    if amount.currency == _USD:
        return amount.amount
    return (amount.amount / rate).quantize(Decimal("0.01")) if rate else None


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class EnterpriseRow(Head):
    """An enterprise on a node of a chain."""

    chain: str | None
    node: str | None
    merged: bool

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("enterprise", "enterprise_id", doc, owners, "name"),
            chain=doc.get("chain"),
            node=doc.get("chain_node"),
            merged=bool(doc.get("merged_into")),
        )


@dataclass(frozen=True, slots=True)
class LeadRow(Head):
    """A lead; `owner` registered it."""

    owner: str
    channel: str
    chain: str | None
    received_on: date
    activity_id: str | None
    verdict: str | None
    project_id: str | None
    response_hours: Decimal | None

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit", "assigned_unit")) -> Self:
        """Return the row of a record."""
        return cls(
            **head("lead", "lead_id", doc, owners, "name"),
            owner=doc["owner_unit"],
            channel=doc["channel"],
            chain=doc.get("chain"),
            received_on=_day(doc["received_on"]),
            activity_id=doc.get("activity_id"),
            verdict=doc.get("verdict"),
            project_id=doc.get("project_id"),
            response_hours=number(doc.get("response_hours")),
        )


@dataclass(frozen=True, slots=True)
class MatchRow(Head):
    """A proposal of a carrier for a project, and when it was decided."""

    owner: str
    status: str
    decided_on: date | None

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("match", "match_id", doc, owners),
            owner=doc["owner_unit"],
            status=doc["status"],
            decided_on=_local_day(doc.get("decided_at")),
        )


@dataclass(frozen=True, slots=True)
class CorrectionRow(Head):
    """A doubt about a field, and whether its source answered in time (None while it has not)."""

    source: str
    status: str
    due_on: date
    in_time: bool | None

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("correction", "correction_id", doc, owners),
            source=doc["source_unit"],
            status=doc["status"],
            due_on=_day(doc["due_on"]),
            in_time=doc.get("in_time"),
        )


@dataclass(frozen=True, slots=True)
class VisitRow(Head):
    """Time that a leader (the office, no name) gave to investment promotion on a day."""

    unit: str
    leader: str
    held_on: date
    hours: Decimal

    @classmethod
    def of(cls, doc: Doc, owners: Sequence[str] = ("owner_unit",)) -> Self:
        """Return the row of a record."""
        return cls(
            **head("visit", "visit_id", doc, owners),
            unit=doc["owner_unit"],
            leader=doc["leader"],
            held_on=_day(doc["held_on"]),
            hours=Decimal(doc["spent_hours"]),
        )


def _local_day(moment: str | None) -> date | None:
    """Return the district's date of a stored moment (UTC)."""
    return None if moment is None else datetime.fromisoformat(moment).astimezone(_CHINA).date()


Parser = Callable[[Doc, Sequence[str]], Head]

#: How each aggregate's record becomes a row.
PARSERS: Mapping[str, Parser] = {
    "target": TargetRow.of,
    "project": ProjectRow.of,
    "carrier": CarrierRow.of,
    "fdi": FdiRow.of,
    "enterprise": EnterpriseRow.of,
    "lead": LeadRow.of,
    "match": MatchRow.of,
    "correction": CorrectionRow.of,
    "visit": VisitRow.of,
}
