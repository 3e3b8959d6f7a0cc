"""Changes of a row that are acts of their own: a stage reached, a carrier offered, an activity held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yipanqi.models.activity import ActivityCorrected, ActivityHeld
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CarrierListed, CarrierWithdrawn
from yipanqi.models.codes import ZH
from yipanqi.models.evaluation import EvaluationRevised
from yipanqi.models.listing import ListingAdvanced, ListingCorrected
from yipanqi.models.project import ApprovalAccepted, ProjectCorrected, ProjectFlagSet, ProjectStageChanged
from yipanqi.models.recruiter import TrainingCorrected
from yipanqi.models.visit import VisitCorrected
from yipanqi.rules.listing import ORDER, PROOF, allowed
from yipanqi.unit.sheets.claim_changes import claim_begun, claim_changed
from yipanqi.unit.sheets.difference import REASON, Difference, Refusal
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.service_changes import service_begun, service_changed
from yipanqi.unit.sheets.target_changes import target_changed

#: Remembered of a part that a correction must name for ever by the event that first said it.
RECORDED_BY = "recorded_by"
_FLAGS = ("red_line", "basic_farmland", "high_energy", "high_emission")
_NEEDS_REASON = ("SUSPENDED", "TERMINATED")
_DAY_LENGTH = 10


def moved(difference: Difference) -> None:
    """Put what is an act of its own into events.

    Raises:
        Refusal: the change needs something that the row does not give, such as the day of a stage.
    """
    move = _MOVES.get(difference.row.kind)
    if move is not None:
        move(difference)


def begun(difference: Difference) -> None:
    """Put what a new row tells besides its first event into events that come later."""
    begin = _BEGUN.get(difference.row.kind)
    if begin is not None:
        begin(difference)


def _project(found: Difference) -> None:
    values, events = found.change.values, found.change.events
    if "stage" in found.changed:
        events.append(
            found.say(
                ProjectStageChanged,
                to_stage=values["stage"],
                effective_on=_day_of_stage(found),
                contract_reference=values.get("contract_reference"),
                reason=values.get("remarks") if values["stage"] in _NEEDS_REASON else None,
            )
        )
        found.take("stage", "stage_since", "contract_reference")
    else:
        _stage_date(found, ProjectCorrected)
    for flag in _FLAGS:
        if flag in found.changed:
            events.append(found.say(ProjectFlagSet, flag=flag, raised=values[flag], reason=REASON))
            found.take(flag)


def _stage_date(found: Difference, event: type[AggregateRecord]) -> None:
    """A day of the present stage that was wrong, or is not known after all."""
    if "stage_since" in found.changed:
        found.change.events.append(found.correction(event, stage_since=found.change.values["stage_since"]))
    elif "stage_since" in found.cleared:
        found.change.events.append(found.correction(event, cleared=["stage_since"]))
    found.take("stage_since")


def _day_of_stage(found: Difference) -> str:
    since = str(found.change.values.get("stage_since", ""))
    if len(since) != _DAY_LENGTH or "stage_since" not in found.changed:
        raise Refusal("stage_since", _DAY_OF_STAGE)
    return since


def _carrier(found: Difference) -> None:
    if "status" not in found.changed:
        return
    status = found.change.values["status"]
    if status == "AVAILABLE":
        found.change.events.append(found.say(CarrierListed))
        found.take("status")
    elif status == "WITHDRAWN":
        reason = str(found.change.values.get("remarks") or "台账标为撤回")[:1000]
        found.change.events.append(found.say(CarrierWithdrawn, reason=reason))
        found.take("status")


def _approval(found: Difference) -> None:
    if "accepted_on" in found.changed and "accepted_on" not in found.old:
        facts = {name: found.change.values[name] for name in ("matter_id", "accepted_on")}
        found.change.events.append(found.say(ApprovalAccepted, **facts))
        found.take("accepted_on")


def _listing(found: Difference) -> None:
    """A new stage is a step with its day, and with the document that proves it where the way asks for one."""
    values = found.change.values
    if "stage" not in found.changed:
        return _stage_date(found, ListingCorrected)
    before, to = str(found.old["stage"]), str(values["stage"])
    back = (before in ORDER and to in ORDER and ORDER.index(to) < ORDER.index(before)) or before == "TERMINATED"
    _may_follow(found, before, to, back)
    found.change.events.append(
        found.say(
            ListingAdvanced,
            to_stage=to,
            effective_on=_day_of_stage(found),
            evidence=[] if back else _proof(found, to),
            force=back,
            reason=values.get("remarks") if back or to == "TERMINATED" else None,
            next_step=values.get("next_step"),
            next_due_on=values.get("next_due_on"),
        )
    )
    found.take("stage", "stage_since", "next_step", "next_due_on")
    return None


def _may_follow(found: Difference, before: str, to: str, back: bool) -> None:
    """Refuse a jump, and what needs a reason and has none."""
    names = ZH["listing.stage"]
    if not allowed(str(found.change.values["board"]), before, to, back):
        raise Refusal("stage", _jump(names[before], names[to], _between(before, to)))
    if (back or to == "TERMINATED") and not found.change.values.get("remarks"):
        raise Refusal("remarks", _REASON_NEEDED)


def _between(before: str, to: str) -> str:
    order = [str(stage) for stage in ORDER]
    if before not in order or to not in order:
        return ""
    return "、".join(ZH["listing.stage"][stage] for stage in order[order.index(before) + 1 : order.index(to)])


def _proof(found: Difference, to: str) -> list[dict[str, Any]]:
    kind = next((str(kind) for stage, kind in PROOF.items() if stage == to), None)
    if kind is None:
        return []
    reference = found.row.aside.get("proof")
    if not reference:
        raise Refusal("proof", _proof_needed(ZH["listing.stage"][to], ZH["evidence.kind"][kind]))
    return [{"kind": kind, "reference": reference}]


def _activity(found: Difference) -> None:
    """A day that was filled in says that it was held; one that was written anew is corrected."""
    values = found.change.values
    if "held_on" not in found.changed:
        return
    if date.fromisoformat(values["held_on"]) < date.fromisoformat(values["starts_on"]):
        raise Refusal("held_on", _held_before(values["starts_on"]))
    if "held_on" in found.old:
        found.later.append(found.correction(ActivityCorrected, held_on=values["held_on"]))
        found.take("held_on")
        return
    told = {name: values[name] for name in ("guests", "results") if name in found.changed}
    found.later.append(found.say(ActivityHeld, held_on=values["held_on"], **told))
    found.take("held_on", *told)


def _training(found: Difference) -> None:
    """A training is corrected by the event that recorded it, however often."""
    recorded = str(found.old.get(RECORDED_BY) or found.last_event)
    facts = {name: found.change.values[name] for name in found.changed & TrainingCorrected.model_fields.keys()}
    if facts:
        found.change.values[RECORDED_BY] = recorded
        found.change.events.append(found.correction(TrainingCorrected, corrects=recorded, **facts))
        found.take(*facts)


def _visit(found: Difference) -> None:
    known = VisitCorrected.model_fields.keys()
    facts = {name: found.change.values[name] for name in found.changed & known}
    cleared = sorted(found.cleared & known)
    if not facts and not cleared:
        return
    found.change.events.append(found.correction(VisitCorrected, **facts, cleared=cleared))
    found.take(*facts, *cleared)


def _evaluation(found: Difference) -> None:
    """Scores that were measured anew replace all five."""
    facts = ("rule_version", "parts", "exempt")
    if found.changed & set(facts):
        values = {name: found.change.values[name] for name in facts}
        found.change.events.append(found.say(EvaluationRevised, **values))
        found.take(*facts)


_MOVES: Mapping[str, Callable[[Difference], None]] = {
    "project": _project,
    "carrier": _carrier,
    "approval": _approval,
    "listing": _listing,
    "activity": _activity,
    "training": _training,
    "visit": _visit,
    "evaluation": _evaluation,
    "target": target_changed,
    "claim": claim_changed,
    "service": service_changed,
}
#: What a row that is new tells besides its first event.
_BEGUN: Mapping[str, Callable[[Difference], None]] = {"claim": claim_begun, "service": service_begun}

_DAY_OF_STAGE = CellFault(
    Fault.DAY_NEEDED,
    "阶段有变化，需要填写进入新阶段的日期（具体到日）",
    "the stage has changed: the day of the move is needed",
    "请写成 2020-04-28",
    "write it as 2020-04-28",
)
_REASON_NEEDED = CellFault(
    Fault.MISSING,
    "终止或退回需要说明理由",
    "giving up or going back needs a reason",
    "请在备注中写明理由",
    "write the reason into the remarks",
)


def _jump(before: str, to: str, between: str) -> CellFault:
    step = f"，中间还有：{between}" if between else ""
    return CellFault(
        Fault.STAGE_JUMP,
        f"不能从“{before}”直接变为“{to}”{step}",
        "the stages follow one another: this one does not follow the last one imported",
        "请按阶段顺序逐次填写阶段和日期并导入；确实报错的，由商务局退回",
        "write and import the stages one after the other; commerce puts back what was reported wrongly",
    )


def _proof_needed(stage: str, kind: str) -> CellFault:
    return CellFault(
        Fault.MISSING,
        f"进入“{stage}”需要{kind}的文号",
        "this stage needs the number of the document that proves it",
        "请增加或补填“证明文号”一列",
        "fill in the column 证明文号 (document no)",
    )


def _held_before(starts_on: str) -> CellFault:
    return CellFault(
        Fault.DATES_REVERSED,
        f"实际举办日期早于活动日期 {starts_on}",
        f"it was held before the day it was planned for, {starts_on}",
        "提前举办的，请同时改活动日期；否则请核对",
        "if it was brought forward change the planned day too, else check it",
    )
