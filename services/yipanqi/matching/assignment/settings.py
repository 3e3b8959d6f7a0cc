"""What an assignment is worth, and how hard the solver looks for the best. Defaults of ours, not policy."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Objective(BaseModel):
    """Points that the parts of an assignment's value count; change the version with any of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(default="2020.1", max_length=40)
    #: Per 100 million CNY of planned investment that finds a site, up to `investment_cap` points a project.
    per_100m_cny: float = Field(default=1.0, ge=0, le=1000)
    investment_cap: float = Field(default=50.0, ge=0, le=10_000)
    #: For a site that the project's preferences score with 100.
    preference: float = Field(default=10.0, ge=0, le=1000)
    #: Per 1,000 m² that the project needs and the site gives.
    per_1000_m2: float = Field(default=0.2, ge=0, le=1000)
    #: Per 100 days that the site has stood vacant, up to `idle_days_cap` days.
    per_100_idle_days: float = Field(default=0.5, ge=0, le=1000)
    idle_days_cap: int = Field(default=1000, ge=0, le=10_000)
    #: For an area and chain that reach `cluster_size` projects by this assignment.
    cluster: float = Field(default=5.0, ge=0, le=1000)
    cluster_size: int = Field(default=3, ge=2, le=50)
    #: What each part of a split site costs, so that no part is taken that is not needed.
    per_part: float = Field(default=0.01, ge=0, le=10)


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
