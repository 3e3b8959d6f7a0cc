"""Events from a document that someone pasted, and what a person is told about them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from yipanqi.commands.publish import render
from yipanqi.unit.problems import RequestRefused
from yipanqi.unit.publishing import Published, read_events
from yipanqi.unit.receipts import StoredReceipt

RULING: dict[str, Any] = {"type": "yipanqi.claim.ClaimRuled", "data": {"claim_id": "c1", "upheld": True}}


def receipt(outcome: str, **values: Any) -> StoredReceipt:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    nothing = dict.fromkeys(("code", "reason_zh", "reason_en", "field", "ledger_topic", "ledger_partition"))
    given = {**nothing, "ledger_offset": None, "version": None, "event_type": RULING["type"], "aggregate_id": "c1"}
    times = {"decided_at": now, "received_at": now}
    return StoredReceipt(**{**given, **times, "seq": 1, "event_id": "e1", "outcome": outcome, **values})


def shown(event: Published) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(render([event]))
    return capture.get()


def test_an_event_needs_its_type_and_data_and_is_given_the_rest() -> None:
    (event,) = read_events(json.dumps(RULING).encode())
    assert event["specversion"] == "1.0"
    assert len(event["id"]) == 36
    assert event["data"] == RULING["data"]


def test_an_id_that_is_given_stays_and_several_events_keep_their_order() -> None:
    events = read_events(json.dumps([{**RULING, "id": "b"}, {**RULING, "id": "a"}]).encode())
    assert [event["id"] for event in events] == ["b", "a"]


@pytest.mark.parametrize("text", [b"", b"[]", b"7", b'{"type": "yipanqi.claim.ClaimRuled"}', b'[{"data": {}}]'])
def test_what_is_no_event_is_refused_in_both_languages(text: bytes) -> None:
    with pytest.raises(RequestRefused, match=r"[\u4e00-\u9fff].* \| .*[a-z]{3}"):
        read_events(text)


def test_a_person_reads_what_was_decided_why_and_where_it_stands() -> None:
    told = {"reason_zh": "商务局是一方，不能裁定", "reason_en": "commerce is a party", "code": "claim-own-case"}
    refused = Published(event_id="e1", event_type=RULING["type"], repeated=False, receipt=receipt("refused", **told))
    for words in ("未受理", "ClaimRuled", "claim-own-case", "商务局是一方", "commerce is a party"):
        assert words in shown(refused)
    place = {"ledger_topic": "ledger.claim", "ledger_partition": 2, "ledger_offset": 7, "version": 3}
    accepted = Published(event_id="e1", event_type=RULING["type"], repeated=True, receipt=receipt("accepted", **place))
    for words in ("受理 accepted", "ledger.claim/2/7", "c1 v3", "sent before"):
        assert words in shown(accepted)
    waiting = Published(event_id="e1", event_type=RULING["type"], repeated=False)
    assert not waiting.accepted
    assert "no receipt yet" in shown(waiting)
