"""`POST /api/v1/events` on a real broker and registry: what 202 promises, and what is told otherwise."""

from __future__ import annotations

import socket
import uuid
from typing import Any

import httpx
import pytest
from tests.support.unitdesk import Coordinator, UnitDesk, carrier_event

from yipanqi.unit.keys import Scope


def number() -> str:
    return uuid.uuid4().hex[:10]


def refusal(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"code", "zh", "en", "field", "index", "errors"}
    assert body["zh"]
    assert body["en"]
    return dict(body)


def test_an_event_is_taken_published_and_answered(desk: UnitDesk, coordinator: Coordinator) -> None:
    event = carrier_event(number())
    answer = desk.post(event)
    assert answer.status_code == 202, answer.text
    (taken,) = answer.json()["accepted"]
    assert taken["repeated"] is False
    desk.wait_for(lambda: state(desk, taken["id"]) == "published", 20, "the event to be published")
    ours = [entry for entry in coordinator.published() if entry[0] == taken["id"]]
    assert [key for _, key, _ in ours] == [event["data"]["carrier_id"]]
    coordinator.answer(taken["id"], version=1, ledger_topic="ledger.carrier", ledger_partition=0, ledger_offset=7)
    desk.wait_for(lambda: state(desk, taken["id"]) == "accepted", 20, "the receipt")
    receipt = desk.get(f"events/{taken['id']}").json()["receipt"]
    assert (receipt["ledger_topic"], receipt["ledger_offset"], receipt["version"]) == ("ledger.carrier", 7, 1)


def state(desk: UnitDesk, event_id: str) -> str:
    return str(desk.get(f"events/{event_id}").json()["state"])


def test_the_same_event_again_is_taken_and_not_published_twice(desk: UnitDesk, coordinator: Coordinator) -> None:
    event = carrier_event(number(), id=f"again-{number()}")
    assert desk.post(event).json()["accepted"][0]["repeated"] is False
    assert desk.post(event).json()["accepted"][0]["repeated"] is True
    batch = desk.post([event, event]).json()["accepted"]
    assert [entry["repeated"] for entry in batch] == [True, True]
    desk.wait_for(lambda: state(desk, event["id"]) == "published", 20, "the event to be published")
    assert [entry[0] for entry in coordinator.published()].count(event["id"]) == 1


def test_an_id_stands_for_one_content(desk: UnitDesk) -> None:
    event = carrier_event(number(), id=f"conflict-{number()}")
    assert desk.post(event).status_code == 202
    other = {**event, "data": {**event["data"], "name": "另一处厂房"}}
    assert refusal(desk.post(other), 409)["code"] == "id_conflict"
    elsewhere = {**event, "source": "urn:yipanqi:snd-group:assets"}
    assert refusal(desk.post(elsewhere), 409)["code"] == "id_conflict"
    assert refusal(desk.post([carrier_event(number()), other]), 409)["index"] == 1


def test_a_batch_is_taken_in_order_and_whole(desk: UnitDesk, coordinator: Coordinator) -> None:
    same = number()
    batch = [carrier_event(same, id=f"{same}-{n:03}") for n in range(200)]
    answer = desk.post(batch)
    assert [entry["id"] for entry in answer.json()["accepted"]] == [event["id"] for event in batch]
    desk.wait_for(lambda: state(desk, batch[-1]["id"]) == "published", 30, "the batch to be published")
    ours = [event_id for event_id, _, _ in coordinator.published() if event_id.startswith(same)]
    assert ours == [event["id"] for event in batch]


def test_a_batch_with_a_bad_event_is_refused_whole(desk: UnitDesk) -> None:
    good, bad = carrier_event(number(), id=f"good-{number()}"), carrier_event(number())
    bad["data"]["floor_m2"] = 1200.5
    bad["data"]["kind"] = "HOUSE"
    body = refusal(desk.post([good, bad]), 422)
    assert {(e["index"], e["field"]) for e in body["errors"]} == {(1, "data.floor_m2"), (1, "data.kind")}
    assert desk.get(f"events/{good['id']}").status_code == 404


def test_with_partial_the_good_events_of_a_batch_are_taken(desk: UnitDesk) -> None:
    bad = carrier_event(number(), type="yipanqi.carrier.Nothing")
    known = carrier_event(number(), id=f"known-{number()}")
    assert desk.post(known).status_code == 202
    conflict = {**known, "data": {**known["data"], "name": "另一处"}}
    good = [carrier_event(number()), carrier_event(number())]
    answer = desk.post([good[0], bad, conflict, good[1]], partial=True)
    assert answer.status_code == 202, answer.text
    assert [entry["index"] for entry in answer.json()["accepted"]] == [0, 3]
    assert [(e["index"], e["code"]) for e in answer.json()["errors"]] == [(1, "unknown_type"), (2, "id_conflict")]
    assert refusal(desk.post([bad], partial=True), 422)["index"] == 0


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"source": "urn:yipanqi:commerce"}, 403, "forged_source"),
        ({"type": "yipanqi.carrier.CommitmentDue"}, 403, "type_not_allowed"),
        ({"type": "yipanqi.target.TargetSet"}, 403, "type_not_allowed"),
        ({"type": "x"}, 422, "unknown_type"),
        ({"subject": "other"}, 422, "subject_mismatch"),
        ({"id": "a b"}, 422, "invalid_id"),
    ],
)
def test_what_is_not_allowed_is_refused(desk: UnitDesk, change: dict[str, Any], status: int, code: str) -> None:
    body = refusal(desk.post(carrier_event(number(), **change)), status)
    assert (body["code"], body["index"]) == (code, None)


