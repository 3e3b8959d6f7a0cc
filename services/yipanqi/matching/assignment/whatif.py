"""The questions that may be put to an assignment: carriers withdrawn, projects added, pairs fixed or forbidden."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from yipanqi.matching.assignment.settings import Effort, Objective
from yipanqi.matching.need import Need
from yipanqi.models.types import Exact, code_of

_Id = Annotated[str, Field(min_length=1, max_length=240)]


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(_Question):
    """A project and a site: a carrier's id, with `#` and the unit's number for a unit of it."""

    project_id: _Id
    site: _Id


class AddedProject(_Question):
    """A project that is not on the board yet."""

    project_id: _Id
    name: Annotated[str, Field(min_length=1, max_length=300)] = "假设项目"
    kinds: tuple[Annotated[str, code_of("carrier.kind")], ...] = Field(default=(), max_length=20)
    floor_m2: Annotated[Exact, Field(gt=0)] | None = None
    land_m2: Annotated[Exact, Field(gt=0)] | None = None
    storey_height_m: Annotated[Exact, Field(gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(gt=0)] | None = None
    power_kva: Annotated[Exact, Field(ge=0)] | None = None
    rent_max_cny_m2_month: Annotated[Exact, Field(ge=0)] | None = None
    chain: Annotated[str, code_of("chain")] | None = None
    area_codes: tuple[Annotated[str, code_of("area")], ...] = Field(default=(), max_length=50)
    from_on: date | None = None
    sites: int = Field(default=1, ge=1, le=5)
    investment_cny: Annotated[Exact, Field(ge=0)] | None = None

    def need(self) -> Need:
        """Return what it looks for."""
        return Need(
            project_id=self.project_id,
            name=self.name,
            stage="NEGOTIATING",
            owner_unit="",
            host_unit=None,
            kinds=self.kinds,
            kinds_inferred=False,
            floor_m2=self.floor_m2,
            land_m2=self.land_m2,
            storey_height_m=self.storey_height_m,
            floor_load_t_m2=self.floor_load_t_m2,
            power_kva=self.power_kva,
            rent_max=self.rent_max_cny_m2_month,
            chain=self.chain,
            areas=self.area_codes,
            from_on=self.from_on,
            sites=self.sites,
            investment_cny=self.investment_cny,
            foreign_currency=None,
            flags=(),
        )


class WhatIf(_Question):
    """An assignment's question. Without any change it asks for the best assignment as things stand.

    `keep_reservations`: the reservations of today stay as they are, only the rest is assigned.
    """

    withdraw: tuple[_Id, ...] = Field(default=(), max_length=5000)
    add: tuple[AddedProject, ...] = Field(default=(), max_length=500)
    leave_out: tuple[_Id, ...] = Field(default=(), max_length=5000)
    fix: tuple[Pair, ...] = Field(default=(), max_length=500)
    forbid: tuple[Pair, ...] = Field(default=(), max_length=5000)
    keep_reservations: bool = False
    #: Only projects of these chains and carriers of these areas take part; empty means all.
    chains: tuple[Annotated[str, code_of("chain")], ...] = Field(default=(), max_length=50)
    areas: tuple[Annotated[str, code_of("area")], ...] = Field(default=(), max_length=100)
    #: The points of the value; absent: the district's settings.
    objective: Objective | None = None
    effort: Effort = Effort()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse a project that is added twice: it would be given two sites."""
        twice = [id_ for id_, count in Counter(each.project_id for each in self.add).items() if count > 1]
        if twice:
            raise ValueError(f"add 中项目编号重复：{twice[0]} · project {twice[0]} is added twice")
        return self
