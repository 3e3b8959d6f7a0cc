"""What the unit service does, apart from HTTP: takes events, answers about them, keeps house. Blocking calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from yipanqi.bus.metrics import Metrics
from yipanqi.clock import Clock
from yipanqi.models.table import EVENTS
from yipanqi.unit import events, imports, receipts, tables
from yipanqi.unit import metrics as names
from yipanqi.unit.answers import Accepted, EventState, EventStatus, ReceiptPage, TakenEvent
from yipanqi.unit.database import DatabaseUnavailable, reading, writing
from yipanqi.unit.intake import Intake
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.problems import Problem, RequestRefused, refused, status_of
from yipanqi.unit.settings import Limits

_NO_TYPE = "-"


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A request's envelopes: the good ones with their places, and what is wrong with the others."""

    good: list[tuple[int, events.Ready]]
    problems: list[Problem]
    statuses: list[int]


class UnitService:
    """One unit's events and receipts; threads may share it."""

    def __init__(
        self, engine: Engine, intake: Intake, outgoing: Outgoing, *, clock: Clock, metrics: Metrics, limits: Limits
    ) -> None:
        self._engine = engine
        self._intake = intake
        self._outgoing = outgoing
        self._clock = clock
        self._metrics = metrics
        self._limits = limits

    def submit(self, envelopes: Sequence[Any], *, client: str, partial: bool = False, batch: bool = False) -> Accepted:
        """Check events and store them in the outbox; when this returns they are on the disk.

        All or nothing, unless `partial`: then the good ones are taken and the others listed. Raises RequestRefused:
        403, 409, 422 for what is wrong with the events, 429 when too much waits for the broker, 503.
        """
        self.check_room(len(envelopes))
        found = self._sort(envelopes, batch)
        taken: list[events.Taken] = []
        while not found.problems or (partial and found.good):
            try:
                taken = self._store([entry for _, entry in found.good], client)
                break
            except RequestRefused as error:
                _set_aside(found, error, batch)
        self._count(envelopes, taken, found.problems)
        if not taken:
            raise RequestRefused(status_of(found.statuses), found.problems)
        answers = [
            TakenEvent(id=entry.event.event_id, index=index, repeated=entry.repeated)
            for (index, _), entry in zip(found.good, taken, strict=True)
        ]
        return Accepted(accepted=tuple(answers), errors=tuple(found.problems))

    def check_room(self, count: int) -> None:
        """Raise RequestRefused (429) when the outbox can't take `count` events more."""
        if self._outgoing.depth() + count > self._limits.outbox_events:
            raise refused(
                429,
                "outbox_full",
                "待发送的事件过多，请稍后再试",
                "too many events wait for the broker: try again later",
                retry_after=15,
            )

    def event(self, event_id: str) -> EventStatus:
        """Return an event's state. Raises RequestRefused (404)."""
        with reading(self._engine) as connection:
            row = connection.execute(select(tables.EVENTS).where(tables.EVENTS.c.event_id == event_id)).first()
            if row is None:
                raise refused(404, "unknown_event", "没有这个事件", "no such event", field="id")
            answered = receipts.page(connection, event_ids=[event_id], limit=1)
            waiting = not answered and self._outgoing.waits(connection, event_id)
        state = EventState.WAITING if waiting else EventState.PUBLISHED
        return EventStatus(
            id=row.event_id,
            source=row.source,
            type=row.event_type,
            aggregate_id=row.aggregate_id,
            client=row.client,
            taken_at=datetime.fromtimestamp(row.taken_ms / 1000, UTC),
            state=EventState(answered[0].outcome) if answered else state,
            receipt=answered[0] if answered else None,
        )

    def receipts(self, *, since: int, limit: int, outcome: str | None, event_ids: Sequence[str]) -> ReceiptPage:
        """Return a page of receipts after cursor `since`."""
        with reading(self._engine) as connection:
            found = receipts.page(connection, after=since, limit=limit, outcome=outcome, event_ids=event_ids)
        return ReceiptPage(receipts=tuple(found), next=found[-1].seq if found else since)

    def check_database(self) -> str | None:
        """Return what is wrong with the database, if anything."""
        try:
            with reading(self._engine) as connection:
                connection.execute(select(tables.VALUES.c.value).limit(1)).first()
        except DatabaseUnavailable as error:
            return error.message
        return None

    def forget(self, keep: timedelta, keep_files: timedelta) -> None:
        """Drop ids, receipts and imports that are older than `keep`, and files older than `keep_files`."""
        now = self._clock.now()
        before, files_before = (round((now - span).timestamp() * 1000) for span in (keep, keep_files))
        with writing(self._engine) as connection:
            events.forget(connection, before)
            receipts.forget(connection, before)
            imports.forget(connection, before, files_before)

    # -- inside

    def _sort(self, envelopes: Sequence[Any], batch: bool) -> _Sorted:
        found = _Sorted([], [], [])
        for index, envelope in enumerate(envelopes):
            try:
                found.good.append((index, self._outgoing.ready(self._intake.read(envelope))))
            except RequestRefused as error:
                if error.status == 503:
                    raise
                place = {"index": index} if batch else {}
                found.problems.extend(problem.model_copy(update=place) for problem in error.problems)
                found.statuses.append(error.status)
        return found

    def _store(self, offered: Sequence[events.Ready], client: str) -> list[events.Taken]:
        now_ms = round(self._clock.now().timestamp() * 1000)
        for attempt in (1, 2, 3):
            try:
                with writing(self._engine) as connection:
                    taken = events.take(connection, self._outgoing, offered, client=client, now_ms=now_ms)
            except IntegrityError:
                # PostgreSQL: another request took one of these ids at the same moment; look again.
                if attempt == 3:
                    raise
                continue
            self._outgoing.nudge()
            return taken
        raise AssertionError("unreachable")

    def _count(self, envelopes: Sequence[Any], taken: Sequence[events.Taken], problems: Sequence[Problem]) -> None:
        for entry in taken:
            if entry.repeated:
                self._metrics[names.EVENTS_REPEATED].labels(entry.event.event_type).inc()
            else:
                self._metrics[names.EVENTS_TAKEN].labels(entry.event.event_type, "http").inc()
        for problem in problems:
            envelope = envelopes[problem.index or 0]
            given = envelope.get("type") if isinstance(envelope, dict) else None
            known = given if isinstance(given, str) and given in EVENTS else _NO_TYPE
            self._metrics[names.EVENTS_REFUSED].labels(known, problem.code).inc()


def _set_aside(found: _Sorted, error: RequestRefused, batch: bool) -> None:
    """Move the events that the store refused (by their place among the good) to the problems."""
    bad = {problem.index for problem in error.problems}
    for problem in error.problems:
        index = found.good[problem.index][0] if problem.index is not None and batch else None
        found.problems.append(problem.model_copy(update={"index": index}))
        found.statuses.append(error.status)
    found.good[:] = [entry for place, entry in enumerate(found.good) if place not in bad]
