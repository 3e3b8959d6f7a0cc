"""Enterprises' requests: accepted and dispatched by commerce, settled by the unit in charge, judged by others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import ROLES, Desk, accepted, refused

from yipanqi.models import service as s
from yipanqi.models.service import Service
from yipanqi.rules.outcome import Accepted

ID = "zone-service-1"


def submitted(**more: Any) -> s.ServiceSubmitted:
    facts = {"title": "用工缺口", "category": "LABOUR", "enterprise_name": "示例公司"}
    return s.ServiceSubmitted(**{"service_id": ID, **facts, **more})


def the_request(desk: Desk) -> Service:
    found = desk.states[("service", ID)]
    assert isinstance(found, Service)
    return found


ACCEPTED = s.ServiceAccepted(service_id=ID)
DISPATCHED = s.ServiceDispatched(service_id=ID, responsible_unit="investment")
STARTED = s.ServiceStarted(service_id=ID, progress="已对接")
RESOLVED = s.ServiceResolved(service_id=ID, result="已到岗")
CONFIRMED = s.ServiceConfirmed(service_id=ID, rating=5)
REOPENED = s.ServiceReopened(service_id=ID, reason="人数不足")
WITHDRAWN = s.ServiceWithdrawn(service_id=ID, reason="已解决")
RETURNED = s.ServiceReturned(service_id=ID, reason="非本单位职责")
#: What happens when everything goes well: who says what, and the state after it.
WAY = (
    ("commerce", ACCEPTED, "ACCEPTED"),
    ("commerce", DISPATCHED, "DISPATCHED"),
    ("investment", STARTED, "WORKING"),
    ("investment", RESOLVED, "RESOLVED"),
    ("zone", CONFIRMED, "CONFIRMED"),
)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    accepted(desk.say("zone", submitted()))
    return desk


def walk(desk: Desk, steps: int) -> Desk:
    for unit, event, status in WAY[:steps]:
        accepted(desk.say(unit, event))
        assert the_request(desk).status == status
    return desk


def test_a_request_goes_its_way_and_is_rated(asked: Desk) -> None:
    request = the_request(walk(asked, 5))
    assert (request.rating, request.in_time, request.reopened_times) == (5, True, 0)
    assert request.response_hours is not None


def test_each_limit_counts_from_the_step_before_it(asked: Desk) -> None:
    # Registered on Thursday 31 December 2020; 1 to 3 January are off: 1 working day is Monday the 4th.
    assert the_request(asked).accept_due_on == date(2021, 1, 4)
    asked.pass_days(4)
    walk(asked, 2)  # on the 4th: two working days to dispatch, ten to settle
    assert (the_request(asked).dispatch_due_on, the_request(asked).resolve_due_on) == (
        date(2021, 1, 6),
        date(2021, 1, 18),
    )


@pytest.mark.parametrize(("days", "in_time"), [(15, True), (16, False)])
def test_a_result_is_in_time_up_to_the_last_day(asked: Desk, days: int, in_time: bool) -> None:
    walk(asked, 3)  # dispatched on 31 December: the tenth working day is Friday 15 January
    asked.pass_days(days)
    accepted(asked.say("investment", RESOLVED))
    assert the_request(asked).in_time is in_time


def test_a_request_names_its_enterprise(desk: Desk) -> None:
    refused(desk.say("zone", submitted(enterprise_name=None)), "no-enterprise")
    accepted(desk.say("zone", submitted()))
    nameless = s.ServiceUpdated(service_id=ID, cleared=["enterprise_name"])
    refused(desk.say("zone", nameless), "no-enterprise")


def test_a_request_is_not_from_tomorrow_nor_counted_without_a_calendar(desk: Desk) -> None:
    refused(desk.say("zone", submitted(received_on=date(2021, 1, 1))), "date-in-future")
    desk.today = date(2026, 12, 31)
    refused(desk.say("zone", submitted()), "no-calendar")


@pytest.mark.parametrize(
    ("steps", "unit", "event", "code"),
    [
        (0, "zone", ACCEPTED, "role-not-allowed"),
        (0, "commerce", DISPATCHED, "not-in-state"),
        (1, "zone", DISPATCHED, "role-not-allowed"),
        (1, "commerce", s.ServiceDispatched(service_id=ID, responsible_unit="harbour"), "unknown-organisation"),
        (2, "commerce", DISPATCHED, "already-in-charge"),
        (2, "zone", STARTED, "not-your-record"),
        (2, "commerce", RESOLVED, "not-your-record"),
        (2, "zone", RETURNED, "not-your-record"),
        (3, "zone", CONFIRMED, "not-in-state"),
        (4, "soe-2", CONFIRMED, "not-your-record"),
        (4, "investment", CONFIRMED, "not-your-record"),
        (4, "zone", WITHDRAWN, "not-in-state"),
        (1, "commerce", WITHDRAWN, "not-your-record"),
        (5, "zone", s.ServiceUpdated(service_id=ID, title="新"), "request-ended"),
        (5, "zone", REOPENED, "not-in-state"),
    ],
)
def test_who_may_what_and_when(asked: Desk, steps: int, unit: str, event: Any, code: str) -> None:
    refused(walk(asked, steps).say(unit, event), code)


@pytest.mark.parametrize("event", [CONFIRMED, REOPENED], ids=["confirm", "reopen"])
def test_no_unit_judges_its_own_work(asked: Desk, event: Any) -> None:
    walk(asked, 1)
    accepted(asked.say("commerce", s.ServiceDispatched(service_id=ID, responsible_unit="zone")))
    accepted(asked.say("zone", RESOLVED))
    refused(asked.say("zone", event), "own-work")
    accepted(asked.say("commerce", event))


@pytest.mark.parametrize("event", [CONFIRMED, REOPENED], ids=["confirmed", "reopened"])
@pytest.mark.parametrize("responsible", sorted(ROLES))
@pytest.mark.parametrize("owner", sorted(ROLES))
def test_some_unit_can_judge_every_request_and_never_the_one_in_charge(
    owner: str, responsible: str, event: Any
) -> None:
    judges = set()
    for unit in ROLES:
        desk = Desk()
        mine = {"service_id": f"{owner}-service-1"}
        accepted(desk.say(owner, submitted(**mine)))
        for who, step in (
            ("commerce", ACCEPTED),
            ("commerce", s.ServiceDispatched(**mine, responsible_unit=responsible)),
            (responsible, RESOLVED),
        ):
            accepted(desk.say(who, step.model_copy(update=mine)))
        outcome = desk.say(unit, event.model_copy(update=mine))
        if isinstance(outcome, Accepted):
            judges.add(unit)
    expected = {"zone"} if owner == responsible == "commerce" else {owner, "commerce"} - {responsible}
    assert judges == expected
    assert judges


def test_a_request_given_back_is_dispatched_anew(asked: Desk) -> None:
    walk(asked, 2)
    accepted(asked.say("investment", RETURNED))
    assert (the_request(asked).status, the_request(asked).responsible_unit) == ("ACCEPTED", None)
    accepted(asked.say("commerce", DISPATCHED))


def test_a_request_reopened_has_its_limit_again_and_that_stays_on_record(asked: Desk) -> None:
    walk(asked, 4)
    asked.pass_days(4)
    accepted(asked.say("zone", REOPENED))
    request = the_request(asked)
    assert (request.status, request.resolve_due_on, request.reopened_times) == ("WORKING", date(2021, 1, 18), 1)
    assert (request.in_time, request.resolved_at) == (None, None)
    accepted(asked.say("investment", RESOLVED))
    accepted(asked.say("zone", CONFIRMED))
    assert the_request(asked).reopened_times == 1


_NEXT = {
    "SUBMITTED": {"ACCEPTED", "WITHDRAWN"},
    "ACCEPTED": {"DISPATCHED", "WITHDRAWN"},
    "DISPATCHED": {"DISPATCHED", "WORKING", "RESOLVED", "ACCEPTED", "WITHDRAWN"},
    "WORKING": {"DISPATCHED", "WORKING", "RESOLVED", "ACCEPTED", "WITHDRAWN"},
    "RESOLVED": {"CONFIRMED", "WORKING"},
    "CONFIRMED": set(),
    "WITHDRAWN": set(),
}
_EVENTS = (ACCEPTED, DISPATCHED, STARTED, RESOLVED, CONFIRMED, REOPENED, WITHDRAWN, RETURNED)


@given(st.lists(st.tuples(st.sampled_from(["commerce", "investment", "zone"]), st.sampled_from(_EVENTS)), max_size=40))
def test_in_every_history_a_request_moves_along_the_table_and_no_unit_rates_itself(steps: list[Any]) -> None:
    desk = Desk()
    accepted(desk.say("zone", submitted()))
    for unit, event in steps:
        before = the_request(desk)
        desk.say(unit, event)
        after = the_request(desk)
        if after is before:
            continue
        assert after.status in _NEXT[before.status], (before.status, after.status)
        if after.status == "CONFIRMED":
            assert unit != before.responsible_unit
