"""Receipts: stored once with the position of the log, read by cursor, awaited by long poll."""

from __future__ import annotations

import json
import threading
import time
import uuid
from typing import Any

import pytest
from tests.support.unitdesk import Coordinator, UnitDesk, carrier_event

from yipanqi.bus.errors import AuthenticationError
from yipanqi.unit.problems import RequestRefused
from yipanqi.unit.publishing import publish_events, read_events


def sent(desk: UnitDesk, count: int) -> list[str]:
    events = [carrier_event(uuid.uuid4().hex[:10]) for _ in range(count)]
    return [entry["id"] for entry in desk.post(events).json()["accepted"]]


def pages(desk: UnitDesk, since: int, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = desk.get("receipts", since=since, limit=7, **filters).json()
        if not page["receipts"]:
            return found
        found += page["receipts"]
        since = page["next"]


def last(desk: UnitDesk) -> int:
    every = pages(desk, 0)
    return int(every[-1]["seq"]) if every else 0


def test_receipts_are_read_on_from_a_cursor(desk: UnitDesk, coordinator: Coordinator) -> None:
    start, ids = last(desk), sent(desk, 20)
    coordinator.answer_all(ids[:10])
    coordinator.answer_all(ids[10:], "refused", code="carrier.taken", reason_zh="已被占用", reason_en="taken")
    desk.wait_for(lambda: len(pages(desk, start)) == 20, 20, "20 receipts")
    found = pages(desk, start)
    assert {entry["event_id"] for entry in found} == set(ids)
    assert [entry["seq"] for entry in found] == sorted(entry["seq"] for entry in found)
    refused = pages(desk, start, outcome="refused")
    assert {entry["event_id"] for entry in refused} == set(ids[10:])
    assert {entry["reason_zh"] for entry in refused} == {"已被占用"}
    assert [entry["event_id"] for entry in pages(desk, 0, event_id=ids[3])] == [ids[3]]


def test_the_same_receipt_again_is_stored_once(desk: UnitDesk, coordinator: Coordinator) -> None:
    start, (event_id,) = last(desk), sent(desk, 1)
    for _ in range(3):
        coordinator.answer(event_id)
    (other,) = sent(desk, 1)
    coordinator.answer(other)
    desk.wait_for(lambda: pages(desk, start, event_id=other), 20, "the later receipt")
    assert [entry["event_id"] for entry in pages(desk, start)].count(event_id) == 1


def test_a_long_poll_answers_as_soon_as_a_receipt_comes(desk: UnitDesk, coordinator: Coordinator) -> None:
    start, (event_id,) = last(desk), sent(desk, 1)
    threading.Timer(1.0, coordinator.answer, [event_id]).start()
    began = time.monotonic()
    page = desk.get("receipts", since=start, wait=25).json()
    assert [entry["event_id"] for entry in page["receipts"]] == [event_id]
    assert time.monotonic() - began < 24


def test_a_long_poll_ends_empty_with_the_same_cursor(desk: UnitDesk) -> None:
    start = last(desk)
    assert desk.get("receipts", since=start, wait=0.3).json() == {"receipts": [], "next": start}


def test_what_is_no_receipt_does_not_keep_later_ones_away(desk: UnitDesk, coordinator: Coordinator) -> None:
    start, (event_id,) = last(desk), sent(desk, 1)
    coordinator.write_garbage()
    coordinator.answer(event_id)
    desk.wait_for(lambda: pages(desk, start, event_id=event_id), 20, "the receipt after the garbage")


def test_receipts_survive_a_kill_and_are_not_stored_again(desk: UnitDesk, coordinator: Coordinator) -> None:
    start, ids = last(desk), sent(desk, 10)
    coordinator.answer_all(ids[:5])
    desk.wait_for(lambda: len(pages(desk, start)) == 5, 20, "5 receipts")
    desk.kill()
    coordinator.answer_all(ids)
    desk.start()
    desk.wait_for(lambda: len(pages(desk, start)) == 10, 20, "10 receipts")
    found = [entry["event_id"] for entry in pages(desk, start)]
    assert sorted(found) == sorted(ids)


def test_events_are_published_and_what_was_decided_comes_back(desk: UnitDesk, coordinator: Coordinator) -> None:
    first, second = (carrier_event(uuid.uuid4().hex[:10]) for _ in range(2))
    events = read_events(json.dumps([first, second]).encode())
    answer = {"code": "carrier.taken", "reason_zh": "已被占用", "reason_en": "taken"}
    threading.Timer(0.5, coordinator.answer, [events[0]["id"]]).start()
    threading.Timer(1.0, lambda: coordinator.answer(events[1]["id"], "refused", **answer)).start()
    one, two = publish_events(desk.url, desk.secret, events, timeout_s=30)
    assert one.accepted
    assert two.receipt is not None
    assert (two.receipt.code, two.receipt.reason_zh) == ("carrier.taken", "已被占用")
    again = publish_events(desk.url, desk.secret, events[:1], timeout_s=30)
    assert (again[0].repeated, again[0].accepted) == (True, True)


def test_nothing_is_published_of_events_that_are_not_the_units_to_publish(desk: UnitDesk) -> None:
    ruling = {"type": "yipanqi.claim.ClaimRuled", "data": {"claim_id": str(uuid.uuid4()), "upheld": True}}
    with pytest.raises(RequestRefused) as refused:
        publish_events(desk.url, desk.secret, read_events(json.dumps([ruling]).encode()))
    assert [(problem.code, problem.index) for problem in refused.value.problems] == [("type_not_allowed", 0)]
    with pytest.raises(AuthenticationError):
        publish_events(desk.url, "ypq_wrong", read_events(json.dumps(ruling).encode()))
