"""Leads (线索): how soon investors get a first answer, and what each channel and activity yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.capital import named
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerLink, PerRow
from yipanqi.figures.rows import LeadRow, ProjectRow
from yipanqi.figures.terms import ONE, ZERO, Term
from yipanqi.models.codes import ZH, LeadChannel, LeadVerdict

_STEPS = {"valuable": ("有价值", "valuable"), "project": ("转为项目", "projects"), "signed": ("已签约", "signed")}

#: Each channel's steps, as shares of the leads that it brought.
SERIES: Mapping[str, tuple[str, str]] = {
    f"{channel}-{step}": (f"{ZH['lead.channel'][channel]}：{zh}", f"{channel.capitalize()}: {en}")
    for channel in LeadChannel
    for step, (zh, en) in _STEPS.items()
}


@dataclass(frozen=True, slots=True)
class Yield:
    """How far one lead has come."""

    lead: LeadRow
    valuable: bool
    project: bool
    signed: bool
    row: ProjectRow | None = None


def come_to(lead: LeadRow, row: ProjectRow | None) -> Yield:
    """Return how far a lead has come; a project that was signed and then ended did come to a signature."""
    signed = row is not None and row.signing is not None
    return Yield(lead, lead.verdict == LeadVerdict.VALUABLE, lead.project_id is not None, signed, row)


def _channel(lead: LeadRow, project: ProjectRow | None, _: Basis) -> Iterator[Term]:
    """Yield a term per step: one of the channel's leads, and whether it got so far."""
    found = come_to(lead, project)
    chains = (lead.chain,) if lead.chain else ()
    also = named(project)
    for step in _STEPS:
        top = ONE if getattr(found, step) else ZERO
        series = f"{lead.channel}-{step}"
        yield Term(lead, series, lead.owner, chains, lead.received_on, top, ONE, also=also)


def of_activity(activity_id: str, district: District) -> list[Yield]:
    """Return how far the leads of an activity have come, by id."""
    projects = district.projects
    brought = (lead for lead in district.leads.values() if lead.activity_id == activity_id)
    found = (come_to(lead, projects.get(lead.project_id or "")) for lead in brought)
    return sorted(found, key=lambda one: one.lead.id)


def _response(lead: LeadRow, _: Basis) -> Iterator[Term]:
    """Yield the hours from a lead's registration to its investor's first answer."""
    chains = (lead.chain,) if lead.chain else ()
    hours, gap = lead.response_hours, None if lead.response_hours is not None else Gap.OPEN
    top: Decimal = ZERO if hours is None else hours
    yield Term(lead, "", lead.owner, chains, lead.received_on, top, ONE, gap=gap)


BY_CHANNEL = (PerLink("lead", lambda lead: lead.project_id, "project", _channel, daily=False),)
RESPONSE = (PerRow("lead", _response, daily=False),)
