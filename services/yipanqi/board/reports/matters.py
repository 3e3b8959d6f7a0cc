"""What waits for somebody: overdue approvals and problems, conflicts to rule on, corrections, alerts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_

from yipanqi.board.reports.model import Basis, Column, Kind, Label, Row, Section, Value, Words
from yipanqi.board.reports.reading import NO_CALENDAR, Doc, Reading, day
from yipanqi.models.codes import ProjectStage
from yipanqi.rules.approval_clock import used_until
from yipanqi.rules.project_problems import OPEN

_OPEN_APPROVALS = ("SUBMITTED", "ACCEPTED", "SUPPLEMENT")
OVERDUE, NOT_DUE = Label("超期", "overdue"), Label("未到期", "not due")
_LEVELS = ("URGENT", "WARNING")
_STUCK = ("PROJECT_NO_PROGRESS", "SIGNED_NOT_STARTED", "BUILDING_SILENT", "COMPLETION_LATE")
_PROJECTS = Words("项目台账：报批事项、问题", "projects: approval matters and problems")
_ALERTS = Words("预警（由系统按期限计算）", "alerts, computed from limits and state")


def open_approvals(table: Any) -> ColumnElement[bool]:
    """Return the condition that an approval matter waits; of a project that has ended nothing can be settled."""
    return and_(table.c.status.in_(_OPEN_APPROVALS), table.c.stage != ProjectStage.TERMINATED.value)


def open_problems(table: Any) -> ColumnElement[bool]:
    """Return the condition that a problem has to be solved; of a project that has ended none can be."""
    return and_(table.c.status.in_(OPEN), table.c.stage != ProjectStage.TERMINATED.value)


def overdue_approvals(reading: Reading) -> Section:
    """Return the approval matters that are open past their limit, the longest overdue first."""
    table = reading.table("project_approvals")
    today = reading.today.isoformat()
    docs = reading.records("project_approvals", open_approvals(table), table.c.due_on < today)
    found = sorted(docs, key=lambda doc: (doc["due_on"], doc["id"]))
    return Section(
        "approvals-overdue",
        Words("超期报批事项", "Approvals overdue"),
        Basis.NOW,
        (
            Column("项目", "Project", width=16),
            Column("事项", "Matter", width=9),
            Column("审批机关", "Authority", width=12),
            Column("状态", "Status", width=6),
            Column("受理日", "Accepted", Kind.DAY, width=7),
            Column("时限", "Limit", Kind.COUNT, "工作日", 6),
            Column("到期日", "Due", Kind.DAY, width=7),
            Column("已超期", "Overdue", Kind.COUNT, "工作日", 6),
            Column("归属单位", "Owner", width=9),
            Column("属地", "Host", width=9),
        ),
        tuple(_approval(reading, doc) for doc in found),
        _PROJECTS,
        last_input=reading.last("project"),
    )


def _approval(reading: Reading, doc: Doc) -> Row:
    return (
        doc["project_name"],
        doc.get("name") or reading.word("project.approval", doc["kind"]),
        doc.get("authority") or reading.unit(doc.get("authority_unit")),
        reading.word("project.approval_status", doc["status"]),
        day(doc.get("accepted_on")),
        doc.get("limit_working_days"),
        day(doc["due_on"]),
        _overdue_by(reading, doc),
        reading.unit(doc["owner_unit"]),
        reading.unit(doc.get("host_unit")),
    )


def _overdue_by(reading: Reading, doc: Doc) -> Value:
    """Return the working days that a matter is over its limit; while its clock stands they grow no more."""
    if doc.get("counted_from_on") is None:
        return int(doc["overdue_working_days"])
    since = date.fromisoformat(doc["counted_from_on"])
    used = used_until(doc["used_working_days"], since, reading.today, reading.counted.basis.days)
    return NO_CALENDAR if used is None else used - int(doc["limit_working_days"])


def problems(reading: Reading) -> Section:
    """Return the problems that are not solved, those of the highest level and overdue first."""
    table = reading.table("project_problems")
    docs = reading.records("project_problems", open_problems(table))
    found = sorted(docs, key=lambda doc: (-(doc.get("level") or 0), doc.get("due_on") or "9999", doc["id"]))
    return Section(
        "problems",
        Words("待协调解决的问题", "Problems to solve"),
        Basis.NOW,
        (
            Column("级别", "Level", Kind.COUNT, width=4),
            Column("项目", "Project", width=16),
            Column("类型", "Kind", width=5),
            Column("问题", "Problem", width=24),
            Column("责任单位", "Responsible", width=10),
            Column("提出日", "Raised", Kind.DAY, width=7),
            Column("到期日", "Due", Kind.DAY, width=7),
            Column("是否超期", "Overdue", width=6),
            Column("状态", "Status", width=6),
        ),
        tuple(
            (
                doc.get("level"),
                doc["project_name"],
                reading.word("project.problem_kind", doc["kind"]),
                doc.get("description"),
                reading.unit(doc.get("responsible_unit")),
                day(doc.get("raised_on")),
                day(doc.get("due_on")),
                overdue(reading, doc.get("due_on")),
                reading.word("project.problem_status", doc["status"]),
            )
            for doc in found
        ),
        _PROJECTS,
        last_input=reading.last("project"),
    )


def overdue(reading: Reading, due_on: str | None) -> Label | None:
    """Return whether a due date has passed, in a word."""
    if due_on is None:
        return None
    return OVERDUE if due_on < reading.today.isoformat() else NOT_DUE


def conflicts(reading: Reading) -> Section:
    """Return the claims whose conflict nobody has ruled on, the longest waiting first."""
    claims = reading.table("claim")
    docs = reading.records("claim", claims.c.status == "CONFLICT")
    waiting = [doc for doc in docs if doc.get("conflict_since_on")]
    groups = {doc["group_id"] for doc in waiting if doc.get("group_id")}
    held = list(reading.records("claim", claims.c.status == "PROTECTED", claims.c.group_id.in_(sorted(groups))))
    found = sorted(waiting, key=lambda doc: (doc.get("ruling_due_on") or "9999", doc["claim_id"]))
    names = reading.firms(doc["investor_id"] for doc in found)
    return Section(
        "conflicts",
        Words("撞单待裁定", "Conflicts to rule on"),
        Basis.NOW,
        (
            Column("投资方", "Investor", width=18),
            Column("方向", "Scope", width=12),
            Column("申报单位", "Claimed by", width=10),
            Column("申报日", "Filed", Kind.DAY, width=7),
            Column("在先受保护单位", "Protected for", width=14),
            Column("裁定期限", "Ruling due", Kind.DAY, width=7),
            Column("是否超期", "Overdue", width=6),
        ),
        tuple(
            (
                doc.get("investor_name") or names.get(doc["investor_id"], doc["investor_id"]),
                reading.word("claim.scope", doc["scope"]),
                reading.unit(doc["owner_unit"]),
                day(doc.get("filed_on")),
                _holders(reading, doc, held),
                day(doc.get("ruling_due_on")),
                overdue(reading, doc.get("ruling_due_on")),
            )
            for doc in found
        ),
        Words("首报台账", "claims"),
        notes=(Words("由商务局裁定；双方材料见看板“撞单”", "commerce rules; both sides are on the board"),),
        last_input=reading.last("claim"),
    )


def _holders(reading: Reading, claim: Doc, held: Iterable[Doc]) -> Value:
    units = {doc["owner_unit"] for doc in held if doc.get("group_id") == claim.get("group_id")}
    return reading.listed(sorted(units))


def corrections(reading: Reading) -> Section:
    """Return the doubts that their source has not answered."""
    docs = reading.records("correction", reading.table("correction").c.status == "OPEN")
    found = sorted(docs, key=lambda doc: (doc.get("due_on") or "9999", doc["correction_id"]))
    return Section(
        "corrections",
        Words("待答复的校核", "Corrections open"),
        Basis.NOW,
        (
            Column("答复单位", "Source", width=10),
            Column("提出单位", "Asked by", width=10),
            Column("对象", "Record", width=16),
            Column("字段", "Field", width=10),
            Column("疑问", "Doubt", width=24),
            Column("到期日", "Due", Kind.DAY, width=7),
            Column("是否超期", "Overdue", width=6),
        ),
        tuple(
            (
                reading.unit(doc.get("source_unit")),
                reading.unit(doc["owner_unit"]),
                doc["subject_id"],
                reading.field(doc["subject_aggregate"], doc["field"]),
                doc.get("doubt"),
                day(doc.get("due_on")),
                overdue(reading, doc.get("due_on")),
            )
            for doc in found
        ),
        Words("校核记录", "correction requests"),
        last_input=reading.last("correction"),
    )


def alerts(reading: Reading) -> Section:
    """Return the urgent alerts and warnings that wait, by the unit that must act."""
    table = reading.table("alert")
    docs = list(reading.records("alert", table.c.status == "RAISED", table.c.level.in_(_LEVELS)))
    order = {unit: place for place, unit in enumerate(reading.units)}
    pairs = [(unit, doc) for doc in _named(reading, docs) for unit in doc.get("units") or [None]]
    pairs.sort(
        key=lambda pair: (
            order.get(pair[0] or "", len(order)),
            _LEVELS.index(pair[1]["level"]),
            pair[1].get("due_on") or "9999",
            pair[1]["alert_id"],
        )
    )
    return Section(
        "alerts",
        Words("各单位待处理预警（紧急、预警）", "Alerts to act on, by unit"),
        Basis.NOW,
        (Column("责任单位", "Unit", width=10), Column("级别", "Level", width=5), *_ALERT_COLUMNS),
        tuple(
            (reading.unit(unit), reading.word("alert.level", doc["level"]), *_alert(reading, doc))
            for unit, doc in pairs
        ),
        _ALERTS,
        notes=(Words("须两个单位共同处理的，在各单位名下分别列出", "what several units must act on stands with each"),),
        last_input=reading.last("alert"),
    )


def _named(reading: Reading, docs: list[Doc]) -> list[Doc]:
    """Return the alerts, those on claims with the investor's name where the claim says only its id."""
    names = reading.firms(doc["subject_name"] for doc in docs if doc["subject_aggregate"] == "claim")
    return [{**doc, "subject_name": names.get(doc["subject_name"], doc["subject_name"])} for doc in docs]


