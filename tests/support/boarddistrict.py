"""What tests of the board write to a log: a handful of everything, or a lot of projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from tests.support.boardlog import BoardLog

from yipanqi.models.carrier import Hold
from yipanqi.models.common import Money
from yipanqi.models.project import Project


def money(amount: str, currency: str = "CNY") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def hold(project_id: str) -> Hold:
    return Hold(
        hold_id="h1", kind="RESERVED", project_id=project_id, requested_by="commerce", granted_at=datetime.now(UTC)
    )


def small_district(log: BoardLog) -> None:
    """A handful of everything, with amounts that some viewers may not see."""
    log.project(
        "1",
        name="华星光电子生产基地",
        chain="C3",
        investor_name="华星集团",
        planned_investment=money("1200000000.00"),
        contract_fdi_usd=Decimal("30000000.00"),
        contract_reference="HT-机密-1",
        stage="NEGOTIATING",
        stage_since="2020-04",
        land_m2=Decimal("66666.67"),
        host_unit="zone",
    )
    log.project(
        "2",
        "investment",
        name="ＡＢＣ医疗器械研发中心",
        chain="C2",
        planned_investment=money("5000000.00", "USD"),
        stage="SIGNED",
        stage_since="2020",
        taken_over=False,
    )
    log.project(
        "3",
        "snd-group",
        name="狮山商务楼更新",
        chain="C5",
        planned_investment=money("88000000.00"),
        stage="BUILDING",
        stage_since="2020-05-28",
        remarks="自有项目备注",
    )
    log.project("4", "zone", name="智能装备产业园", chain="C4", stage="APPROVING", host_unit="zone")
    log.carrier(
        "1",
        name="科技城标准厂房1号",
        floor_m2=Decimal("12000.00"),
        rent_cny_m2_month=Decimal("25.50"),
        area_code="A-SSTT",
        permitted_chains=["C2", "C3"],
        vacant_since="2019-11",
    )
    log.carrier(
        "2",
        "soe-2",
        name="浒关闲置地块",
        kind="IDLE_LAND",
        land_m2=Decimal("40000.00"),
        price=money("30000000.00"),
        manager_unit="snd-group",
    )
    log.carrier(
        "3",
        "soe-3",
        name="通安写字楼",
        kind="VACANT_BUILDING",
        floor_m2=Decimal("8000.00"),
        status="RESERVED",
        holds=[hold("commerce-project-1")],
        rent_cny_m2_month=Decimal("60.00"),
    )
    log.enterprise("foreign:JP:0001", name="华星集团", country="JP", target=True)
    log.fdi("1", amount=money("623000.00", "USD"), usd=Decimal("623000.00"), voucher="凭证-7")
    log.target(annual=Decimal("120000.00"))


def many_projects(log: BoardLog, count: int, events_each: int = 1) -> Iterator[Project]:
    """A lot of projects, each with its events."""
    stages = ("SIGNED", "APPROVING", "READY_TO_START", "BUILDING")
    for n in range(count):
        project = log.project(
            f"m{log.events}-{n}", planned_investment=money("1000000.00"), chain="C1", investor_name="某公司"
        )
        for m in range(events_each - 1):
            project = log.move(project, stages[m % len(stages)])
        yield project