def test_binary_mode_takes_the_attributes_from_headers(desk: UnitDesk) -> None:
    event = carrier_event(number())
    headers = {"ce-specversion": "1.0", "ce-type": event["type"], "ce-id": f"bin-{number()}"}
    with desk.client() as client:
        answer = client.post("events", json=event["data"], headers=headers)
    assert answer.json()["accepted"][0]["id"] == headers["ce-id"]


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/cloudevents+json", b"{", 400, "invalid_json"),
        ("application/cloudevents+json", b"[]", 422, "not_an_event"),
        ("application/cloudevents+json", b'{"a":1,"a":2}', 400, "duplicate_key"),
        ("application/cloudevents-batch+json", b"[]", 422, "not_a_batch"),
        ("application/cloudevents-batch+json", b"{}", 422, "not_a_batch"),
        ("application/cloudevents-batch+json", b"[" + b"0," * 1000 + b"0]", 413, "too_many"),
        ("application/cloudevents+json; charset=gb18030", b"{}", 415, "charset"),
        ("application/json", b"{}", 415, "media_type"),
        ("text/plain", b"{}", 415, "media_type"),
        ("application/cloudevents+json", b'"' + b"x" * 1_200_000 + b'"', 413, "too_large"),
    ],
)
def test_garbage_is_refused(desk: UnitDesk, content_type: str, body: bytes, status: int, code: str) -> None:
    with desk.client() as client:
        answer = client.post("events", content=body, headers={"Content-Type": content_type})
    assert refusal(answer, status)["code"] == code


def test_a_body_without_a_length_is_cut_off_at_the_limit(desk: UnitDesk) -> None:
    def endless() -> Any:
        for _ in range(64):
            yield b"x" * 65_536

    with desk.client() as client:
        headers = {"Content-Type": "application/cloudevents+json"}
        try:
            status = client.post("events", content=endless(), headers=headers).status_code
        except httpx.WriteError:
            status = 413
    assert status == 413
    assert desk.health() == "ok"


def test_a_client_that_hangs_up_leaves_nothing(desk: UnitDesk) -> None:
    with socket.create_connection(("127.0.0.1", desk.port), timeout=5) as connection:
        head = (
            f"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.secret}\r\n"
            "Content-Type: application/cloudevents+json\r\nContent-Length: 5000\r\n\r\n{"
        )
        connection.sendall(head.encode())
    assert desk.health() == "ok"


def test_keys_open_what_their_scopes_say(desk: UnitDesk) -> None:
    reader, writer = desk.key("reader", Scope.READ), desk.key("writer", Scope.PUBLISH)
    event, kind = carrier_event(number()), {"Content-Type": "application/cloudevents+json"}
    with desk.client(reader) as client:
        assert refusal(client.post("events", json=event, headers=kind), 403)["code"] == "scope"
        assert client.get("receipts").status_code == 200
    with desk.client(writer) as client:
        assert client.post("events", json=event, headers=kind).status_code == 202
        assert refusal(client.get("receipts"), 403)["code"] == "scope"
        assert refusal(client.post("imports", files={"file": ("a.csv", b"x")}), 403)["code"] == "scope"
    with desk.client("ypq_wrong") as client:
        answer = client.get("receipts")
        assert refusal(answer, 401)["code"] == "unauthenticated"
        assert answer.headers["www-authenticate"] == "Bearer"
    plain = httpx.get(f"{desk.url}/api/v1/receipts", headers={"X-API-Key": reader}, trust_env=False)
    assert plain.status_code == 200
    assert httpx.get(f"{desk.url}/api/v1/receipts", trust_env=False).status_code == 401


def test_every_error_has_the_same_form(desk: UnitDesk) -> None:
    assert refusal(desk.get("nothing"), 404)["code"] == "not_found"
    assert refusal(desk.get("events/unknown"), 404)["code"] == "unknown_event"
    assert refusal(desk.get("receipts", since=-1), 422)["field"] == "since"
    with desk.client() as client:
        assert refusal(client.delete("receipts"), 405)["code"] == "method"


def test_the_api_describes_itself_and_loads_nothing_from_elsewhere(desk: UnitDesk) -> None:
    description = desk.get("openapi.json").json()
    paths = set(description["paths"])
    assert paths == {
        "/api/v1/events",
        "/api/v1/events/{event_id}",
        "/api/v1/receipts",
        "/api/v1/imports",
        "/api/v1/imports/{import_id}",
        "/api/v1/imports/{import_id}/annotated",
    }
    content = description["paths"]["/api/v1/events"]["post"]["requestBody"]["content"]
    assert "application/cloudevents-batch+json" in content
    assert httpx.get(f"{desk.url}/docs", trust_env=False).status_code == 404


def test_metrics_count_what_was_taken_and_refused_and_name_no_ids(desk: UnitDesk) -> None:
    event = carrier_event(number())
    desk.post(event)
    desk.post(carrier_event(number(), type="yipanqi.secret.Thing"))
    text = httpx.get(f"{desk.url}/metrics", trust_env=False).text
    assert 'yipanqi_unit_events_taken_total{type="yipanqi.carrier.CarrierRegistered",way="http"}' in text
    assert 'yipanqi_unit_events_refused_total{code="unknown_type",type="-"}' in text
    assert "yipanqi_outbox_depth" in text
    assert 'route="/api/v1/events"' in text
    assert event["data"]["carrier_id"] not in text
    assert "yipanqi.secret" not in text


def test_the_log_tells_no_contents(desk: UnitDesk) -> None:
    event = carrier_event(number())
    event["data"] |= {"contact_phone": "13912345678", "floor_m2": "13912345678901234567890"}
    desk.post(event)
    assert "1391234" not in desk.log()
    assert desk.secret not in desk.log()
