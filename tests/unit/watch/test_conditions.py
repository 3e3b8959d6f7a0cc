"""Each alert on dates that can be counted on a calendar: the day before nothing, on the day the alert."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold
from yipanqi.models.claim import Claim
from yipanqi.models.correction import Correction
from yipanqi.models.fdi import FdiEntry
from yipanqi.models.lead import Lead
from yipanqi.models.project import Project, ProjectApproval, ProjectMilestone, ProjectProblem, StageStep
from yipanqi.models.service import Service
from yipanqi.watch.condition import Condition, Situation, certainly
from yipanqi.watch.conditions import (
    approvals,
    capital,
    carriers,
    claims,
    corrections,
    leads,
    projects,
    services,
    units,
)

NOW = datetime(2020, 1, 1, tzinfo=UTC)


def on(day: str) -> Situation:
    return Situation(date.fromisoformat(day), product_workdays())


def project(stage: str, since: str | None, **more: Any) -> Project:
    steps = more.pop("steps", ((stage, since),))
    history = tuple(
        StageStep.model_construct(stage=name, since=day, by_unit="zone", event_id="e", taken_over=False)
        for name, day in steps
    )
    facts = {"project_id": "zone-project-1", "name": "甲", "owner_unit": "investment", "host_unit": "zone"}
    facts |= {"progressed_on": None, "milestones": (), "fdi_exceeds_contract": None}
    return Project.model_construct(**(facts | {"stage": stage, "stage_since": since, "stage_history": history} | more))


def carrier(**more: Any) -> Carrier:
    facts = {"carrier_id": "snd-group-carrier-1", "name": "厂房", "owner_unit": "snd-group", "manager_unit": None}
    return Carrier.model_construct(**(facts | {"kind": "PLANT", "status": "AVAILABLE", "holds": ()} | more))


def seen(found: Any) -> list[tuple[str, str, int | None]]:
    return [(c.kind.value, c.level.value, c.limit) for c in found]


@pytest.mark.parametrize(
    ("stage", "today", "expected"),
    [
        # since 1 December: 23 days later the warning, 30 days later the alert
        ("NEGOTIATING", "2020-12-23", []),
        ("NEGOTIATING", "2020-12-24", [("PROJECT_NO_PROGRESS", "WARNING", 23)]),
        ("NEGOTIATING", "2020-12-30", [("PROJECT_NO_PROGRESS", "WARNING", 23)]),
        ("NEGOTIATING", "2020-12-31", [("PROJECT_NO_PROGRESS", "URGENT", 30)]),
        # signed: 13 and 20 days
        ("SIGNED", "2020-12-13", []),
        ("SIGNED", "2020-12-14", [("PROJECT_NO_PROGRESS", "WARNING", 13)]),
        ("SIGNED", "2020-12-21", [("PROJECT_NO_PROGRESS", "URGENT", 20)]),
        ("SCREENING", "2021-12-31", []),
        ("SUSPENDED", "2021-12-31", []),
    ],
)
def test_a_project_without_progress(stage: str, today: str, expected: list[Any]) -> None:
    assert seen(projects.conditions(project(stage, "2020-12-01"), on(today))) == expected


def test_who_must_act_on_no_progress_is_the_owner_and_at_the_limit_the_host_too() -> None:
    warned, late = (
        next(projects.conditions(project("NEGOTIATING", "2020-12-01"), on(day))) for day in ("2020-12-24", "2020-12-31")
    )
    assert (warned.units, late.units) == (("investment",), ("investment", "zone"))
    assert (warned.since, warned.due) == (date(2020, 12, 1), date(2020, 12, 31))
    assert warned.alert_id == late.alert_id


@pytest.mark.parametrize(
    ("stage", "today", "expected"),
    [
        # signed on 1 January 2020 (a leap year): the 180th day after it is 29 June
        ("APPROVING", "2020-06-28", []),
        ("APPROVING", "2020-06-29", [("SIGNED_NOT_STARTED", "URGENT", 180)]),
        ("READY_TO_START", "2020-06-29", [("SIGNED_NOT_STARTED", "URGENT", 180)]),
        ("FITTING_OUT", "2020-12-31", []),
    ],
)
def test_a_project_signed_and_not_started(stage: str, today: str, expected: list[Any]) -> None:
    signed = project(stage, "2020-02-01", steps=(("SIGNED", "2020-01-01"), (stage, "2020-02-01")))
    assert seen(projects.conditions(signed, on(today))) == expected


def test_a_project_signed_again_counts_from_its_present_signing() -> None:
    """A step back by commerce takes the first signing off, as in the figures; a suspension does not."""
    back = (("SIGNED", "2020-01-01"), ("NEGOTIATING", "2020-06-01"), ("SIGNED", "2020-12-20"))
    assert seen(projects.conditions(project("SIGNED", "2020-12-20", steps=back), on("2020-12-31"))) == []
    rested = (("SIGNED", "2020-01-01"), ("SUSPENDED", "2020-03-01"), ("SIGNED", "2020-12-20"))
    (found,) = projects.conditions(project("SIGNED", "2020-12-20", steps=rested), on("2020-12-31"))
    assert (found.kind.value, found.since) == ("SIGNED_NOT_STARTED", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("today", "expected"), [("2020-12-29", []), ("2020-12-30", [("BUILDING_SILENT", "WARNING", 90)])]
)
def test_a_site_that_nobody_reports_on(today: str, expected: list[Any]) -> None:
    # 1 October and 90 days: 30 left of October, 30 of November, 30 of December
    assert seen(projects.conditions(project("BUILDING", "2020-10-01"), on(today))) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [("2020-04-28", "2020-04-28"), ("2020-04", "2020-04-30"), ("2020-02", "2020-02-29"), ("2020", "2020-12-31")],
)
def test_a_reduced_date_counts_from_when_it_has_certainly_come(text: str, day: str) -> None:
    assert certainly(text) == date.fromisoformat(day)


def test_a_stage_without_a_date_accuses_nobody() -> None:
    assert seen(projects.conditions(project("NEGOTIATING", None), on("2020-12-31"))) == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2020-12-23", []),
        ("2020-12-24", [("RESERVATION_ENDING", "WARNING", 7)]),
        ("2020-12-29", [("RESERVATION_ENDING", "WARNING", 7)]),
        ("2020-12-30", [("RESERVATION_ENDING", "URGENT", 1)]),
        ("2020-12-31", [("RESERVATION_ENDING", "URGENT", 1)]),
        ("2021-01-01", []),
    ],
)
def test_a_reservation_about_to_end(today: str, expected: list[Any]) -> None:
    hold = Hold.model_construct(
        hold_id="h", kind="RESERVED", unit_no="A-101", project_id="p", requested_by="zone", until_on=date(2020, 12, 31)
    )
    found = list(carriers.conditions(carrier(status="RESERVED", holds=(hold,)), on(today)))
    assert seen(found) == expected
    assert all(c.units == ("zone", "snd-group") and c.due == date(2020, 12, 31) for c in found)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # vacant since 1 January 2020: day 90 is 31 March, day 180 is 29 June, day 365 is 31 December
        ("2020-03-30", []),
        ("2020-03-31", [("CARRIER_IDLE", "NOTICE", 90)]),
        ("2020-06-28", [("CARRIER_IDLE", "NOTICE", 90)]),
        ("2020-06-29", [("CARRIER_IDLE", "WARNING", 180)]),
        ("2020-12-31", [("CARRIER_IDLE", "URGENT", 365)]),
    ],
)
def test_an_idle_carrier(today: str, expected: list[Any]) -> None:
    idle = carrier(vacant_since="2020-01-01")
    assert seen(carriers.conditions(idle, on(today))) == expected


@pytest.mark.parametrize("status", ["RESERVED", "COMMITTED", "OCCUPIED", "WITHDRAWN"])
def test_space_that_is_used_or_promised_is_not_idle(status: str) -> None:
    assert seen(carriers.conditions(carrier(vacant_since="2020-01-01", status=status), on("2021-12-31"))) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (334, []),
        (335, [("LAND_NOT_STARTED", "WARNING", 335)]),
        (365, [("LAND_NOT_STARTED", "URGENT", 365)]),
        (700, [("LAND_NOT_STARTED", "URGENT", 700)]),
        (730, [("LAND_NOT_STARTED", "URGENT", 730)]),
    ],
)
def test_land_that_nobody_builds_on(days: int, expected: list[Any]) -> None:
    land = carrier(kind="IDLE_LAND", agreed_start_on="2019-01-01", vacant_since=None)
    today = (date(2019, 1, 1) + timedelta(days=days)).isoformat()
    assert seen(carriers.conditions(land, on(today))) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2020-12-08", []),
        ("2020-12-09", [("UNIT_SILENT", "WARNING", 7)]),
        ("2020-12-15", [("UNIT_SILENT", "WARNING", 7)]),
        ("2020-12-16", [("UNIT_SILENT", "URGENT", 14)]),
    ],
)
def test_a_unit_silent_for_longer_than_its_cycle(today: str, expected: list[Any]) -> None:
    found: list[Condition] = list(
        units.conditions({"zone": date(2020, 12, 1), "coordinator": date(2020, 1, 1)}, on(today))
    )
    assert seen(found) == expected
    assert all(c.units == ("zone",) for c in found)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2021-01-04", [("CORRECTION_REQUESTED", "NOTICE", 10)]),
        ("2021-01-15", [("CORRECTION_REQUESTED", "NOTICE", 10)]),
        ("2021-01-16", [("CORRECTION_OVERDUE", "URGENT", 10)]),
    ],
)
def test_a_doubt_is_told_to_its_source_and_presses_when_the_answer_is_late(today: str, expected: list[Any]) -> None:
    asked = Correction.model_construct(
        correction_id="zone-correction-1",
        status="OPEN",
        owner_unit="zone",
        source_unit="snd-group",
        subject_aggregate="carrier",
        subject_id="snd-group-carrier-1",
        field="floor_m2",
        due_on=date(2021, 1, 15),
        registered_at=NOW,
    )
    assert seen(corrections.conditions(asked, on(today))) == expected


def test_a_doubt_stands_since_the_districts_day_on_which_it_was_raised() -> None:
    asked = Correction.model_construct(
        correction_id="zone-correction-1",
        status="OPEN",
        owner_unit="zone",
        source_unit="snd-group",
        subject_id="snd-group-carrier-1",
        field="floor_m2",
        due_on=date(2021, 1, 15),
        # Half past seven in the morning of New Year's Eve, in China.
        registered_at=datetime(2020, 12, 30, 23, 30, tzinfo=UTC),
    )
    assert [found.since for found in corrections.conditions(asked, on("2020-12-31"))] == [date(2020, 12, 31)]


def test_an_event_of_substance_is_progress() -> None:
    moving = project("NEGOTIATING", "2020-12-01", progressed_on=date(2020, 12, 20))
    assert seen(projects.conditions(moving, on("2021-01-11"))) == []
    assert seen(projects.conditions(moving, on("2021-01-12"))) == [("PROJECT_NO_PROGRESS", "WARNING", 23)]


@pytest.mark.parametrize(
    ("today", "reached", "expected"),
    [
        # planned for April 2020, to the month: late from 30 April on; 60 days later is 29 June
        ("2020-06-28", None, []),
        ("2020-06-29", None, [("COMPLETION_LATE", "WARNING", 60)]),
        ("2020-06-29", "2020-06", []),
    ],
)
def test_a_completion_later_than_planned(today: str, reached: str | None, expected: list[Any]) -> None:
    milestone = ProjectMilestone.model_construct(milestone="COMPLETED", planned_on="2020-04", reached_on=reached)
    built = project("BUILDING", "2020-06-01", milestones=(milestone,))
    assert seen(projects.conditions(built, on(today))) == expected


def test_a_completion_that_a_later_stage_proves_is_not_late() -> None:
    milestone = ProjectMilestone.model_construct(milestone="COMPLETED", planned_on="2020-04", reached_on=None)
    producing = project("PRODUCING", None, milestones=(milestone,))
    assert seen(projects.conditions(producing, on("2020-12-31"))) == []


def test_more_paid_in_than_agreed_is_for_commerce_to_look_at() -> None:
    paid = project("BUILDING", "2020-12-01", fdi_exceeds_contract=True, fdi_utilised_usd=2, fdi_contract_usd=1)
    (found,) = projects.conditions(paid, on("2020-12-02"))
    assert (found.kind.value, found.units) == ("FDI_EXCEEDS_CONTRACT", ("commerce",))


@pytest.mark.parametrize(("verified", "stated"), [(1, 9), (1, None), (None, 1)])
def test_what_was_paid_in_is_told_beside_the_contract_it_was_compared_with(
    verified: int | None, stated: int | None
) -> None:
    facts = {"fdi_utilised_usd": 2, "fdi_contract_usd": verified, "contract_fdi_usd": stated}
    paid = project("BUILDING", "2020-12-01", fdi_exceeds_contract=True, **facts)
    (found,) = projects.conditions(paid, on("2020-12-02"))
    assert "超过合同外资 1 美元" in found.reason_zh
    assert "exceeds the contracted 1 USD" in found.reason_en


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # ten working days from Monday 1 February 2021: 2–5 Feb are 4, Sunday 7 Feb is worked, 8–10 Feb make 8 (80%),
        # the Spring Festival is 11–17, 18 Feb is the 9th and 19 Feb the 10th
        ("2021-02-09", []),
        ("2021-02-10", [("APPROVAL_DUE", "WARNING", 80)]),
        ("2021-02-17", [("APPROVAL_DUE", "WARNING", 80)]),
        ("2021-02-18", [("APPROVAL_DUE", "WARNING", 80)]),
        ("2021-02-19", [("APPROVAL_DUE", "URGENT", 100)]),
    ],
)
def test_an_approval_whose_limit_is_nearly_or_quite_used_up(today: str, expected: list[Any]) -> None:
    found = list(approvals.conditions(project("APPROVING", "2021-01-01", **_matter("ACCEPTED")), on(today)))
    assert seen(found) == expected
    assert all(c.units[0] == "commerce" for c in found)


@pytest.mark.parametrize("status", ["SUBMITTED", "SUPPLEMENT", "GRANTED", "REFUSED"])
def test_an_approval_whose_clock_stands_presses_nobody(status: str) -> None:
    standing = project("APPROVING", "2021-01-01", **_matter(status))
    assert seen(approvals.conditions(standing, on("2021-03-01"))) == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # accepted on Friday 18 December 2026, five working days: to Friday the 25th
        ("2026-12-23", []),
        ("2026-12-24", [("APPROVAL_DUE", "WARNING", 80)]),
        ("2026-12-25", [("APPROVAL_DUE", "URGENT", 100)]),
        ("2026-12-31", [("APPROVAL_DUE", "URGENT", 100)]),
        ("2027-01-01", [("APPROVAL_DUE", "URGENT", 100)]),
        ("2027-06-01", [("APPROVAL_DUE", "URGENT", 100)]),
    ],
)
def test_an_overdue_approval_stays_one_where_the_calendar_ends(today: str, expected: list[Any]) -> None:
    days = {"accepted_on": date(2026, 12, 18), "counted_from_on": date(2026, 12, 18), "due_on": date(2026, 12, 25)}
    facts = _matter("ACCEPTED")
    late = facts["approvals"][0].model_copy(update={**days, "limit_working_days": 5})
    moving = project("APPROVING", "2026-12-01", **(facts | {"approvals": (late,)}))
    assert seen(approvals.conditions(moving, on(today))) == expected


@pytest.mark.parametrize(
    ("stage", "expected"), [("TERMINATED", []), ("SUSPENDED", ["APPROVAL_DUE", "PROBLEM_OVERDUE"])]
)
def test_a_project_that_has_ended_owes_no_approval_and_no_solution_and_one_that_rests_does(
    stage: str, expected: list[str]
) -> None:
    facts = _matter("ACCEPTED") | {"problems": (_problem(1, "REOPENED"),)}
    found = approvals.conditions(project(stage, "2021-01-01", **facts), on("2021-03-01"))
    assert [condition.kind for condition in found] == expected


def _matter(status: str) -> dict[str, Any]:
    matter = ProjectApproval.model_construct(
        matter_id="1",
        kind="ENVIRONMENT",
        name="环评",
        authority_unit="commerce",
        limit_working_days=10,
        status=status,
        accepted_on=date(2021, 2, 1),
        counted_from_on=date(2021, 2, 1) if status == "ACCEPTED" else None,
        used_working_days=0,
        due_on=date(2021, 2, 19),
    )
    return {"approvals": (matter,), "problems": ()}


@pytest.mark.parametrize(
    ("level", "status", "today", "expected"),
    [
        (1, "RAISED", "2020-12-31", []),
        (1, "RAISED", "2021-01-01", [("PROBLEM_OVERDUE", "WARNING", 1)]),
        (3, "ESCALATED", "2021-01-01", [("PROBLEM_OVERDUE", "URGENT", 3)]),
        (1, "REOPENED", "2021-01-01", [("PROBLEM_OVERDUE", "WARNING", 1)]),
        (1, "RESOLVED", "2021-01-01", []),
    ],
)
def test_a_problem_not_solved_by_its_day(level: int, status: str, today: str, expected: list[Any]) -> None:
    held_up = project("APPROVING", "2020-12-01", approvals=(), problems=(_problem(level, status),))
    assert seen(approvals.conditions(held_up, on(today))) == expected


def _problem(level: int, status: str) -> ProjectProblem:
    return ProjectProblem.model_construct(
        problem_id="p",
        kind="LAND",
        level=level,
        status=status,
        responsible_unit="zone",
        raised_on=date(2020, 12, 1),
        due_on=date(2020, 12, 31),
    )


def entry(number: int, unit: str, day: str, usd: int, status: str = "RECORDED", **more: Any) -> FdiEntry:
    return FdiEntry.model_construct(
        entry_id=f"{unit}-fdi-{number}",
        owner_unit=unit,
        kind="UTILISED",
        project_name="甲",
        amount=None,
        usd=usd,
        received_on=date.fromisoformat(day),
        voucher=None,
        offsets=None,
        status=status,
        **more,
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (entry(2, "zone", "2020-12-04", 5000), [("FDI_TWICE", "WARNING", None)]),  # three days apart, two units
        (entry(2, "zone", "2020-12-05", 5000), []),
        (entry(2, "zone", "2020-12-04", 5001), []),
        (entry(2, "commerce", "2020-12-04", 5000), []),
        (entry(2, "zone", "2020-12-04", 5000, "REJECTED"), []),
        (entry(2, "zone", "2020-12-04", 5000, distinct_from=("commerce-fdi-1",)), []),  # commerce told them apart
    ],
)
def test_the_same_amount_at_two_units_is_looked_at(other: FdiEntry, expected: list[Any]) -> None:
    first = entry(1, "commerce", "2020-12-01", 5000, distinct_from=("zone-fdi-2",))
    entries = {e.entry_id: e for e in (first, other)}
    assert seen(capital.conditions({"fdi": entries}, on("2020-12-31"))) == expected


def test_of_a_divided_carrier_the_unit_that_stands_empty_longest_counts() -> None:
    used = Hold(
        hold_id="h", kind="OCCUPIED", unit_no="a", requested_by="zone", granted_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    units_ = tuple(
        CarrierUnit(unit_no=n, floor_m2=Decimal(9), vacant_since=s) for n, s in (("a", None), ("b", "2020-03-01"))
    )
    house = carrier(units=units_, holds=(used,), vacant_since=None)
    assert seen(carriers.conditions(house, on("2020-05-29"))) == []
    assert seen(carriers.conditions(house, on("2020-05-30"))) == [("CARRIER_IDLE", "NOTICE", 90)]


def test_land_whose_delay_does_not_count_or_that_is_built_on_accuses_nobody() -> None:
    land = carrier(kind="IDLE_LAND", agreed_start_on="2019-01-01", vacant_since=None)
    assert [found[2] for found in seen(carriers.conditions(land, on("2019-12-02")))] == [335]
    later = land.model_copy(update={"excluded_days": 1})
    assert seen(carriers.conditions(later, on("2019-12-02"))) == []
    begun = land.model_copy(update={"started_on": date(2019, 12, 2)})
    assert seen(carriers.conditions(begun, on("2019-12-02"))) == []


@pytest.mark.parametrize(
    ("status", "today", "expected"),
    [
        ("SUBMITTED", "2021-01-04", []),
        ("SUBMITTED", "2021-01-05", [("SERVICE_NOT_ACCEPTED", "URGENT", 1)]),
        ("ACCEPTED", "2021-01-06", []),
        ("ACCEPTED", "2021-01-07", [("SERVICE_OVERDUE", "URGENT", 2)]),
        ("WORKING", "2021-01-15", []),
        ("WORKING", "2021-01-16", [("SERVICE_OVERDUE", "URGENT", 10)]),
        ("RESOLVED", "2021-12-31", []),
        ("WITHDRAWN", "2021-12-31", []),
    ],
)
def test_a_request_that_waits_too_long(status: str, today: str, expected: list[Any]) -> None:
    request = Service.model_construct(
        service_id="zone-service-1",
        title="用工",
        status=status,
        responsible_unit="zone",
        accept_due_on=date(2021, 1, 4),
        dispatch_due_on=date(2021, 1, 6),
        resolve_due_on=date(2021, 1, 15),
    )
    assert seen(services.conditions(request, on(today))) == expected


@pytest.mark.parametrize(
    ("status", "today", "more", "expected"),
    [
        # registered on Thursday 31 December 2020: answer by 4 January, judge by the 6th, feed back by the 12th
        ("REGISTERED", "2021-01-04", {}, []),
        ("REGISTERED", "2021-01-05", {}, [1]),
        ("REGISTERED", "2021-01-07", {}, [1, 3]),
        ("REGISTERED", "2021-01-07", {"responded_at": NOW}, [3]),
        *((status, "2021-01-12", {"responded_at": NOW}, []) for status in ("JUDGED", "ASSIGNED", "POOLED")),
        *((status, "2021-01-13", {"responded_at": NOW}, [7]) for status in ("JUDGED", "ASSIGNED", "POOLED")),
        ("ANSWERED", "2021-01-13", {"responded_at": NOW, "answered_at": NOW}, []),
        ("CONVERTED", "2021-12-31", {}, []),
    ],
)
def test_a_lead_that_nobody_answers_judges_or_feeds_back(
    status: str, today: str, more: dict[str, Any], expected: list[int]
) -> None:
    facts: dict[str, Any] = {
        "responded_at": None,
        "answered_at": None,
        "answer_until_on": None,
        "assigned_unit": "zone",
    }
    lead = Lead.model_construct(
        lead_id="investment-lead-1",
        name="甲",
        owner_unit="investment",
        status=status,
        response_due_on=date(2021, 1, 4),
        judge_due_on=date(2021, 1, 6),
        feedback_due_on=date(2021, 1, 12),
        **(facts | more),
    )
    assert seen(leads.conditions(lead, on(today))) == [("LEAD_OVERDUE", "WARNING", limit) for limit in expected]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # protected to 31 January, the next contact due by 20 January
        ("2021-01-16", []),
        ("2021-01-17", [("CLAIM_ENDING", "URGENT", 3), ("CLAIM_ENDING", "WARNING", 14)]),
        ("2021-01-20", [("CLAIM_ENDING", "URGENT", 3), ("CLAIM_ENDING", "WARNING", 14)]),
        ("2021-01-21", [("CLAIM_ENDING", "WARNING", 14)]),
        ("2021-01-28", [("CLAIM_ENDING", "URGENT", 3)]),
        ("2021-01-31", [("CLAIM_ENDING", "URGENT", 3)]),
        ("2021-02-01", []),
    ],
)
def test_a_claim_about_to_end(today: str, expected: list[Any]) -> None:
    claim = Claim.model_construct(
        claim_id="c",
        status="PROTECTED",
        owner_unit="zone",
        investor_id="foreign:US:1",
        investor_name="东海化学",
        protected_until_on=date(2021, 1, 31),
        contact_due_on=date(2021, 1, 20),
        ruling_due_on=None,
    )
    found = list(claims.conditions(claim, on(today)))
    assert sorted(seen(found)) == expected
    assert all(c.units == ("zone",) and c.subject_name == "东海化学" for c in found)


@pytest.mark.parametrize(
    ("today", "expected"), [("2021-01-06", []), ("2021-01-07", [("CONFLICT_NOT_RULED", "URGENT", 3)])]
)
def test_a_conflict_that_nobody_rules_on(today: str, expected: list[Any]) -> None:
    # in conflict since 31 December 2020: the third working day is Wednesday 6 January
    claim = Claim.model_construct(
        claim_id="c",
        status="CONFLICT",
        owner_unit="zone",
        investor_id="foreign:US:1",
        conflict_since_on=date(2020, 12, 31),
        ruling_due_on=date(2021, 1, 6),
    )
    found = list(claims.conditions(claim, on(today)))
    assert seen(found) == expected
    assert all(c.units == ("commerce",) and c.subject_name == "foreign:US:1" for c in found)


def test_a_claim_behind_its_own_units_waits_for_no_ruling() -> None:
    claim = Claim.model_construct(claim_id="c", status="CONFLICT", owner_unit="zone", conflict_since_on=None)
    assert list(claims.conditions(claim, on("2021-01-31"))) == []


def test_a_conflict_whose_limit_no_calendar_counts_is_an_alert_at_once() -> None:
    claim = Claim.model_construct(
        claim_id="c",
        status="CONFLICT",
        owner_unit="zone",
        investor_id="foreign:US:1",
        conflict_since_on=date(2026, 12, 30),
        ruling_due_on=None,
    )
    (condition,) = claims.conditions(claim, on("2026-12-30"))
    assert (condition.kind, condition.level, condition.limit, condition.due) == (
        "CONFLICT_NOT_RULED",
        "URGENT",
        None,
        None,
    )


@pytest.mark.parametrize(("today", "expected"), [("2021-01-04", [("CLAIM_ENDING", "URGENT", 3)]), ("2021-01-07", [])])
def test_the_ruling_units_own_claim_in_a_conflict(today: str, expected: list[Any]) -> None:
    claim = Claim.model_construct(
        claim_id="c",
        status="PROTECTED",
        owner_unit="commerce",
        investor_id="foreign:US:1",
        recusal_due_on=date(2021, 1, 6),
        protected_until_on=date(2021, 3, 31),
    )
    found = list(claims.conditions(claim, on(today)))
    assert seen(found) == expected
    assert all(c.units == ("commerce",) and c.detail == "recusal" for c in found)
