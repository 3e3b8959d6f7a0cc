"""What the watch says: each alert raised once and cleared once, whatever order things come to light in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk, accepted

from yipanqi.contract.catalog import product_catalog
from yipanqi.models.alert import Alert, AlertCleared, AlertRaised
from yipanqi.models.carrier import Carrier
from yipanqi.models.fdi import FdiEntry
from yipanqi.rules.outcome import WATCH
from yipanqi.watch.condition import Situation
from yipanqi.watch.conditions import carriers
from yipanqi.watch.pace import Pace
from yipanqi.watch.picture import Picture

ZONE = ZoneInfo("Asia/Shanghai")
START = date(2020, 12, 31)
#: Nobody here is silent for too long.
PATIENT = product_catalog().model_copy(update={"units": {}})


def on(day: date) -> Situation:
    return Situation(day, catalog=PATIENT)


def idle(number: int, since: str | None, status: str = "AVAILABLE") -> Carrier:
    return Carrier.model_construct(
        carrier_id=f"soe-2-carrier-{number}",
        name="厂房",
        owner_unit="soe-2",
        manager_unit=None,
        kind="PLANT",
        status=status,
        holds=(),
        vacant_since=since,
        agreed_start_on=None,
        updated_by="soe-2",
        updated_at=datetime(2020, 12, 31, tzinfo=UTC),
    )


class Town:
    """A picture and the rule of alerts, joined as on the bus."""

    def __init__(self) -> None:
        self.picture, self.desk, self.today = Picture(ZONE), Desk(), START
        self.said: list[str] = []

    def take(self, record: Carrier) -> None:
        self.picture.take("carrier", record.carrier_id, record)

    def turn(self, *, lost: bool = False) -> list[AlertRaised | AlertCleared]:
        events = list(self.picture.due(on(self.today)))
        for event in events:
            self.said.append(f"{type(event).__name__}")
            if lost:
                self.picture.again(event.alert_id)
                continue
            accepted(self.desk.say(WATCH, event))
            self.picture.take("alert", event.alert_id, self.desk.states[("alert", event.alert_id)])
        return events

    @property
    def open(self) -> set[str]:
        return {
            alert.subject_id or ""
            for alert in self.desk.states.values()
            if isinstance(alert, Alert) and alert.status != "CLEARED"
        }


def test_a_condition_is_raised_once_and_cleared_when_it_is_gone() -> None:
    town = Town()
    town.take(idle(1, "2020-01-01"))
    assert [type(event) for event in town.turn()] == [AlertRaised]
    assert town.turn() == []
    assert town.picture.counts["CARRIER_IDLE"] == 1
    town.take(idle(1, "2020-01-01", "OCCUPIED"))
    assert [type(event) for event in town.turn()] == [AlertCleared]
    assert town.turn() == []
    assert town.picture.counts["CARRIER_IDLE"] == 0


def test_time_alone_raises_an_alert_and_makes_it_worse() -> None:
    town = Town()
    town.take(idle(1, "2020-10-03"))  # 89 days before the last of December
    assert town.turn() == []
    town.today += timedelta(days=1)
    assert [event.limit for event in town.turn() if isinstance(event, AlertRaised)] == [90]
    town.today += timedelta(days=89)
    assert town.turn() == []
    town.today += timedelta(days=1)
    assert [event.limit for event in town.turn() if isinstance(event, AlertRaised)] == [180]


def test_a_date_that_changed_is_told_though_nothing_got_worse() -> None:
    town = Town()
    town.take(idle(1, "2019-12-20"))
    assert [event.since_on for event in town.turn() if isinstance(event, AlertRaised)] == [date(2019, 12, 20)]
    town.take(idle(1, "2019-12-01"))
    (told,) = town.turn()
    assert isinstance(told, AlertRaised)
    assert (told.limit, told.since_on) == (365, date(2019, 12, 1))
    assert "2019-12-01" in (told.reason_zh or "")
    assert town.turn() == []


def entry(number: int, unit: str, usd: int = 100) -> FdiEntry:
    return FdiEntry(
        entry_id=f"{unit}-fdi-{number}",
        owner_unit=unit,
        kind="UTILISED",
        project_name="甲",
        usd=Decimal(usd),
        received_on=date(2020, 12, 1),
        status="RECORDED",
        version=1,
        registered_at=datetime(2020, 12, 31, tzinfo=UTC),
        updated_at=datetime(2020, 12, 31, tzinfo=UTC),
        updated_by=unit,
        last_event_id="e",
    )


class Dear(Pace):
    """A pace whose clock is turned by hand; each turn takes a second."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(lambda: self.now)

    @contextmanager
    def turn(self) -> Iterator[None]:
        with super().turn():
            self.now += 1
            yield


