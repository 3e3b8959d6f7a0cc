"""Events of realistic size for the measurements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CarrierRegistered
from yipanqi.models.common import Money
from yipanqi.models.project import ProjectRegistered, ProjectUpdated

_CHAINS = ("C1", "C2", "C3", "C4", "C5")


def project(number: int, random_: random.Random) -> ProjectRegistered:
    """Return the registration of project `number` by the Investment Promotion Centre."""
    return ProjectRegistered(
        project_id=f"investment-project-B{number:07d}",
        name=f"精密制造项目{number}",
        stage="SIGNED",
        stage_since="2020-06-30",
        taken_over=True,
        investor_name=f"某装备（苏州）有限公司{number % 997}",
        host_unit="zone",
        chain=random_.choice(_CHAINS),
        planned_investment=Money(amount=Decimal(random_.randrange(10**6, 10**9)), currency="CNY"),
        land_m2=Decimal(random_.randrange(1000, 90_000)),
    )


def carrier(number: int, random_: random.Random) -> CarrierRegistered:
    """Return the registration of carrier `number` by the SND Group."""
    return CarrierRegistered(
        carrier_id=f"snd-group-carrier-B{number:07d}",
        name=f"标准厂房{number}号楼",
        kind="PLANT",
        status="AVAILABLE",
        taken_over=True,
        floor_m2=Decimal(random_.randrange(500, 20_000)),
        storey_height_m=Decimal("7.90"),
        permitted_chains=(random_.choice(_CHAINS),),
    )


def proposals(count: int, first: int = 0) -> Iterator[tuple[str, AggregateRecord]]:
    """Yield unit and event from number `first` (a multiple of 3) on: a project, a carrier, a change to the project."""
    random_ = random.Random(first)
    for number in range(first, first + count):
        kind = number % 3
        if kind == 0:
            yield "investment", project(number, random_)
        elif kind == 1:
            yield "snd-group", carrier(number, random_)
        else:
            earlier = f"investment-project-B{number - 2:07d}"
            yield "investment", ProjectUpdated(project_id=earlier, floor_m2=Decimal(random_.randrange(500, 90_000)))
