"""Counting after a disturbance: exactly once, one receipt each, state as the ledger says, nothing held twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.district import District, Read

from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project
from yipanqi.models.table import EVENTS, STATES
from yipanqi.rules.outcome import Accepted, Context, Role
from yipanqi.rules.table import decide

States = dict[tuple[str, str], AggregateRecord]


class Proof:
    """What stands in Kafka, read once, and the questions to ask of it."""

    def __init__(self, district: District) -> None:
        catalog = district.catalog
        self._zone = ZoneInfo(catalog.cluster.time_zone)
        self._roles = {unit: Role(entry.role) for unit, entry in catalog.units.items()}
        self.ledger = district.read([f"ledger.{a}" for a in catalog.aggregates])
        self.receipts = district.read([f"receipts.{u}" for u in catalog.units])
        self.states: States = {}
        for read in district.read([f"state.{a}" for a in catalog.aggregates]):
            record = STATES[read.name].from_avro(read.value)
            self.states[(record.__aggregate__, record.aggregate_id())] = record

    def each_event_once_in_the_ledger(self) -> None:
        """No (unit, ce_id) stands twice."""
        counts = Counter(_spoken(read) for read in self.ledger)
        twice = [key for key, count in counts.items() if count > 1]
        assert not twice, f"{len(twice)} events stand in the ledger more than once, e.g. {twice[:3]}"

    def each_has_one_receipt(self, published: list[tuple[str, str]]) -> None:
        """Every published event has exactly one receipt, and there is no receipt for anything else."""
        counts = Counter((read.topic.partition(".")[2], read.value["event_id"]) for read in self.receipts)
        missing = [key for key in published if key not in counts]
        assert not missing, f"{len(missing)} of {len(published)} events have no receipt, e.g. {missing[:3]}"
        twice = [key for key, count in counts.items() if count > 1]
        assert not twice, f"{len(twice)} events have more than one receipt, e.g. {twice[:3]}"
        assert set(counts) == set(published)

    def accepted_receipts_point_into_the_ledger(self) -> None:
        """An accepted receipt names a ledger record of the same aggregate; the event itself is in the ledger."""
        places = {(r.topic, r.partition, r.offset): r for r in self.ledger}
        spoken = {_spoken(read) for read in self.ledger}
        for read in self.receipts:
            value = read.value
            if value["outcome"] != "accepted":
                continue
            place = (value["ledger_topic"], value["ledger_partition"], value["ledger_offset"])
            assert places[place].key == value["aggregate_id"]
            assert (read.topic.partition(".")[2], value["event_id"]) in spoken

    def state_is_the_fold_of_the_ledger(self) -> None:
        """Deciding the ledger again from nothing gives the very records of state.*."""
        folded: States = {}
        for read in sorted(self.ledger, key=lambda r: (r.topic, r.partition, r.offset)):
            event = EVENTS[read.name].from_avro(read.value)
            key = (event.__aggregate__, event.aggregate_id())
            outcome = decide(key[0], folded.get(key), event, self._context(read))
            assert isinstance(outcome, Accepted), f"replay refused {read.name} at {read.topic}/{read.offset}"
            folded[key] = outcome.state
        assert folded.keys() == self.states.keys()
        different = [key for key, state in folded.items() if state != self.states[key]]
        assert not different, f"{len(different)} records differ from the fold, e.g. {different[:3]}"

    def nothing_is_held_twice(self) -> None:
        """No two holds of a carrier overlap in space and days, and projects know exactly the holds for them."""
        known: dict[str, set[str]] = defaultdict(set)
        for state in self.states.values():
            if isinstance(state, Carrier):
                assert not state.pending, f"{state.carrier_id} still has requests that nobody answered"
                _no_overlap(state)
                for hold in state.holds:
                    known[hold.project_id or ""].add(hold.hold_id)
        for state in self.states.values():
            if isinstance(state, Project):
                assert {link.hold_id for link in state.carriers} == known[state.project_id]

    def everything(self, published: list[tuple[str, str]]) -> None:
        """Ask all of it."""
        self.each_event_once_in_the_ledger()
        self.each_has_one_receipt(published)
        self.accepted_receipts_point_into_the_ledger()
        self.state_is_the_fold_of_the_ledger()
        self.nothing_is_held_twice()

    def _context(self, read: Read) -> Context:
        assert read.meta is not None
        assert read.meta.unit is not None
        assert read.meta.decided_at is not None
        now = read.meta.decided_at
        today, workdays = now.astimezone(self._zone).date(), product_workdays()
        return Context(read.meta.unit, read.meta.id, now, today, self._roles, workdays, product_defaults())


def _spoken(read: Read) -> tuple[str, str]:
    assert read.meta is not None
    return (read.meta.unit or "", read.meta.id)


def _no_overlap(carrier: Carrier) -> None:
    holds: list[Any] = list(carrier.holds)
    for index, one in enumerate(holds):
        for other in holds[index + 1 :]:
            same_place = one.unit_no == other.unit_no or one.unit_no is None or other.unit_no is None
            end_one, end_other = one.until_on or date.max, other.until_on or date.max
            apart = end_one < (other.from_on or date.min) or end_other < (one.from_on or date.min)
            assert not same_place or apart, f"{carrier.carrier_id} is held by {one.hold_id} and {other.hold_id}"
