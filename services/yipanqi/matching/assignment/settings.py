"""What an assignment is worth, and how hard the solver looks for the best. Defaults of ours, not policy."""

from __future__ import annotations

from dataclasses import fields
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from yipanqi.defaults import DEFAULTS, AssignmentSettings
from yipanqi.matching.settings import version_of

_OURS = DEFAULTS.assignment


class Objective(BaseModel):
    """Points that the parts of an assignment's value count; by default those of the district's settings.

    `per_part` is what each part of a split site costs, so that no part is taken that is not needed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(default=version_of(DEFAULTS.assignment), max_length=40)
    per_100m_cny: float = Field(default=float(_OURS.per_100m_cny), ge=0, le=1000)
    investment_cap: float = Field(default=float(_OURS.investment_cap), ge=0, le=10_000)
    preference: float = Field(default=float(_OURS.preference), ge=0, le=1000)
    per_1000_m2: float = Field(default=float(_OURS.per_1000_m2), ge=0, le=1000)
    per_100_idle_days: float = Field(default=float(_OURS.per_100_idle_days), ge=0, le=1000)
    idle_cap_days: int = Field(default=_OURS.idle_cap_days, ge=0, le=10_000)
    cluster: float = Field(default=float(_OURS.cluster), ge=0, le=1000)
    cluster_size: int = Field(default=_OURS.cluster_size, ge=2, le=50)
    per_part: float = Field(default=0.01, ge=0, le=10)

    @classmethod
    def of(cls, settings: AssignmentSettings) -> Self:
        """Return the points of the district's settings."""
        values = {each.name: getattr(settings, each.name) for each in fields(settings)}
        return cls(version=version_of(settings), **{name: float(value) for name, value in values.items()})


class Effort(BaseModel):
    """How far the search goes. Results are the same for the same input unless the time limit cuts the search off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=45.0, ge=1, le=600)
    #: Stop once the best found is proven to be within this share of the best possible.
    gap: float = Field(default=0.0005, ge=0, le=0.5)
    #: Sites per project that the programme starts with; more are added as the bound asks for them.
    sites_per_project: int = Field(default=25, ge=1, le=5000)
    added_per_round: int = Field(default=8, ge=1, le=500)
    rounds: int = Field(default=15, ge=0, le=200)
    #: More pairs than that are not put to the solver at once: the bound then tells what they could add.
    most_pairs: int = Field(default=150_000, ge=1, le=2_000_000)
    #: Parts per area that a split is put together from, and areas per project in which one is tried.
    parts_per_area: int = Field(default=10, ge=2, le=100)
    areas_per_project: int = Field(default=4, ge=1, le=50)
    #: A part is at least this share of what is needed.
    least_part: float = Field(default=0.1, gt=0, le=1)
    #: Whether a requirement that cannot be judged for want of data lets a pair through.
    allow_unknown: bool = False
    seed: int = Field(default=20200428, ge=0)
