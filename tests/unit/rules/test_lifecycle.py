"""A lifecycle as data: who is asked first, then the state, then the checks; what it changes and tells."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, CarrierListed, CarrierVerified, CarrierWithdrawn, ProjectEnded
from yipanqi.rules.lifecycle import Lifecycle, Step, anyone, from_, kept_by, roles
from yipanqi.rules.outcome import Accepted, Context, Refused, Role
from yipanqi.rules.refusals import Code, refuse


def _no_reason(_: Carrier, event: CarrierWithdrawn, __: Context) -> Refused | None:
    return None if event.reason else refuse(Code.REASON_MISSING, field="reason", stage="x", stage_zh="撤回")


def _named(_: Carrier, event: CarrierVerified, context: Context) -> dict[str, Any] | Refused:
    return {"remarks": context.unit} if context.unit == "commerce" else refuse(Code.OWN_CASE, unit=context.unit)


def _ended(state: Carrier, _: AggregateRecord, __: Context) -> tuple[AggregateRecord, ...]:
    return (ProjectEnded(carrier_id=state.carrier_id, project_id="zone-project-1"),)


LIFE = Lifecycle(
    "carrier.status",
    Step(CarrierVerified, from_("REGISTERED"), who=roles(Role.COMMERCE, Role.ZONE), to="VERIFIED", changes=_named),
    Step(CarrierListed, from_("REGISTERED", "VERIFIED"), who=kept_by("owner_unit", "manager_unit", Role.COMMERCE)),
    Step(CarrierWithdrawn, from_("VERIFIED"), who=anyone, to="WITHDRAWN", checks=(_no_reason,), told=_ended),
)
IDENTIFIER = "snd-group-carrier-1"


@pytest.fixture
def carrier(desk: Desk) -> Carrier:
    return desk.the_carrier(desk.carrier(status="REGISTERED", taken_over=False, manager_unit="soe-2"))


def say(desk: Desk, carrier: Carrier, unit: str, event: AggregateRecord) -> Any:
    return LIFE.handlers()[type(event)](carrier, event, desk.context(unit))


def test_a_step_moves_the_record_and_changes_what_it_says(desk: Desk, carrier: Carrier) -> None:
    verified = accepted(say(desk, carrier, "commerce", CarrierVerified(carrier_id=IDENTIFIER, verified_on=desk.today)))
    assert (verified.status, verified.remarks, verified.version) == ("VERIFIED", "commerce", carrier.version + 1)


def test_who_may_is_asked_before_the_state_and_the_state_before_the_checks(desk: Desk, carrier: Carrier) -> None:
    refused(
        say(desk, carrier, "snd-group", CarrierVerified(carrier_id=IDENTIFIER, verified_on=desk.today)),
        "role-not-allowed",
    )
    outcome = refused(say(desk, carrier, "zone", CarrierWithdrawn(carrier_id=IDENTIFIER, reason="x")), "not-in-state")
    assert "“已登记”" in outcome.reason_zh
    assert "“已核实”" in outcome.reason_zh
    assert "REGISTERED" in outcome.reason_en


def test_a_step_may_refuse_while_it_works_out_its_changes(desk: Desk, carrier: Carrier) -> None:
    refused(say(desk, carrier, "zone", CarrierVerified(carrier_id=IDENTIFIER, verified_on=desk.today)), "own-case")


def test_the_units_that_keep_a_record_and_the_roles_named_may_move_it(desk: Desk, carrier: Carrier) -> None:
    for unit in ("snd-group", "soe-2", "commerce"):
        assert accepted(say(desk, carrier, unit, CarrierListed(carrier_id=IDENTIFIER))).status == "REGISTERED"
    refused(say(desk, carrier, "zone", CarrierListed(carrier_id=IDENTIFIER)), "not-your-record")


def test_checks_refuse_and_a_step_tells_other_aggregates(desk: Desk, carrier: Carrier) -> None:
    verified = carrier.model_copy(update={"status": "VERIFIED"})
    without = CarrierWithdrawn.model_construct(carrier_id=IDENTIFIER, reason="")
    refused(say(desk, verified, "zone", without), "reason-missing")
    outcome = say(desk, verified, "zone", CarrierWithdrawn(carrier_id=IDENTIFIER, reason="拆除"))
    assert isinstance(outcome, Accepted)
    assert [type(message) for message in outcome.follow_ups] == [ProjectEnded]
