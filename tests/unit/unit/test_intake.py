"""What the door lets in: envelope, rights, and a field-level reason in both languages for everything else."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.clock import ManualClock
from yipanqi.contract.catalog import product_catalog
from yipanqi.unit.intake import Event, Intake
from yipanqi.unit.jsonreading import read_json
from yipanqi.unit.problems import RequestRefused

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
DATA: dict[str, Any] = {
    "carrier_id": "snd-group-carrier-SGX001",
    "name": "科技城厂房",
    "kind": "PLANT",
    "status": "AVAILABLE",
    "taken_over": True,
    "floor_m2": "1200.50",
    "longitude": 120.5,
}


def envelope(**changes: Any) -> dict[str, Any]:
    whole = {"specversion": "1.0", "type": "yipanqi.carrier.CarrierRegistered", "data": DATA, **changes}
    return {name: value for name, value in whole.items() if value is not ...}


def data(**changes: Any) -> dict[str, Any]:
    return envelope(data={name: value for name, value in {**DATA, **changes}.items() if value is not ...})


def read(given: Any, unit: str = "snd-group") -> Event:
    return Intake(unit, product_catalog(), ManualClock(NOW)).read(given)


def refusal(given: Any, unit: str = "snd-group") -> tuple[int, str, str | None]:
    with pytest.raises(RequestRefused) as caught:
        read(given, unit)
    problem = caught.value.problems[0]
    assert problem.zh
    assert problem.en
    return caught.value.status, problem.code, problem.field


def test_an_event_gets_what_it_leaves_out() -> None:
    event = read(envelope())
    assert event.source == "urn:yipanqi:snd-group"
    assert event.time == NOW
    assert len(event.event_id) == 36
    assert event.aggregate_id == "snd-group-carrier-SGX001"
    assert event.record.model_dump()["floor_m2"] == Decimal("1200.50")


def test_id_source_subject_and_time_are_kept_when_given() -> None:
    given = envelope(
        id="ledger-7",
        source="urn:yipanqi:snd-group:assets",
        subject="snd-group-carrier-SGX001",
        time="2026-02-28T09:00:00+08:00",
        traceparent="00-1-2-00",
    )
    event = read(given)
    assert (event.event_id, event.source) == ("ledger-7", "urn:yipanqi:snd-group:assets")
    assert event.time == datetime(2026, 2, 28, 1, 0, tzinfo=UTC)


def test_a_retry_has_the_same_digest_whatever_its_time() -> None:
    first, again = read(envelope(id="a")), read(envelope(id="a", time="2026-02-28T09:00:00Z"))
    other = read(data(name="别的厂房") | {"id": "a"})
    assert first.digest == again.digest
    assert first.digest != other.digest


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], (422, "not_an_event", None)),
        (envelope(specversion="0.3"), (422, "specversion", "specversion")),
        (envelope(type=...), (422, "missing", "type")),
        (envelope(data=...), (422, "missing", "data")),
        (envelope(data=None), (422, "object_type", "data")),
        (envelope(type=5), (422, "invalid_attribute", "type")),
        (envelope(type="yipanqi.carrier.Nothing"), (422, "unknown_type", "type")),
        (envelope(type="yipanqi.carrier.Carrier"), (422, "unknown_type", "type")),
        (envelope(type="yipanqi.carrier.CommitmentDue"), (403, "type_not_allowed", "type")),
        (envelope(type="yipanqi.target.TargetSet"), (403, "type_not_allowed", "type")),
        (envelope(source="urn:yipanqi:commerce"), (403, "forged_source", "source")),
        (envelope(source="urn:yipanqi:snd-group-2"), (403, "forged_source", "source")),
        (envelope(source="urn:yipanqi:snd-group\n"), (403, "forged_source", "source")),
        (envelope(id="no spaces"), (422, "invalid_id", "id")),
        (envelope(id=""), (422, "invalid_attribute", "id")),
        (envelope(subject="snd-group-carrier-OTHER"), (422, "subject_mismatch", "subject")),
        (envelope(time="2026-03-01 08:00"), (422, "invalid_time", "time")),
        (envelope(time="2020-03-01T08:00:00Z"), (422, "time_out_of_range", "time")),
        (envelope(time="2026-03-01T09:00:00Z"), (422, "time_out_of_range", "time")),
        (envelope(datacontenttype="application/xml"), (422, "datacontenttype", "datacontenttype")),
        (envelope(Bad="x"), (422, "invalid_attribute", "Bad")),
        (envelope(ext={"a": 1}), (422, "invalid_attribute", "ext")),
        (data(name=...), (422, "missing", "data.name")),
        (data(colour="red"), (422, "extra_forbidden", "data.colour")),
        (data(floor_m2=1200.5), (422, "decimal_type", "data.floor_m2")),
        (data(floor_m2=True), (422, "decimal_type", "data.floor_m2")),
        (data(floor_m2="-1"), (422, "greater_than", "data.floor_m2")),
        (data(floor_m2="1.234"), (422, "decimal_max_places", "data.floor_m2")),
        (data(floor_m2="NaN"), (422, "finite_number", "data.floor_m2")),
        (data(taken_over="yes"), (422, "bool_type", "data.taken_over")),
        (data(longitude="120.5"), (422, "number_type", "data.longitude")),
        (data(longitude=1e9), (422, "less_than_equal", "data.longitude")),
        (data(name=7), (422, "string_type", "data.name")),
        (data(name=""), (422, "string_too_short", "data.name")),
        (data(name="厂" * 301), (422, "string_too_long", "data.name")),
        (data(name="a\x00b"), (422, "invalid_text", "data.name")),
        (data(name="\ud800"), (422, "invalid_text", "data.name")),
        (data(kind="HOUSE"), (422, "invalid_value", "data.kind")),
        (data(carrier_id="SGX001"), (422, "invalid_value", "data.carrier_id")),
        (data(permitted_chains="x"), (422, "list_type", "data.permitted_chains")),
        (data(permitted_chains=[1]), (422, "string_type", "data.permitted_chains[0]")),
        (data(source_text={"a": 1}), (422, "string_type", "data.source_text.a")),
        (data(price={"amount": 1.5, "currency": "CNY"}), (422, "decimal_type", "data.price.amount")),
    ],
)
def test_what_is_wrong_is_named_with_its_field(given: Any, expected: tuple[int, str, str | None]) -> None:
    assert refusal(given) == expected


def test_a_number_is_no_date() -> None:
    given = {
        "specversion": "1.0",
        "type": "yipanqi.carrier.ReservationRequested",
        "data": {"carrier_id": "zone-carrier-1", "project_id": "zone-project-1", "until_on": 86400},
    }
    assert refusal(given, "zone") == (422, "date_type", "data.until_on")


def test_all_problems_of_an_event_are_told_at_once() -> None:
    with pytest.raises(RequestRefused) as caught:
        read(data(name=..., floor_m2=1.5, colour="red", kind="HOUSE"))
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"data.name", "data.floor_m2", "data.colour", "data.kind"}


def test_no_unit_may_send_what_only_the_coordinator_writes() -> None:
    catalog = product_catalog()
    for unit in catalog.units:
        for event_type in catalog.internal_event_types():
            assert refusal(envelope(type=event_type), unit) == (403, "type_not_allowed", "type")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid_json"),
        (b"", "invalid_json"),
        (b"\xff\xfe{\x00}", "invalid_json"),
        (b'{"a": NaN}', "invalid_json"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b"[" * 100_000 + b"]" * 100_000, "invalid_json"),
        (b"[" * 40 + b"]" * 40, "too_deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "invalid_json"),
    ],
)
def test_garbage_is_refused_as_garbage(body: bytes, code: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        read_json(body)
    assert (caught.value.status, caught.value.problems[0].code) == (400, code)
