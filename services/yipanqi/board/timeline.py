"""A project's course in one order of time: stages, milestones, approval matters and problems, each with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Record

Entry = dict[str, Any]

#: What comes first on one day.
_ORDER = ("stage", "milestone", "approval", "problem")


def timeline(record: Record, codes: CodeLists) -> list[Entry]:
    """Return the entries of a project's record as the viewer sees it, oldest first.

    `on` is the day as it is known (a month or a year too, None first); `planned` marks milestones still to come;
    `event_id` names the event in the project's history. Further keys are those of the entry's kind.
    """
    found = [*_stages(record), *_milestones(record), *_steps(record)]
    for entry in found:
        code = codes[entry.pop("codes")].get(entry["code"])
        entry["zh"], entry["en"] = (code.zh, code.en) if code else (entry["code"], entry["code"])
    return sorted(found, key=lambda entry: (entry["on"] or "", _ORDER.index(entry["kind"])))


def _entry(kind: str, codes: str, code: str, on: str | None, source: Record, **more: Any) -> Entry:
    base = {"on": on, "kind": kind, "codes": codes, "code": code, "planned": False}
    return {**base, "by_unit": source.get("by_unit"), "event_id": source.get("event_id"), **more}


def _stages(record: Record) -> Iterator[Entry]:
    for step in record.get("stage_history", ()):
        more = {"taken_over": step["taken_over"], "evidence": step["evidence"], "note": step.get("reason")}
        yield _entry("stage", "project.stage", step["stage"], step.get("since"), step, **more)


def _milestones(record: Record) -> Iterator[Entry]:
    for one in record.get("milestones", ()):
        plan = {"planned_on": one.get("planned_on"), "first_planned_on": one.get("first_planned_on")}
        name, codes = one["milestone"], "project.milestone"
        if one.get("reached_on"):
            source = {"by_unit": one.get("reached_by"), "event_id": one.get("reached_event")}
            more = {**plan, "by_stage": one["by_stage"], "evidence": one["evidence"]}
            yield _entry("milestone", codes, name, one["reached_on"], source, **more)
        elif one.get("planned_on"):
            source = {"by_unit": one.get("planned_by"), "event_id": one.get("planned_event")}
            yield _entry("milestone", codes, name, one["planned_on"], source, **{**plan, "planned": True})


def _steps(record: Record) -> Iterator[Entry]:
    for kind, items, id_field in (("approval", "approvals", "matter_id"), ("problem", "problems", "problem_id")):
        for item in record.get(items, ()):
            for step in item["steps"]:
                more = {id_field: item[id_field], "about": item["kind"], "note": step.get("note")}
                if kind == "problem":
                    more |= {"level": step["level"], "responsible_unit": step["responsible_unit"]}
                yield _entry(kind, f"project.{kind}_status", step["status"], step["on"], step, **more)
