"""The table that the coordinator calls: every event type of the contract has its rule, every list its limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.contract.catalog import product_catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import IntensityWaived, PendingReservation, ReservationRequested, Waiver
from yipanqi.models.project import CarrierFreed, ReservationCheckRequested
from yipanqi.models.table import EVENTS
from yipanqi.rules.outcome import COORDINATOR, Noted
from yipanqi.rules.table import RULES, deadlines, decide


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_type_has_a_rule_in_its_own_aggregate_only(desk: Desk, name: str) -> None:
    kind = EVENTS[name]
    knowing = [rules.aggregate for rules in RULES.values() if kind in {*rules.begins, *rules.handles}]
    assert knowing == [kind.__aggregate__]
    other = next(aggregate for aggregate in RULES if aggregate != kind.__aggregate__)
    refused(decide(other, None, kind.model_construct(), desk.context("commerce")), "unknown-type")


def test_every_aggregate_of_the_catalogue_has_rules_for_its_own_record() -> None:
    catalog = product_catalog()
    assert RULES.keys() == catalog.aggregates.keys()
    assert {name: rules.state.__avro_name__ for name, rules in RULES.items()} == {
        name: aggregate.state for name, aggregate in catalog.aggregates.items()
    }


def test_an_aggregate_without_rules_is_a_programming_error(desk: Desk) -> None:
    with pytest.raises(KeyError):
        decide("nothing", None, CarrierFreed.model_construct(), desk.context("commerce"))


def test_only_reservations_fall_due(desk: Desk) -> None:
    identifier, holder = desk.project(), desk.carrier()
    assert deadlines("project", desk.the_project(identifier)) == ()
    accepted(desk.reserve(holder, identifier, event_id="r"))
    (deadline,) = deadlines("carrier", desk.the_carrier(holder))
    assert deadline.after == desk.today + timedelta(days=30)
    assert deadline.event.aggregate_id() == holder


def test_a_message_about_what_is_gone_changes_nothing(desk: Desk) -> None:
    identifier = desk.project()
    message = CarrierFreed(project_id=identifier, carrier_id="snd-group-carrier-1", hold_id="x", cause="EXPIRED")
    assert desk.say(COORDINATOR, message) == Noted()


def test_the_coordinators_questions_are_not_for_units_to_ask(desk: Desk) -> None:
    question = ReservationCheckRequested(
        project_id=desk.project(), carrier_id="snd-group-carrier-1", request_id="x", requested_by="zone"
    )
    refused(desk.say("zone", question), "role-not-allowed")


def _full(record: AggregateRecord, name: str, entry: object) -> AggregateRecord:
    return record.model_copy(update={name: tuple(entry for _ in range(1000))})


def test_a_carriers_lists_stay_within_the_contracts_bounds(desk: Desk) -> None:
    holder, identifier = desk.carrier(), desk.project()
    key, record = ("carrier", holder), desk.the_carrier(holder)
    waiting = PendingReservation.model_construct(request_id="x", unit_no="z", from_on=None, until_on=None)
    desk.states[key] = _full(record, "pending", waiting)
    request = ReservationRequested(carrier_id=holder, project_id=identifier, until_on=desk.today)
    refused(desk.say("investment", request), "too-many")
    desk.states[key] = _full(record, "waivers", Waiver(project_id="zone-project-1", reason="x", event_id="y"))
    waiver = IntensityWaived(carrier_id=holder, project_id=identifier, reason="x")
    refused(desk.say("commerce", waiver), "too-many")
