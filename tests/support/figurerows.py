"""Rows and circumstances for the figures' tests, short to write and with dates that can be checked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from yipanqi.contract.chains import product_chains
from yipanqi.contract.holidays import product_workdays
from yipanqi.defaults import DEFAULTS, Defaults
from yipanqi.figures.basis import Basis, DayCounter, District
from yipanqi.figures.parsing import (
    carrier_row,
    enterprise_row,
    fdi_row,
    lead_row,
    project_row,
    submission_row,
    target_row,
)
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.rows import CarrierRow, EnterpriseRow, FdiRow, Head, LeadRow, ProjectRow, SubmissionRow, TargetRow
from yipanqi.figures.terms import By, Cell, Query, Term

YEAR_END = date(2020, 12, 31)


@lru_cache(maxsize=1)
def days() -> DayCounter:
    return DayCounter(product_workdays())


def basis(today: date = YEAR_END, defaults: Defaults = DEFAULTS) -> Basis:
    return Basis(today, datetime.combine(today, time(4), UTC), days(), defaults, product_chains().nodes())


def project(number: int, *steps: tuple[str, str | None], unit: str = "investment", **facts: Any) -> ProjectRow:
    """Return a project that went these steps (stage, since); its events are called `<number>-<n>`.

    As far as `facts` do not say otherwise it was signed with what it plans, on the day of its first step to SIGNED.
    """
    history = [{"stage": s, "since": at, "event_id": f"{number}-{n}"} for n, (s, at) in enumerate(steps)]
    doc: dict[str, Any] = {
        "project_id": f"{unit}-project-{number}",
        "owner_unit": unit,
        "stage_history": history,
        "name": f"项目{number}",
    }
    doc["updated_at"] = f"2020-12-{number % 28 + 1:02d}"
    doc["signed_on"] = next((since for stage, since in steps if stage == "SIGNED"), None)
    doc["signed_amount"] = facts.get("planned_investment")
    return project_row({**doc, **facts})


def fdi(number: int, kind: str, on: str, usd: str | None = "100", **facts: Any) -> FdiRow:
    doc = {"entry_id": f"commerce-fdi-{number}", "owner_unit": "commerce", "kind": kind, "project_name": "甲"}
    return fdi_row({**doc, "received_on": on, "usd": usd, "updated_at": f"2020-11-{number % 28 + 1:02d}", **facts})


def target(responsible: str, months: list[int], metric: str = "FDI_UTILISED", **facts: Any) -> TargetRow:
    doc = {"target_id": f"commerce-target-2020-{metric}-{responsible}", "owner_unit": "commerce", "year": 2020}
    sums = {"annual": sum(months), "quarters": [sum(months[i : i + 3]) for i in (0, 3, 6, 9)], "months": months}
    return target_row(
        {
            **doc,
            "metric": metric,
            "measure": "USD",
            "responsible": responsible,
            "updated_at": "2020-01-01",
            **sums,
            **facts,
        }
    )


def carrier(number: int, m2: str | None = "1000", unit: str = "snd-group", **facts: Any) -> CarrierRow:
    doc = {"carrier_id": f"{unit}-carrier-{number}", "owner_unit": unit, "kind": "PLANT", "status": "AVAILABLE"}
    return carrier_row({**doc, "floor_m2": m2, **facts})


def enterprise(number: int, chain: str | None = None, node: str | None = None, **facts: Any) -> EnterpriseRow:
    doc = {"enterprise_id": f"foreign:JP:{number}", "owner_unit": "investment", "name": f"企业{number}"}
    return enterprise_row({**doc, "chain": chain, "chain_node": node, **facts})


def talents(on: str, persons: int, unit: str = "zone", status: str = "VERIFIED") -> dict[str, Any]:
    """Return talents that came then, as a record has them; their events are called `t-<on>` and `d-<on>`."""
    doc = {"event_id": f"t-{on}", "kind": "TALENTS", "reported_by": unit, "introduced_on": on, "persons": persons}
    return {**doc, "status": status, "decision_event": f"d-{on}"}


def recognised(on: str, unit: str = "zone", status: str = "VERIFIED", category: str = "HIGH_TECH") -> dict[str, Any]:
    """Return a recognition of an enterprise that settled then, as a record has it."""
    doc = {"event_id": f"r-{on}-{category}", "kind": "TECH_ENTERPRISE", "reported_by": unit, "introduced_on": on}
    return {**doc, "status": status, "category": category}


def lead(number: int, channel: str = "CHAMBER", unit: str = "investment", **facts: Any) -> LeadRow:
    doc = {"lead_id": f"{unit}-lead-{number}", "owner_unit": unit, "channel": channel, "received_on": "2020-06-01"}
    return lead_row({**doc, "name": f"线索{number}", "updated_at": "2020-12-01", **facts})


def submission(
    number: int, unit: str, on: str, read: int | None, unreadable: int | None, refused: int | None
) -> SubmissionRow:
    doc = {"submission_id": f"{unit}-submission-{number}", "owner_unit": unit, "submitted_on": on, "rows_read": read}
    rows = {"rows_unreadable": unreadable, "rows_refused": refused}
    return submission_row({**doc, **rows, "updated_at": f"2020-12-{number:02d}"})


def district(*rows: Head) -> District:
    found: dict[str, dict[str, Head]] = {}
    for row in rows:
        found.setdefault(row.aggregate, {})[row.id] = row
    return District(found)


def cells(figure: str, of: District, at: Basis | None = None, **query: Any) -> dict[tuple[Any, ...], Cell]:
    """Return the figure's cells by series, and by group and statistic where there are any."""
    asked = Query(**{**query, "by": By(query["by"]) if query.get("by") else None})
    at = at or basis()
    made = FIGURES[figure].cells(FIGURES[figure].terms(of, at), asked, at)
    return {tuple(part for part in (c.group, c.series, c.statistic) if part is not None): c for c in made}


def one(figure: str, of: District, series: str = "", at: Basis | None = None, **query: Any) -> Cell:
    return cells(figure, of, at, **query)[(series,)]


def chosen(figure: str, of: District, at: Basis | None = None, **query: Any) -> list[Term]:
    at = at or basis()
    return FIGURES[figure].chosen(FIGURES[figure].terms(of, at), Query(**query), at)


def dec(text: str) -> Decimal:
    return Decimal(text)
