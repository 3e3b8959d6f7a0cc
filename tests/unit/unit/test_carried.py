"""Of a row that becomes several events, each answers for what it said: what one is refused for is told again."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models.service import ServiceAccepted, ServiceDispatched, ServiceSubmitted
from yipanqi.unit.carried import changes_of
from yipanqi.unit.sheets import PlannedEvent

ID = "commerce-service-1"
VALUES = {"title": "招普工", "category": "LABOUR", "told_accepted": True, "told_unit": "zone"}


def planned(event: AggregateRecord) -> PlannedEvent:
    remember = {"kind": "service", "values": VALUES, "event_id": "e"}
    return PlannedEvent(event, "e", f"service:{ID}", "诉求", 2, remember)


def test_each_act_of_a_request_is_remembered_by_the_event_that_tells_it():
    row = [
        planned(ServiceSubmitted(service_id=ID, title="招普工", category="LABOUR")),
        planned(ServiceAccepted(service_id=ID)),
        planned(ServiceDispatched(service_id=ID, responsible_unit="zone")),
    ]
    submitted, accepted, dispatched = (changes.values for changes in changes_of(row, None))
    assert submitted == {"title": "招普工", "category": "LABOUR"}
    assert accepted == {"told_accepted": True}
    assert dispatched == {"told_unit": "zone"}
