"""Who must act is found by the role that the catalogue gives a unit, whatever the unit is called."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.holidays import product_workdays
from yipanqi.models.claim import Claim
from yipanqi.models.correction import Correction
from yipanqi.models.lead import Lead
from yipanqi.models.project import Project, ProjectApproval, ProjectProblem
from yipanqi.models.service import Service
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Situation
from yipanqi.watch.conditions import units
from yipanqi.watch.table import of_record

_NAMES = {"commerce": "trade", "investment": "promotion"}
_CATALOG = product_catalog().model_copy(
    update={"units": {_NAMES.get(key, key): unit for key, unit in product_catalog().units.items()}}
)
TODAY = Situation(date(2021, 6, 30), product_workdays(), catalog=_CATALOG)
DUE = date(2021, 1, 4)
AT = datetime(2020, 12, 31, tzinfo=UTC)
_LEAD: dict[str, Any] = {
    "lead_id": "l",
    "name": "甲",
    "owner_unit": "zone",
    "assigned_unit": None,
    "responded_at": AT,
    "answered_at": None,
    "judge_due_on": DUE,
    "feedback_due_on": DUE,
}
_PROJECT: dict[str, Any] = {
    "project_id": "p",
    "name": "甲",
    "owner_unit": "zone",
    "host_unit": "zone",
    "stage": "APPROVING",
    "stage_since": None,
    "progressed_on": None,
    "stage_history": (),
    "milestones": (),
    "approvals": (),
    "problems": (),
    "claim_open": None,
    "claimed_by_other": None,
    "fdi_exceeds_contract": None,
}
_MATTER = ProjectApproval.model_construct(
    matter_id="1",
    kind="ENVIRONMENT",
    name=None,
    authority_unit=None,
    limit_working_days=5,
    status="ACCEPTED",
    accepted_on=DUE,
    counted_from_on=DUE,
    used_working_days=0,
    due_on=DUE,
)
_PROBLEM = ProjectProblem.model_construct(
    problem_id="1", kind="LAND", level=3, status="RAISED", responsible_unit="zone", raised_on=DUE, due_on=DUE
)


def _project(**more: Any) -> Project:
    return Project.model_construct(**(_PROJECT | more))


def _service(status: str) -> Service:
    due = {"accept_due_on": DUE, "dispatch_due_on": DUE, "resolve_due_on": None}
    return Service.model_construct(service_id="s", title="用工", status=status, responsible_unit=None, **due)


@pytest.mark.parametrize(
    ("record", "named"),
    [
        (_service("SUBMITTED"), {"trade"}),
        (_service("ACCEPTED"), {"trade"}),
        (Lead.model_construct(status="REGISTERED", **_LEAD), {"promotion"}),
        (Lead.model_construct(status="POOLED", **_LEAD), {"promotion"}),
        (_project(approvals=(_MATTER,)), {"trade", "zone"}),
        (_project(problems=(_PROBLEM,)), {"trade", "zone"}),
        (_project(fdi_exceeds_contract=True, fdi_utilised_usd=2, fdi_contract_usd=1), {"trade"}),
        (_project(claimed_by_other=True), {"trade", "zone"}),
        (
            Claim.model_construct(
                claim_id="c",
                status="CONFLICT",
                owner_unit="zone",
                investor_id="foreign:US:1",
                conflict_since_on=DUE,
                ruling_due_on=DUE,
            ),
            {"trade"},
        ),
        (
            Correction.model_construct(
                correction_id="k",
                status="OPEN",
                owner_unit="zone",
                source_unit="snd-group",
                subject_id="x",
                field="floor_m2",
                due_on=DUE,
                registered_at=AT,
            ),
            {"trade", "snd-group"},
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_units_of_any_name_are_told_by_their_role(record: Any, named: set[str]) -> None:
    told = [set(condition.units) for condition in of_record(record.__aggregate__, record, TODAY)]
    assert told == [named]


def test_two_units_of_a_role_are_both_told() -> None:
    more = _CATALOG.model_copy(update={"units": {**_CATALOG.units, "trade-2": _CATALOG.units["trade"]}})
    assert Situation(TODAY.today, catalog=more).units_with(Role.COMMERCE) == ("trade", "trade-2")


def test_a_renamed_unit_is_missed_by_its_own_cycle() -> None:
    heard = {"promotion": date(2021, 6, 22), "investment": date(2020, 1, 1)}
    assert [condition.subject_id for condition in units.conditions(heard, TODAY)] == ["promotion"]
