"""Who spoke when: by the ledger, whatever was said after it about the same record, and the same after each restart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.support.desk import Desk, accepted

from yipanqi.bus.cloudevents import headers_for
from yipanqi.contract.catalog import product_catalog
from yipanqi.defaults import DEFAULTS
from yipanqi.models.alert import AlertRaised
from yipanqi.models.lead import LeadJudged, LeadRegistered
from yipanqi.rules.outcome import WATCH
from yipanqi.watch.condition import Situation
from yipanqi.watch.heard import heard_from, spoken
from yipanqi.watch.picture import Picture

ZONE = ZoneInfo("Asia/Shanghai")
ID = "investment-lead-1"


def record(unit: str, at: datetime) -> Any:
    """A record of the ledger, of which nothing but the headers is looked at."""
    told = {"event_id": "e", "source": f"urn:yipanqi:{unit}", "event_type": "yipanqi.lead.LeadJudged", "subject": ID}
    return SimpleNamespace(headers=headers_for(**told, time=at, unit=unit, decided_at=at), value=b"?")


@pytest.fixture
def town() -> Desk:
    """The centre registered a lead on 29 December, commerce judged it on the 30th."""
    desk = Desk(today=date(2020, 12, 29))
    facts = {"name": "甲", "channel": "VISIT", "received_on": desk.today, "investor_name": "甲公司"}
    accepted(desk.say("investment", LeadRegistered.model_validate({"lead_id": ID, **facts})))
    desk.pass_days(1)
    accepted(desk.say("commerce", LeadJudged(lead_id=ID, verdict="NOT_VALUABLE", verdict_reason="不符合方向")))
    return desk


def begun(desk: Desk, *, ledger_from: date = date.min) -> Picture:
    """A watch that has read the records as they stand, and the ledger since a day."""
    picture = Picture(ZONE)
    for (aggregate, key), state in desk.states.items():
        picture.take(aggregate, key, state)
    entries = [record(e.context.unit, e.context.now) for e in desk.ledger if e.context.today >= ledger_from]
    for unit, at in spoken(entries):
        picture.hear(unit, at)
    return picture


def silent(picture: Picture, day: date) -> dict[str | None, date | None]:
    events: Iterable[Any] = picture.due(Situation(day))
    return {event.subject_id: event.since_on for event in events if isinstance(event, AlertRaised)}


def test_each_units_last_event_of_a_batch_is_heard() -> None:
    at = datetime(2020, 12, 31, tzinfo=UTC)
    batch = [record("zone", at), record("commerce", at), record("zone", at + timedelta(hours=1))]
    assert dict(spoken(batch)) == {"zone": at + timedelta(hours=1), "commerce": at}
    assert dict(spoken([SimpleNamespace(headers=(), value=b"")])) == {}  # type: ignore[list-item]


@pytest.mark.parametrize("today", [date(2020, 12, 31), date(2021, 1, 5), date(2021, 1, 6), date(2021, 1, 7)], ids=str)
def test_of_two_speakers_at_one_record_both_are_heard_live_and_after_a_restart(town: Desk, today: date) -> None:
    live = Picture(ZONE)
    for entry in town.ledger:
        for unit, at in spoken([record(entry.context.unit, entry.context.now)]):
            live.hear(unit, at)
    expected = {"investment": date(2020, 12, 29)} if today >= date(2021, 1, 6) else {}
    expected |= {"commerce": date(2020, 12, 30)} if today >= date(2021, 1, 7) else {}
    assert silent(live, today) == silent(begun(town), today) == expected


def test_since_when_a_unit_is_silent_outlives_what_is_read_of_the_ledger(town: Desk) -> None:
    first = begun(town)
    for event in list(first.due(Situation(date(2021, 3, 1)))):
        accepted(town.say(WATCH, event))
    later = begun(town, ledger_from=date(2021, 2, 1))
    assert list(later.due(Situation(date(2021, 3, 1)))) == []


def test_the_ledger_is_read_from_twice_the_longest_update_cycle_back() -> None:
    day_ms = 86_400_000
    assert heard_from(100 * day_ms, product_catalog(), DEFAULTS) == (100 - 29) * day_ms
