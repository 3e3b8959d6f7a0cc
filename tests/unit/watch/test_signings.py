"""What is open about first reports at signed projects becomes an alert of who has to act, and ends with the matter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yipanqi.models.codes import ProjectClaimAnswer
from yipanqi.models.project import Project
from yipanqi.watch.condition import Situation
from yipanqi.watch.conditions import signings


def found(stage: str = "SIGNED", **facts: Any) -> list[Any]:
    given = {"project_id": "zone-project-1", "name": "项目", "owner_unit": "zone", "stage": stage, **facts}
    project = Project.model_construct(**{"claim_open": None, "claimed_by_other": None, **given})
    return list(signings.conditions(project, Situation(date(2020, 12, 31))))


def test_nothing_open_is_no_alert() -> None:
    assert found() == []
    assert found(claimed_by_other=False) == []


@pytest.mark.parametrize("answer", sorted(set(ProjectClaimAnswer) - {"CONVERTED", "CLAIMED_BY_OTHER"}))
def test_a_claim_not_converted_is_told_to_the_owner_with_the_reason_in_both_languages(answer: str) -> None:
    (condition,) = found(claim_open=answer)
    assert (condition.kind, condition.level, condition.units) == ("CLAIM_AT_SIGNING", "WARNING", ("zone",))
    assert answer not in condition.reason_zh + condition.reason_en


def test_an_investor_whom_another_unit_claims_is_for_commerce_to_settle_and_the_owner_knows() -> None:
    (condition,) = found(claimed_by_other=True)
    assert (condition.level, condition.units) == ("URGENT", ("commerce", "zone"))


def test_both_are_told_beside_each_other() -> None:
    both = found(claim_open="CLAIM_OF_OTHERS", claimed_by_other=True)
    assert len({condition.alert_id for condition in both}) == 2


@pytest.mark.parametrize("stage", ["SUSPENDED", "TERMINATED"])
def test_a_project_that_rests_or_has_ended_asks_for_nothing(stage: str) -> None:
    assert found(stage, claim_open="INVESTOR_UNKNOWN", claimed_by_other=True) == []
