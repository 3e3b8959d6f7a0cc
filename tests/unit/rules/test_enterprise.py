"""Enterprises: registered once, kept by their unit and by the register's keepers."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.enterprise import EnterpriseCorrected, EnterpriseRegistered, EnterpriseUpdated

CODE = "91350100M000100Y43"


def test_an_enterprise_is_registered_once_whoever_knows_it(desk: Desk) -> None:
    accepted(desk.say("soe-2", EnterpriseRegistered(enterprise_id=CODE, name="甲", aliases=("A",))))
    outcome = refused(desk.say("zone", EnterpriseRegistered(enterprise_id=CODE, name="甲公司")), "already-registered")
    assert CODE in outcome.reason_zh


def test_an_unregistered_enterprise_cannot_be_updated(desk: Desk) -> None:
    refused(desk.say("zone", EnterpriseUpdated(enterprise_id=CODE, name="甲")), "not-registered")


def test_its_unit_and_the_registers_keepers_update_an_enterprise(desk: Desk) -> None:
    accepted(desk.say("soe-2", EnterpriseRegistered(enterprise_id=CODE, name="甲", aliases=("A",), country="CN")))
    update = EnterpriseUpdated(enterprise_id=CODE, name="乙", cleared=("aliases",))
    refused(desk.say("zone", update), "not-your-record")
    for unit in ("soe-2", "investment", "commerce"):
        record = accepted(desk.say(unit, update))
    assert (record.name, record.aliases, record.country, record.owner_unit) == ("乙", (), "CN", "soe-2")


def test_a_correction_names_an_event_of_the_enterprise(desk: Desk) -> None:
    accepted(desk.say("soe-2", EnterpriseRegistered(enterprise_id=CODE, name="甲"), "first"))
    correction = EnterpriseCorrected(enterprise_id=CODE, corrects="other", reason="误", name="乙")
    refused(desk.say("soe-2", correction), "unknown-event")
    accepted(desk.say("soe-2", correction.model_copy(update={"corrects": "first"})))


def test_a_wrong_credit_code_does_not_get_as_far_as_a_rule() -> None:
    with pytest.raises(ValidationError):
        EnterpriseRegistered(enterprise_id="91350100M000100Y44", name="甲")
