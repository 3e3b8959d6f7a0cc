"""Alerts: raised and cleared once each, put off only by who must act, awake again in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import Desk, accepted, refused

from yipanqi.contract.masking import Share, product_mask
from yipanqi.defaults import DEFAULTS
from yipanqi.models.alert import Alert, AlertCleared, AlertRaised, AlertSnoozed
from yipanqi.rules.outcome import WATCH, Accepted, Refused
from yipanqi.rules.table import decide

ID = "6f6e6520-6368-5573-a2b6-0f6172640001"


def raised(level: str = "WARNING", **more: Any) -> AlertRaised:
    facts: dict[str, Any] = {
        "kind": "PROJECT_NO_PROGRESS",
        "subject_aggregate": "project",
        "subject_id": "zone-project-1",
    }
    texts = {"reason_zh": "无进展，请更新。", "reason_en": "No progress: report."}
    return AlertRaised(alert_id=ID, level=level, units=("zone",), **(facts | texts | more))


def the_alert(desk: Desk) -> Alert:
    found = desk.states[("alert", ID)]
    assert isinstance(found, Alert)
    return found


@pytest.fixture
def standing(desk: Desk) -> Desk:
    accepted(desk.say(WATCH, raised()))
    return desk


def test_an_alert_is_raised_once(standing: Desk) -> None:
    refused(standing.say(WATCH, raised()), "alert-stands")
    assert (the_alert(standing).status, the_alert(standing).raised_times) == ("RAISED", 1)


@pytest.mark.parametrize("worse", [{"level": "URGENT"}, {"limit": 30}, {"units": ("investment",)}], ids=str)
def test_one_that_got_worse_or_is_for_others_speaks_again(standing: Desk, worse: dict[str, Any]) -> None:
    accepted(standing.say("zone", AlertSnoozed(alert_id=ID, until_on=standing.today, reason="节后")))
    accepted(standing.say(WATCH, raised().model_copy(update=worse)))
    alert = the_alert(standing)
    assert (alert.status, alert.snoozed_until_on, alert.raised_times) == ("RAISED", None, 1)


@pytest.mark.parametrize(
    "news",
    [{"due_on": date(2021, 2, 1)}, {"since_on": date(2020, 12, 1)}, {"subject_name": "乙"}, {"reason_zh": "至二月。"}],
    ids=str,
)
def test_a_changed_date_name_or_reason_is_kept_and_wakes_nobody(standing: Desk, news: dict[str, Any]) -> None:
    accepted(standing.say("zone", AlertSnoozed(alert_id=ID, until_on=standing.today, reason="节后")))
    before = the_alert(standing)
    accepted(standing.say(WATCH, raised(**news)))
    alert = the_alert(standing)
    assert {name: getattr(alert, name) for name in news} == news
    assert (alert.status, alert.snoozed_until_on, alert.raised_at) == ("SNOOZED", standing.today, before.raised_at)
    refused(standing.say(WATCH, raised(**news)), "alert-stands")


def test_an_alert_is_cleared_once_and_may_come_back(standing: Desk) -> None:
    accepted(standing.say(WATCH, AlertCleared(alert_id=ID)))
    refused(standing.say(WATCH, AlertCleared(alert_id=ID)), "alert-cleared")
    refused(standing.say("zone", AlertSnoozed(alert_id=ID, until_on=standing.today, reason="x")), "alert-cleared")
    accepted(standing.say(WATCH, raised()))
    assert (the_alert(standing).status, the_alert(standing).raised_times) == ("RAISED", 2)


@pytest.mark.parametrize("event", [raised(), AlertCleared(alert_id=ID)], ids=["raise", "clear"])
def test_only_the_watch_raises_and_clears(standing: Desk, event: AlertRaised | AlertCleared) -> None:
    refused(standing.say("commerce", event), "role-not-allowed")


def test_who_must_act_puts_it_off_and_commerce_may(standing: Desk) -> None:
    until = standing.today + timedelta(days=3)
    refused(standing.say("investment", AlertSnoozed(alert_id=ID, until_on=until, reason="x")), "alert-not-yours")
    for unit in ("zone", "commerce"):
        accepted(standing.say(unit, AlertSnoozed(alert_id=ID, until_on=until, reason="x")))
    assert (the_alert(standing).status, the_alert(standing).snoozed_by) == ("SNOOZED", "commerce")


def test_what_every_unit_may_see_of_a_resting_alert_names_nobody(standing: Desk) -> None:
    said = AlertSnoozed(alert_id=ID, until_on=standing.today, reason="节后")
    record = accepted(standing.say("zone", said)).to_avro()
    shown = product_mask(Alert.__avro_name__, Share.ALL)(record)
    assert (record["snoozed_by"], record["snooze_reason"], record["version"]) == ("zone", "节后", 2)
    assert "zone" not in shown.values()
    assert "节后" not in shown.values()
    assert shown["updated_by"] == WATCH


@pytest.mark.parametrize(("days", "code"), [(-1, "date-in-past"), (31, "snooze-too-long")])
def test_a_rest_ends_in_sight(standing: Desk, days: int, code: str) -> None:
    until = standing.today + timedelta(days=days)
    refused(standing.say("zone", AlertSnoozed(alert_id=ID, until_on=until, reason="x")), code)


def test_how_long_an_alert_may_rest_is_a_setting(standing: Desk) -> None:
    shorter = replace(DEFAULTS, alerts=replace(DEFAULTS.alerts, longest_snooze_days=7))
    context = replace(standing.context("zone"), defaults=shorter)
    for days, kind in ((7, Accepted), (8, Refused)):
        said = AlertSnoozed(alert_id=ID, until_on=standing.today + timedelta(days=days), reason="x")
        assert isinstance(decide("alert", the_alert(standing), said, context), kind)


def test_a_rest_that_is_over_wakes_the_alert_the_day_after(standing: Desk) -> None:
    until = standing.today + timedelta(days=3)
    accepted(standing.say("zone", AlertSnoozed(alert_id=ID, until_on=until, reason="x")))
    standing.pass_days(3)
    standing.settle()
    assert the_alert(standing).status == "SNOOZED"
    standing.pass_days(1)
    standing.settle()
    assert the_alert(standing).status == "RAISED"


@given(st.lists(st.sampled_from(["raise", "worse", "clear", "snooze", "day"]), max_size=30))
def test_whatever_happens_raised_and_cleared_take_turns(steps: list[str]) -> None:
    desk, history = Desk(), []
    for step in steps:
        if step == "day":
            desk.pass_days(1)
            desk.settle()
            continue
        event = {
            "raise": raised(),
            "worse": raised("URGENT"),
            "clear": AlertCleared(alert_id=ID),
            "snooze": AlertSnoozed(alert_id=ID, until_on=desk.today, reason="x"),
        }[step]
        before = desk.states.get(("alert", ID))
        desk.say("zone" if step == "snooze" else WATCH, event)
        after = desk.states.get(("alert", ID))
        if after is not before:
            history.append(the_alert(desk).status)
    open_now = False
    for status in history:
        assert status != "CLEARED" or open_now, "cleared what was not raised"
        open_now = status != "CLEARED"