def stuck(reading: Reading) -> Section:
    """Return the projects without progress, as the alerts on them say."""
    table = reading.table("alert")
    docs = reading.records("alert", table.c.status.in_(("RAISED", "SNOOZED")), table.c.kind.in_(_STUCK))
    found = sorted(docs, key=lambda doc: (doc.get("since_on") or "9999", doc["alert_id"]))
    return Section(
        "no-progress",
        Words("久未进展的项目", "Projects without progress"),
        Basis.NOW,
        (
            *_ALERT_COLUMNS,
            Column("责任单位", "Units", width=10),
            Column("暂缓提醒至", "Snoozed until", Kind.DAY, width=7),
        ),
        tuple(
            (
                *_alert(reading, doc),
                reading.listed(doc.get("units") or ()),
                day(doc.get("snoozed_until_on")),
            )
            for doc in found
        ),
        _ALERTS,
        last_input=reading.last("alert", "project"),
    )


_ALERT_COLUMNS = (
    Column("事项", "Kind", width=9),
    Column("对象", "Subject", width=16),
    Column("情况", "What is wrong", width=28),
    Column("起始", "Since", Kind.DAY, width=7),
    Column("期限", "Due", Kind.DAY, width=7),
)


def _alert(reading: Reading, doc: Doc) -> Row:
    return (
        reading.word("alert.kind", doc["kind"]),
        doc.get("subject_name") or reading.unit(doc.get("subject_id")),
        _reason(doc),
        day(doc.get("since_on")),
        day(doc.get("due_on")),
    )


def _reason(doc: Doc) -> Value:
    zh = doc.get("reason_zh")
    return Label(zh, doc.get("reason_en") or "") if zh else None
