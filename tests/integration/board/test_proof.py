"""The proof of a first report, checked as an auditor would: by the records' bytes on the broker itself."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from tests.support.boardserver import RunningBoard, eventually
from tests.support.boardworld import BoardWorld
from tests.support.claimdesk import claim_id, filing, investor
from tests.support.desk import cny

from yipanqi.bus.settings import consumer_options
from yipanqi.models.enterprise import EnterpriseRegistered


def test_both_digests_are_those_of_what_stands_at_the_positions(running: RunningBoard, world: BoardWorld) -> None:
    number = f"proof-{running.board.settings.database_url}"
    given: dict[str, Any] = {"first_contact_on": date(2020, 11, 11), "planned_investment": cny("987000000.00")}
    firm = investor(hashlib.sha256(number.encode()).hexdigest()[:12])
    world.log.say("investment", EnterpriseRegistered(enterprise_id=firm, name="东海化学"))
    world.log.say("investment", filing(number, firm, **given))
    world.publish()
    client = running.client("commerce")
    path = f"/api/v1/claims/{claim_id(number)}/proof"
    eventually(lambda: client.get(path).status_code == 200 and client.get(path).json()["register"])
    found = client.get(path).json()
    for step, kind in (("filing", "ClaimFiled"), ("register", "ProtectionAsked")):
        value, headers = _record(world, found[step]["position"])
        assert headers["ce_type"].rpartition(b".")[2].decode() == kind
        assert found[step]["digest"] == hashlib.sha256(value).hexdigest()


def _record(world: BoardWorld, position: str) -> tuple[bytes, dict[str, bytes]]:
    topic, partition, offset = position.split("/")
    consumer = KafkaConsumer(**consumer_options(world.kafka, None))
    try:
        place = TopicPartition(topic, int(partition))
        consumer.assign([place])
        consumer.seek(place, int(offset))
        record = next(iter(consumer))
        assert record.offset == int(offset)
        return record.value, dict(record.headers)
    finally:
        consumer.close()
