"""What figures need of each record: a row per record, with the units whose own it is and its last input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.figures.steps import Step

_TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Head:
    """What every row has: which record it is, whose own it is, and when and by which event it last changed."""

    aggregate: str
    id: str
    name: str
    owners: tuple[str, ...]
    updated_at: str
    last_event: str


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


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signed project counts for, once: the amount frozen at its first signing, on that day (invariant 6).

    `since` is the day with the precision known, `start` the first day that it may mean, None if known to the year only.
    `events` are those of its first and its present step to SIGNED, or to the stage beyond that it was taken over at.
    """

    since: str | None
    start: date | None
    amount: Amount | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectRow(Head):
    """A project; `credit` are the units it counts for and their shares, which add to 1, `way` its present stages.

    `signing` is None while it is not signed. An `unconfirmed` one was taken over at its stage on its unit's word alone.
    """

    owner: str
    chain: str | None
    steps: tuple[Step, ...]
    way: Mapping[str, Step]
    signing: Signing | None
    unconfirmed: bool
    credit: tuple[tuple[str, Decimal], ...]
    tax: Amount | None
    land_m2: Decimal | None

    @property
    def ended(self) -> bool:
        """Whether it was terminated, which no project comes back from."""
        return bool(self.steps) and self.steps[-1].stage == _TERMINATED


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


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """What a unit reported as introduced: a technology enterprise (None persons) or talents; by its ledger events.

    `on` is the first day that its date may mean, None when that is known to the year only.
    """

    kind: str
    unit: str
    on: date | None
    persons: int | None
    status: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseRow(Head):
    """An enterprise on a node of a chain; a `target` is one that the district still wants to attract."""

    chain: str | None
    node: str | None
    merged: bool
    target: bool
    introductions: tuple[IntroductionRow, ...] = ()


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


@dataclass(frozen=True, slots=True)
class MatchRow(Head):
    """A proposal of a carrier for a project, and when it was decided."""

    owner: str
    project_id: str | None
    status: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class CorrectionRow(Head):
    """A doubt about a field, and whether its source answered in time (None while it has not)."""

    source: str
    status: str
    due_on: date
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class SubmissionRow(Head):
    """A workbook that a unit handed in: rows read, and those that were unreadable or refused; None where hidden."""

    unit: str
    submitted_on: date
    read: int | None
    lost: int | None


@dataclass(frozen=True, slots=True)
class VisitRow(Head):
    """Time that a leader (the office, no name) gave to investment promotion on a day; none if it was withdrawn."""

    unit: str
    leader: str
    held_on: date
    hours: Decimal
    withdrawn: bool