def test_a_look_at_all_records_rests_by_what_it_cost_and_then_misses_nothing() -> None:
    pace = Dear()
    picture = Picture(ZONE, pace)
    assert list(picture.due(on(START))) == []  # the first look took a second: nine of rest
    for unit in ("zone", "soe-2"):
        picture.take("fdi", f"{unit}-fdi-1", entry(1, unit))
    pace.now += 8.9
    assert list(picture.due(on(START))) == []
    pace.now += 0.2
    assert [event.kind for event in picture.due(on(START)) if isinstance(event, AlertRaised)] == ["FDI_TWICE"]


def test_what_one_record_alone_tells_waits_for_no_other_look() -> None:
    pace = Dear()
    picture = Picture(ZONE, pace)
    list(picture.due(on(START)))
    assert pace.rests
    picture.take("carrier", "soe-2-carrier-1", idle(1, "2020-01-01"))
    assert len(list(picture.due(on(START)))) == 1


def test_after_a_restart_only_the_difference_is_said() -> None:
    town = Town()
    town.take(idle(1, "2020-01-01"))
    town.take(idle(2, "2020-01-01"))
    town.turn()
    alerts = [(key[1], record) for key, record in town.desk.states.items()]
    town.picture = Picture(ZONE)
    for alert_id, record in alerts:
        town.picture.take("alert", alert_id, record)
    town.take(idle(1, "2020-01-01"))
    assert [type(event) for event in town.turn()] == [AlertCleared]
    assert town.open == {"soe-2-carrier-1"}


def test_what_was_said_and_lost_is_said_again() -> None:
    town = Town()
    town.take(idle(1, "2020-01-01"))
    assert len(town.turn(lost=True)) == 1
    assert len(town.turn()) == 1
    assert town.turn() == []


_STEP = st.one_of(
    st.tuples(
        st.just("take"),
        st.integers(1, 3),
        st.sampled_from([None, "2020-10-05", "2020-01-01"]),
        st.sampled_from(["AVAILABLE", "OCCUPIED"]),
    ),
    st.tuples(st.just("days"), st.integers(0, 40)),
    st.tuples(st.sampled_from(["turn", "lost", "restart"])),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_STEP, max_size=25))
def test_after_every_history_the_alerts_that_stand_are_the_conditions_that_hold(steps: list[Any]) -> None:
    town, records = Town(), {}
    for step in steps:
        if step[0] == "take":
            record = idle(step[1], step[2], step[3])
            records[record.carrier_id] = record
            town.take(record)
        elif step[0] == "days":
            town.today += timedelta(days=step[1])
        elif step[0] == "restart":
            town.picture = Picture(ZONE)
            for key, alert in town.desk.states.items():
                town.picture.take("alert", key[1], alert)
            for record in records.values():
                town.take(record)
        else:
            town.turn(lost=step[0] == "lost")
    town.turn()
    holding = {c.subject_id for r in records.values() for c in carriers.conditions(r, on(town.today))}
    assert town.open == holding
    assert town.turn() == []
