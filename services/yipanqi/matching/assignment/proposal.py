"""What an assignment's answer holds: plans, figures and proof, as they travel between processes and over HTTP."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Part):
    """A sentence in both languages."""

    zh: str
    en: str


class Doubted(_Part):
    """A field of a record that somebody doubts (校核): what was reckoned with it may not hold."""

    field: str
    zh: str
    en: str


class SitePlan(_Part):
    """A site given to a project; `score` is that of the project's preferences, 0 to 100."""

    site: str
    carrier_id: str
    unit_no: str | None
    name: str
    area_code: str | None
    m2: str | None
    score: float
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    disputed: tuple[Doubted, ...] = ()


class Bar(_Part):
    """A requirement and how many sites it bars, and how many it alone bars."""

    code: str
    zh: str
    en: str
    bars: int
    alone: int


class ProjectPlan(_Part):
    """What becomes of a project. `change`: NEW, SAME, MOVED, LOST (it holds a site today), NONE (it has none)."""

    project_id: str
    name: str
    change: str
    sites: tuple[SitePlan, ...]
    present: tuple[str, ...]
    value: float
    present_value: float
    feasible_sites: int
    why: Reason
    bars: tuple[Bar, ...]
    disputed: tuple[Doubted, ...] = ()


class Cluster(_Part):
    """An area and a chain that reach the size of a cluster."""

    area_code: str
    chain: str


class Standing(_Part):
    """An assignment in figures.

    `broken` are projects whose reservation of today does not meet the requirements; the figures are without them.
    """

    value: float
    projects: int
    sites: int
    investment_cny: str
    m2: str
    broken: tuple[str, ...] = ()
    clusters: tuple[Cluster, ...] = ()


class Proof(_Part):
    """How good the result is: nothing is worth more than `bound`; `gap` is the share by which it exceeds the value."""

    bound: float
    gap: float
    optimal: bool
    complete: bool
    pairs_feasible: int
    pairs_considered: int
    splits_considered: int
    sites_per_project: int
    seconds: float
    note: Reason


class Answer(_Part):
    """A proposal for the district's assignment, beside what is reserved today and what a clerk would have chosen."""

    rules_version: str
    objective_version: str
    today: str
    projects: int
    sites: int
    proposed: Standing
    present: Standing
    greedy_value: float
    proof: Proof
    plans: tuple[ProjectPlan, ...]
    remarks: tuple[dict[str, str], ...]
