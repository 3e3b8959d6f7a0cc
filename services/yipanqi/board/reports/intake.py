"""What comes in: leads and claims by unit, enterprises' requests by category."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from yipanqi.board.reports.model import (
    DISTRICT_TOTAL,
    TOTAL,
    Basis,
    Column,
    Kind,
    Label,
    Reason,
    Row,
    Section,
    Value,
    Words,
)
from yipanqi.board.reports.periods import Place
from yipanqi.board.reports.reading import Doc, Reading
from yipanqi.findings.service_step import AWAITED

_NO_LEADS = ("DROPPED", "CONVERTED")
_OF_LEADS = ("owner_unit", "status", "received_on", "project_id", "responded_at", "response_due_on")
_OF_CLAIMS = ("owner_unit", "status", "filed_on", "conflict_since_on")
_OF_SERVICES = (
    *("category", "status", "received_on", "resolved_at", "in_time", "rating"),
    *sorted({step.due for step in AWAITED.values()}),
)
_NONE_RESOLVED = Reason("none-resolved", "期内没有办结的诉求", "none was resolved in the period")
_NOT_RATED = Reason("not-rated", "期内办结的诉求尚无评价", "none that was resolved in the period is rated")


def leads_and_claims(reading: Reading) -> Section:
    """Return how many leads and claims each unit brought in the period, and how its own stand now."""
    leads, claims = reading.columns("lead", *_OF_LEADS), reading.columns("claim", *_OF_CLAIMS)
    owners = {doc["owner_unit"] for doc in (*leads, *claims)}
    named = [unit for unit in reading.units if unit in owners]
    rows = [(reading.unit(unit), *_counts(reading, _of(unit, leads), _of(unit, claims))) for unit in named]
    return Section(
        "leads-and-claims",
        Words("线索与首报", "Leads and claims"),
        Basis.PERIOD,
        (
            Column("单位", "Unit", width=10),
            Column("期内线索", "Leads in the period", Kind.COUNT, "条", 7),
            Column("其中转项目", "Of them, projects", Kind.COUNT, "条", 7),
            Column("逾期未响应", "Unanswered past their limit", Kind.COUNT, "条", 7),
            Column("期内首报", "Claims in the period", Kind.COUNT, "件", 7),
            Column("现受保护", "Protected now", Kind.COUNT, "件", 7),
            Column("撞单待裁定", "In conflict now", Kind.COUNT, "件", 7),
            Column("已转项目", "Became projects", Kind.COUNT, "件", 7),
        ),
        tuple(rows),
        Words("线索台账、首报台账；按登记单位计", "leads and claims, by the unit that registered them"),
        (DISTRICT_TOTAL, *_counts(reading, leads, claims)),
        last_input=reading.last("lead", "claim"),
    )


def _of(unit: str, docs: Iterable[Doc]) -> list[Doc]:
    return [doc for doc in docs if doc["owner_unit"] == unit]


def _counts(reading: Reading, leads: list[Doc], claims: list[Doc]) -> Row:
    period, today = reading.period, reading.today.isoformat()
    new = [doc for doc in leads if period.place(doc["received_on"]) is Place.IN]
    filed = [doc for doc in claims if period.place(doc.get("filed_on")) is Place.IN]
    unanswered = [doc for doc in leads if doc.get("responded_at") is None and doc["status"] not in _NO_LEADS]
    return (
        len(new),
        sum(doc.get("project_id") is not None for doc in new),
        sum((doc.get("response_due_on") or today) < today for doc in unanswered),
        len(filed),
        sum(doc["status"] == "PROTECTED" for doc in claims),
        sum(doc["status"] == "CONFLICT" and doc.get("conflict_since_on") is not None for doc in claims),
        sum(doc["status"] == "CONVERTED" for doc in claims),
    )


def services(reading: Reading) -> Section:
    """Return enterprises' requests by category: new, resolved and in time in the period, open and overdue now."""
    docs = reading.columns("service", *_OF_SERVICES)
    categories = reading.board.codes["service.category"]
    rows = [
        (Label(entry.zh, entry.en), *_services(reading, [doc for doc in docs if doc["category"] == code]))
        for code, entry in categories.items()
    ]
    return Section(
        "services",
        Words("企业诉求", "Enterprises' requests"),
        Basis.PERIOD,
        (
            Column("类别", "Category", width=10),
            Column("期内收到", "Received", Kind.COUNT, "件", 7),
            Column("期内办结", "Resolved", Kind.COUNT, "件", 7),
            Column("按期办结率", "Resolved in time", Kind.RATIO, width=7),
            Column("平均评分", "Mean rating", Kind.AMOUNT, "分", 7),
            Column("现在办", "Open now", Kind.COUNT, "件", 7),
            Column("其中超期", "Of them overdue", Kind.COUNT, "件", 7),
        ),
        tuple(rows),
        Words("企业诉求台账", "enterprises' requests"),
        (TOTAL, *_services(reading, docs)),
        last_input=reading.last("service"),
    )


def _services(reading: Reading, docs: list[Doc]) -> Row:
    period, today = reading.period, reading.today.isoformat()
    resolved = [doc for doc in docs if period.place(reading.day_of(doc.get("resolved_at"))) is Place.IN]
    judged = [doc["in_time"] for doc in resolved if doc.get("in_time") is not None]
    ratings = [doc["rating"] for doc in resolved if doc.get("rating") is not None]
    waiting = [doc for doc in docs if doc["status"] in AWAITED]
    return (
        sum(period.place(doc["received_on"]) is Place.IN for doc in docs),
        len(resolved),
        _mean(judged, _NONE_RESOLVED),
        _mean(ratings, _NOT_RATED if resolved else _NONE_RESOLVED),
        len(waiting),
        sum((doc.get(AWAITED[doc["status"]].due) or today) < today for doc in waiting),
    )


def _mean(values: Iterable[int], nothing: Reason) -> Value:
    found = [Decimal(int(value)) for value in values]
    return sum(found, Decimal(0)) / len(found) if found else nothing
