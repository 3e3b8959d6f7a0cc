"""The one thing of a simulated day that is worth telling."""

from __future__ import annotations

from collections.abc import Mapping

from yipanqi.models.activity import ActivityHeld
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CarrierOccupied, ReservationRequested
from yipanqi.models.claim import ClaimRuled
from yipanqi.models.evaluation import EvaluationPublished
from yipanqi.models.lead import LeadConverted
from yipanqi.models.project import ProjectRegistered, ProjectStageChanged
from yipanqi.models.revitalisation import PlanApproved, RevitalisationDone
from yipanqi.models.service import ServiceConfirmed
from yipanqi.simulate.district import Key
from yipanqi.simulate.history import Day

_STAGES = {
    "SIGNED": "签约 signed",
    "BUILDING": "开工 building begun",
    "PRODUCING": "投产 producing",
    "FULL_CAPACITY": "达产 at full capacity",
    "OPERATING": "运营 operating",
    "TERMINATED": "终止 terminated",
}
#: The most telling first.
_EVENTS: dict[type[AggregateRecord], str] = {
    RevitalisationDone: "盘活 space freed",
    ClaimRuled: "撞单裁定 conflict ruled",
    CarrierOccupied: "入驻 moved in",
    PlanApproved: "盘活方案获批 plan approved",
    LeadConverted: "线索转项目 lead became a project",
    ProjectRegistered: "新项目 new project",
    ActivityHeld: "活动 activity held",
    EvaluationPublished: "评价公布 evaluation published",
    ReservationRequested: "预留载体 carrier reserved",
    ServiceConfirmed: "诉求办结 request settled",
}


def headline(day: Day, states: Mapping[Key, AggregateRecord]) -> str:
    """Return the day's most telling accepted event with its record's name; empty where nothing is."""
    best, told = len(_EVENTS), ""
    for said in (one for part in day.rounds for one in part if one.refused is None):
        event = said.event
        if isinstance(event, ProjectStageChanged) and event.to_stage in _STAGES:
            rank, what = -1, _STAGES[event.to_stage]
        else:
            rank, what = _rank(event)
        if rank < best:
            state = states.get((event.__aggregate__, event.aggregate_id()))
            best, told = rank, f"{what}: {_name(state)}".removesuffix(": ")
    return told


def _rank(event: AggregateRecord) -> tuple[int, str]:
    for rank, (kind, what) in enumerate(_EVENTS.items()):
        if isinstance(event, kind):
            return rank, what
    return len(_EVENTS), ""


def _name(state: AggregateRecord | None) -> str:
    facts = {} if state is None else vars(state)
    return str(facts.get("name") or facts.get("title") or facts.get("subject_name") or "")
