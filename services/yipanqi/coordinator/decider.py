"""One record after another: known already, unreadable, in the wrong place, or to be decided by its rule."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from yipanqi.bus.records import Record
from yipanqi.clock import Clock
from yipanqi.contract.catalog import COORDINATOR, Catalog, intake
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.coordinator.answers import (
    dead_letter_of,
    receipt_of,
    receipt_of_rejected,
    receipt_of_settlement,
    rule_failed,
    wall_ms,
)
from yipanqi.coordinator.batch import Batch, DueReceipt
from yipanqi.coordinator.encoding import Encoder
from yipanqi.coordinator.incoming import Incoming, IntakeReader, Rejected, speaker
from yipanqi.coordinator.memory import PartitionMemory
from yipanqi.models.base import AggregateRecord
from yipanqi.rules.messages import follow_up_id, reminder_id
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.table import decide

_LOG = logging.getLogger(__name__)


class Observer(Protocol):
    """Who wants to know what was decided; the metrics."""

    def decided(self, unit: str, event_type: str, outcome: str, code: str | None, spoken_ms: float | None) -> None:
        """Note one decision; `spoken_ms` is when the event was published, in ms since the epoch."""
        ...


class Decider:
    """Decides records of the partitions whose memory it is given, and gathers what follows in a batch."""

    def __init__(
        self,
        reader: IntakeReader,
        encoder: Encoder,
        catalog: Catalog,
        clock: Clock,
        memories: Mapping[int, PartitionMemory],
        observer: Observer,
    ) -> None:
        self._reader = reader
        self._encoder = encoder
        self._clock = clock
        self._zone = ZoneInfo(catalog.cluster.time_zone)
        self._roles = {unit: Role(entry.role) for unit, entry in catalog.units.items()}
        self._workdays, self._defaults = product_workdays(), product_defaults()
        self._memories = memories
        self._observer = observer

    def take(self, record: Record, batch: Batch) -> None:
        """Decide one record into the batch."""
        memory = self._memories[record.partition]
        meta = self._reader.meta(record)
        if isinstance(meta, Rejected):
            self._reject(record, meta, batch)
            return
        key = (speaker(record, meta), meta.id)
        sent = memory.receipts.get(key)
        if sent is not None:
            batch.repeated.append((key, record.partition, sent))
            self._observer.decided(key[0], meta.type or "", "repeated", None, None)
            return
        due = batch.decided.get(key)
        if due is not None or key in memory.waiting:
            if due is not None:
                batch.receipts.append(due)
            self._observer.decided(key[0], meta.type or "", "repeated", None, None)
            return
        incoming = self._reader.read(record, meta)
        if isinstance(incoming, Rejected):
            self._reject(record, incoming, batch)
        elif self._encoder.home(incoming.event.addressee()[1]) != record.partition:
            batch.others.append(self._encoder.moved(incoming, wall_ms()))
            self._observer.decided(incoming.unit, incoming.event_type, "moved", None, None)
        else:
            self._decide(record, incoming, memory, batch)

    def remind(self, partition: int, deadline: Deadline, batch: Batch) -> None:
        """Write the event of a deadline that has passed; it is decided when it comes back, like any other."""
        event = deadline.event
        batch.others.append(self._encoder.follow_up(event, reminder_id(event), wall_ms()))

    def today(self) -> date:
        """Return the district's date."""
        return self._clock.now().astimezone(self._zone).date()

    def states(self, batch: Batch) -> None:
        """Add the records that the batch changed, each once, as they are after it."""
        now_ms = wall_ms()
        for (aggregate, aggregate_id), partition in batch.dirty.items():
            state = self._memories[partition].states[(aggregate, aggregate_id)]
            batch.others.extend(self._encoder.state(aggregate, state, partition, now_ms))

    def _context(self, unit: str, event_id: str) -> Context:
        now = self._clock.now()
        # To the millisecond, as the ledger's ce_decidedat has it: a replay must give the very same record.
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        today = now.astimezone(self._zone).date()
        return Context(unit, event_id, now, today, self._roles, self._workdays, self._defaults)

    def _decide(self, record: Record, incoming: Incoming, memory: PartitionMemory, batch: Batch) -> None:
        context = self._context(incoming.unit, incoming.meta.id)
        state = memory.states.get(incoming.event.addressee())
        try:
            outcome: Outcome[AggregateRecord] = decide(incoming.aggregate, state, incoming.event, context)
        except Exception:  # noqa: BLE001  # a fault in one rule must cost one event, not the whole bus
            _LOG.exception("rule failed", extra={"event_id": incoming.meta.id, "event_type": incoming.event_type})
            self._reject(record, rule_failed(incoming), batch)
            return
        if isinstance(outcome, Accepted):
            self._accept(record, incoming, outcome, context, batch)
        elif isinstance(outcome, Refused):
            self._answer(record.partition, incoming, context.now, batch, refusal=outcome)
        else:
            self._follow_up(incoming, outcome, batch)
        self._observe(record, incoming, outcome)

    def _accept(
        self, record: Record, incoming: Incoming, outcome: Accepted[AggregateRecord], context: Context, batch: Batch
    ) -> None:
        partition = record.partition
        memory = self._memories[partition]
        key = (incoming.aggregate, incoming.event.aggregate_id())
        memory.put_state(key, outcome.state)
        batch.dirty[key] = partition
        batch.ledger.append(self._encoder.ledger(incoming, partition, context.now, wall_ms()))
        index = len(batch.ledger) - 1
        version = int(getattr(outcome.state, "version", 0))
        if outcome.deferred:
            memory.waiting.add((incoming.unit, incoming.meta.id))
        else:
            self._answer(partition, incoming, context.now, batch, ledger=index, version=version)
        for settlement in outcome.settlements:
            self._settle(partition, incoming, settlement, context.now, batch, index, version)
        self._follow_up(incoming, outcome, batch)

    def _follow_up(self, incoming: Incoming, outcome: Accepted[AggregateRecord] | Noted, batch: Batch) -> None:
        for number, event in enumerate(outcome.follow_ups):
            event_id = follow_up_id(incoming.unit, incoming.meta.id, number)
            batch.others.append(self._encoder.follow_up(event, event_id, wall_ms()))

    def _answer(
        self,
        partition: int,
        incoming: Incoming,
        now: datetime,
        batch: Batch,
        *,
        refusal: Refused | None = None,
        ledger: int | None = None,
        version: int | None = None,
    ) -> None:
        if incoming.unit == COORDINATOR:
            return
        receipt = receipt_of(incoming, now, refusal, version)
        due = DueReceipt(incoming.unit, partition, receipt, ledger)
        batch.receipts.append(due)
        batch.decided[(incoming.unit, incoming.meta.id)] = due

    def _settle(
        self,
        partition: int,
        cause: Incoming,
        settled: Settlement,
        now: datetime,
        batch: Batch,
        ledger: int,
        version: int,
    ) -> None:
        receipt = receipt_of_settlement(cause, settled, now, version)
        due = DueReceipt(settled.unit, partition, receipt, ledger if settled.refusal is None else None)
        batch.receipts.append(due)
        batch.decided[(settled.unit, settled.event_id)] = due
        code = receipt.code
        self._observer.decided(settled.unit, settled.event_type, receipt.outcome, code, None)

    def _reject(self, record: Record, rejected: Rejected, batch: Batch) -> None:
        if rejected.dead_letter:
            batch.dead_letters.append(dead_letter_of(record, rejected))
        outcome = "dead_letter" if rejected.dead_letter else "refused"
        self._observer.decided(rejected.unit, rejected.event_type, outcome, rejected.refusal.code, record.timestamp)
        if rejected.event_id is None or rejected.unit == COORDINATOR:
            return
        receipt = receipt_of_rejected(rejected, rejected.event_id, self._clock.now())
        due = DueReceipt(rejected.unit, record.partition, receipt)
        batch.receipts.append(due)
        batch.decided[(rejected.unit, rejected.event_id)] = due

    def _observe(self, record: Record, incoming: Incoming, outcome: Outcome[AggregateRecord]) -> None:
        spoken = incoming.meta.time.timestamp() * 1000 if incoming.meta.time else float(record.timestamp)
        if isinstance(outcome, Refused):
            if incoming.unit == COORDINATOR:
                _LOG.error("the coordinator's own event was refused", extra={"code": outcome.code})
            self._observer.decided(incoming.unit, incoming.event_type, "refused", outcome.code, spoken)
        else:
            word = "noted" if isinstance(outcome, Noted) else "waiting" if outcome.deferred else "accepted"
            self._observer.decided(incoming.unit, incoming.event_type, word, None, spoken)


def intake_topics(catalog: Catalog) -> list[str]:
    """Return every intake topic: the speakers' and the coordinator's own."""
    return [intake(unit) for unit in (*catalog.speakers, COORDINATOR)]
