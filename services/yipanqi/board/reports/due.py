"""What falls due from now to the end of the week after: approvals, problems, claims, reservations, milestones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from yipanqi.board.reports.matters import open_approvals, open_problems
from yipanqi.board.reports.model import Basis, Column, Kind, Label, Section, Value, Words
from yipanqi.board.reports.reading import Doc, Reading
from yipanqi.findings.service_step import AWAITED
from yipanqi.rules.outcome import Role

_WEEK = timedelta(days=7)
_DAY_LENGTH = 10
_CLAIM_DATES = (
    ("PROTECTED", "protected_until_on", Label("首报保护到期", "Claim's protection ends")),
    ("PROTECTED", "contact_due_on", Label("首报应联系", "Contact due on a claim")),
    ("CONFLICT", "ruling_due_on", Label("撞单应裁定", "Conflict to rule on")),
)
_CORRECTION = Label("校核答复", "Correction to answer")
_APPROVAL = Label("报批时限", "Approval due")
_PROBLEM = Label("问题解决", "Problem to solve")
_MILESTONE = Label("计划节点", "Milestone planned")
_RESERVATION = Label("载体预留到期", "Reservation ends")
_ENDED = ("SUSPENDED", "TERMINATED")


class Due(NamedTuple):
    """Something that falls due on a day."""

    on: str
    kind: Label
    subject: Value
    matter: Value
    unit: Value


def next_due(reading: Reading) -> Section:
    """Return what falls due between the day of the packet and the end of the week after the period."""
    first, last = reading.period.until, reading.period.end + _WEEK
    found = sorted(
        (due for due in _all(reading) if first.isoformat() <= due.on[:_DAY_LENGTH] <= last.isoformat()),
        key=lambda due: (due.on, due.kind, str(due.subject), str(due.matter)),
    )
    return Section(
        "next-due",
        Words(f"近期到期事项（{first} 至 {last}）", f"Falling due from {first} to {last}"),
        Basis.NOW,
        (
            Column("日期", "On", Kind.DAY, width=7),
            Column("类别", "Kind", width=9),
            Column("对象", "Subject", width=20),
            Column("事项", "Matter", width=16),
            Column("责任单位", "Unit", width=12),
        ),
        tuple((date.fromisoformat(due.on), due.kind, due.subject, due.matter, due.unit) for due in found),
        Words(
            "项目台账（报批、问题、节点）、首报、载体预留、诉求、校核",
            "projects, claims, reservations, requests, corrections",
        ),
        notes=(
            Words(
                "计划日期只记到月或年的节点未列入；已过期的见前面各表",
                "milestones planned to the month or year only are not listed; what is past due is in the tables above",
            ),
        ),
        last_input=reading.last("project", "claim", "carrier", "service", "correction"),
    )


def _all(reading: Reading) -> Iterator[Due]:
    yield from _approvals(reading)
    yield from _problems(reading)
    yield from _milestones(reading)
    yield from _claims(reading)
    yield from _reservations(reading)
    yield from _services(reading)
    for doc in reading.records("correction", reading.table("correction").c.status == "OPEN"):
        if doc.get("due_on"):
            matter = reading.field(doc["subject_aggregate"], doc["field"])
            yield Due(
                doc["due_on"],
                _CORRECTION,
                doc["subject_id"],
                matter,
                reading.unit(doc.get("source_unit")),
            )


def _approvals(reading: Reading) -> Iterator[Due]:
    table = reading.table("project_approvals")
    for doc in reading.records("project_approvals", open_approvals(table), table.c.due_on.is_not(None)):
        matter = doc.get("name") or reading.word("project.approval", doc["kind"])
        unit = reading.unit(doc.get("authority_unit")) or doc.get("authority")
        yield Due(doc["due_on"], _APPROVAL, doc["project_name"], matter, unit)


def _problems(reading: Reading) -> Iterator[Due]:
    table = reading.table("project_problems")
    for doc in reading.records("project_problems", open_problems(table), table.c.due_on.is_not(None)):
        unit = reading.unit(doc.get("responsible_unit"))
        yield Due(doc["due_on"], _PROBLEM, doc["project_name"], doc.get("description"), unit)


def _milestones(reading: Reading) -> Iterator[Due]:
    for doc in reading.projects:
        if doc["stage"] in _ENDED:
            continue
        for milestone in doc.get("milestones") or ():
            planned = milestone.get("planned_on")
            # Known to the month only, it cannot be put on a day.
            if milestone.get("reached_on") is None and planned and len(planned) == _DAY_LENGTH:
                matter = reading.word("project.milestone", milestone["milestone"])
                unit = reading.unit(doc.get("host_unit") or doc["owner_unit"])
                yield Due(planned, _MILESTONE, doc["name"], matter, unit)


def _claims(reading: Reading) -> Iterator[Due]:
    table = reading.table("claim")
    docs = list(reading.records("claim", table.c.status.in_(("PROTECTED", "CONFLICT")), _soon(reading, table)))
    names = reading.firms(doc["investor_id"] for doc in docs)
    for doc in docs:
        for status, name, kind in _CLAIM_DATES:
            if doc["status"] == status and doc.get(name):
                investor = doc.get("investor_name") or names.get(doc["investor_id"], doc["investor_id"])
                unit = reading.units_with(Role.COMMERCE) if status == "CONFLICT" else reading.unit(doc["owner_unit"])
                yield Due(doc[name], kind, investor, reading.word("claim.scope", doc["scope"]), unit)


def _soon(reading: Reading, table: Any) -> ColumnElement[bool]:
    """Return the condition that one of a claim's dates lies before the last day that is looked at."""
    last = (reading.period.end + _WEEK).isoformat()
    return or_(*(table.c[name] <= last for _, name, _ in _CLAIM_DATES))


def _reservations(reading: Reading) -> Iterator[Due]:
    # Few carriers are reserved: the database finds them by the text of their holds.
    table = reading.table("carrier")
    names = {doc["project_id"]: doc["name"] for doc in reading.projects}
    for doc in reading.records("carrier", table.c.doc.contains('"until_on":"')):
        for hold in _reserved(doc.get("holds") or ()):
            where = f"{doc['name']} {hold['unit_no']}" if hold.get("unit_no") else doc["name"]
            project = names.get(hold["project_id"], hold["project_id"])
            yield Due(
                hold["until_on"],
                _RESERVATION,
                where,
                project,
                reading.unit(hold.get("requested_by")),
            )


def _reserved(holds: Iterable[Doc]) -> Iterator[Doc]:
    return (hold for hold in holds if hold["kind"] == "RESERVED" and hold.get("until_on"))


def _services(reading: Reading) -> Iterator[Due]:
    table = reading.table("service")
    for doc in reading.records("service", table.c.status.in_(sorted(AWAITED))):
        step = AWAITED[doc["status"]]
        if doc.get(step.due):
            unit = reading.unit(doc.get("responsible_unit")) if step.by is None else reading.units_with(step.by)
            kind = Label(f"诉求{step.zh}", f"Request to be {step.en}")
            yield Due(doc[step.due], kind, doc.get("enterprise_name") or doc["enterprise_id"], doc["title"], unit)
