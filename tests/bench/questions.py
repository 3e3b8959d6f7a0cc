"""What is asked of a board of a district's size: every address of its API, as the page and its viewers ask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from re import sub
from typing import Any

import httpx
from tests.bench.figures import Figure, percentile

from yipanqi.board.views import VIEWS
from yipanqi.figures.figure import Period
from yipanqi.figures.registry import FIGURES
from yipanqi.simulate.history import History

AIM_MS = 50.0
QUESTIONS, WARM_UP, FEW, DOCUMENTS = 200, 5, 60, 5
_SAMPLED = 100
_UNITS = ("investment", "zone", "snd-group")
#: Views whose lists are asked by name below.
_ASKED_BY_NAME = ("projects", "carriers", "enterprises", "claims", "leads", "alerts", "corrections")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: the address as the API's description has it, and what is put into it."""

    address: str
    id_: str = ""
    params: Mapping[str, Any] | None = None
    body: Mapping[str, Any] | None = None

    def of(self, client: httpx.Client) -> httpx.Response:
        """Ask it."""
        if self.body is not None:
            return client.post(self.url(), json=self.body)
        return client.get(self.url(), params=self.params)

    def url(self) -> str:
        """Return the address with the id in its place, without parameters."""
        return sub(r"\{\w+\}", self.id_, self.address)


#: Names of questions, each with what is asked in turns under that name.
Questions = Mapping[str, Sequence[Ask]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Ids of some records of each aggregate, and names of enterprises and the year of evaluations among them."""

    ids: Mapping[str, Sequence[str]]
    names: Sequence[str]
    evaluated: int

    @classmethod
    def of(cls, history: History) -> Sample:
        """Return some records of each kind, the same for the same history."""
        states, random = history.model.states, Random(5)
        every: dict[str, list[str]] = {}
        for kind, id_ in states:
            every.setdefault(kind, []).append(id_)
        picked = {kind: random.sample(found, min(_SAMPLED, len(found))) for kind, found in every.items()}
        names = [str(vars(states["enterprise", id_])["name"]) for id_ in picked["enterprise"]]
        years = [int(vars(states["evaluation", id_])["year"]) for id_ in picked.get("evaluation", ())]
        return cls(picked, names, max(years, default=2020))

    def with_told(self, client: httpx.Client) -> Sample:
        """Return the sample with what no unit says by itself (alerts), by the board's first page of it."""
        found = dict(self.ids)
        for view in VIEWS:
            if not found.get(view.aggregate):
                items = client.get(f"/api/v1/{view.plural}").raise_for_status().json()["items"]
                found[view.aggregate] = [item["id"] for item in items]
        return Sample(found, self.names, self.evaluated)


def questions(sample: Sample) -> Questions:
    """Return what is asked, by name: a page's worth each; what reads alike for every kind of record in turns."""
    ids, names = sample.ids, sample.names
    return {
        "projects, first page": [_list("projects")],
        "projects of a stage by amount": [_list("projects", stage="BUILDING", sort="-planned_investment")],
        "carriers, first page": [_list("carriers")],
        "carriers free, by floor": [_list("carriers", status="AVAILABLE", sort="-floor_m2")],
        "enterprises, first page": [_list("enterprises")],
        "enterprises of a chain, page 20": [_list("enterprises", chain="C3", page=20)],
        "search enterprises": [_list("enterprises", q=name[2:6]) for name in names],
        "search projects": [_list("projects", q=name[2:5]) for name in names],
        "claims, first page": [_list("claims")],
        "leads, first page": [_list("leads")],
        "alerts, first page": [_list("alerts")],
        "doubts about data, first page": [_list("corrections")],
        "services under way": [_list("services", status="WORKING")],
        "approvals by due day": [_list("approvals", sort="due_on")],
        "every other list, first page": [_list(plural) for plural in _lists() if plural not in _ASKED_BY_NAME],
        "one project": _each("/api/v1/projects/{id_}", ids["project"]),
        "one record of every other kind": [*_of_kinds("", ids)],
        "history of a project": _each("/api/v1/projects/{id_}/history", ids["project"]),
        "history of every other kind": [*_of_kinds("/history", ids)],
        "timeline of a project": _each("/api/v1/projects/{id_}/timeline", ids["project"]),
        "group of an enterprise": _each("/api/v1/enterprises/{id_}/group", ids["enterprise"]),
        "check before filing": [Ask("/api/v1/enterprises/check", body={"name": name}) for name in names],
        "proposed duplicates": [Ask("/api/v1/enterprises/duplicates")],
        "carriers for a project": _each("/api/v1/projects/{id_}/matches", ids["project"]),
        "projects for a carrier": _each("/api/v1/carriers/{id_}/matches", ids["carrier"]),
        "assignments kept": [Ask("/api/v1/assignments")],
        "conflicts of claims": [Ask("/api/v1/claims/conflicts")],
        "proof of a first report": _each("/api/v1/claims/{id_}/proof", ids["claim"]),
        "leads by their countdown": [Ask("/api/v1/leads/due")],
        "yield of an activity": _each("/api/v1/activities/{id_}/yield", ids["activity"]),
        "foreign capital, suspicions": [Ask("/api/v1/fdi/suspicions")],
        "alerts by kind": [Ask("/api/v1/alerts/kinds")],
        "evaluations, ranking": [*_rankings(sample.evaluated)],
        "an evaluation beside own figures": _each("/api/v1/evaluations/{id_}/figures", ids["evaluation"]),
        "what records say of a subject": [*_proposals(ids)],
        "summary": [Ask("/api/v1/summary")],
        "all figures": [Ask("/api/v1/figures")],
        "a figure by unit, chain, month": [*_figures()],
        "events behind a figure": _each("/api/v1/figures/{figure_id}/explain", [*FIGURES]),
        "progress of targets": [Ask("/api/v1/targets/progress")],
        "tree of targets": [Ask("/api/v1/targets/tree")],
        "assessment": [Ask("/api/v1/assessment")],
        "events behind a score": _each("/api/v1/assessment/{unit}/explain", _UNITS),
        "codes, fields, settings, account": [Ask(f"/api/v1/{name}") for name in ("codes", "views", "settings", "me")],
    }


def documents() -> Questions:
    """Return what is made to be handed on, not to be looked at: it may take longer than a page."""
    return {
        "monthly report": [Ask("/api/v1/reports/monthly")],
        "packet for the weekly meeting": [Ask("/api/v1/reports/weekly")],
        "all carriers as CSV": [_list("carriers", format="csv")],
    }


def _list(plural: str, **params: Any) -> Ask:
    return Ask(f"/api/v1/{plural}", params=params)


def _each(address: str, ids: Sequence[str]) -> list[Ask]:
    return [Ask(address, id_) for id_ in ids]


def _lists() -> Iterator[str]:
    for view in VIEWS:
        yield view.plural
        yield from (items.plural for items in view.items)


def _of_kinds(rest: str, ids: Mapping[str, Sequence[str]]) -> Iterator[Ask]:
    """Yield a record of each kind, then another of each."""
    for place in range(_SAMPLED):
        for view in VIEWS:
            found = ids.get(view.aggregate, ())
            if view.plural != "projects" and place < len(found):
                yield Ask(f"/api/v1/{view.plural}/{{id_}}{rest}", found[place])


def _rankings(year: int) -> Iterator[Ask]:
    for kind in ("ENTERPRISE", "CARRIER"):
        yield Ask("/api/v1/evaluations/ranking", params={"year": year, "subject_kind": kind})


def _proposals(ids: Mapping[str, Sequence[str]]) -> Iterator[Ask]:
    for kind in ("ENTERPRISE", "CARRIER"):
        for id_ in ids[kind.lower()]:
            yield Ask("/api/v1/evaluations/proposal", params={"subject_kind": kind, "subject_id": id_})


def _figures() -> Iterator[Ask]:
    for figure in FIGURES.values():
        for by in figure.by:
            period = {} if figure.period is Period.NOW else {"from": "2020-03-01", "to": "2020-09-30"}
            yield Ask("/api/v1/figures/{figure_id}", figure.id, params={"by": by.value, **period})


def ask_all(client: httpx.Client, sample: Sample) -> list[Figure]:
    """Ask everything, one question at a time."""
    asked = questions(sample.with_told(client))
    return [
        *(_timed(client, name, asks) for name, asks in asked.items()),
        *(_made(client, name, asks) for name, asks in documents().items()),
    ]


def ask_once(client: httpx.Client, sample: Sample) -> Figure:
    """Ask one question of each kind, of a board that has only just begun to answer; it may say that it is not ready."""
    times, later = [], []
    for name, asks in questions(sample).items():
        if not asks:
            continue
        try:
            times.append((_time_ms(client, asks[0])[0], name))
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise
            later.append(name)
    slow = ", ".join(f"{name} {ms:,.0f} ms" for ms, name in sorted(times, reverse=True)[:3])
    middle = percentile([ms for ms, _ in times], 0.5)
    not_yet = f"; not ready for {', '.join(later)}" if later else ""
    note = f"{len(times)} kinds; slowest: {slow}{not_yet}"
    return Figure("a board just started, first answers, p50", f"{middle:.1f} ms", note=note)


def _time_ms(client: httpx.Client, ask: Ask) -> tuple[float, int]:
    """Return how long an answer took, and its size in bytes; an answer that is none raises."""
    begun = time.perf_counter()
    answer = ask.of(client)
    return (time.perf_counter() - begun) * 1000, len(answer.raise_for_status().content)


def _made(client: httpx.Client, name: str, asks: Sequence[Ask]) -> Figure:
    made = [_time_ms(client, asks[0]) for _ in range(DOCUMENTS)]
    took = percentile([took for took, _ in made], 0.5)
    return Figure(name, f"{took:,.0f} ms", note=f"median of {DOCUMENTS}; {made[0][1]:,} bytes")


def _timed(client: httpx.Client, name: str, asks: Sequence[Ask]) -> Figure:
    """Ask one after the other; the first answers, which make what is kept afterwards, are told apart.

    A few addresses are each asked once before; of many, as records are, a few.
    """
    if not asks:
        return Figure(name, "none there", note="no record to ask about")
    turns = cycle(asks)
    try:
        before = len(asks) if len(asks) <= FEW else WARM_UP
        first = max(_time_ms(client, ask)[0] for ask in islice(turns, max(WARM_UP, before)))
        asked = [(*_time_ms(client, ask), ask) for ask in islice(turns, QUESTIONS)]
    except httpx.HTTPError as error:
        return Figure(name, "failed", reached=False, note=f"{type(error).__name__}: {error}"[:200])
    times, largest = [took for took, _, _ in asked], max(size for _, size, _ in asked)
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    slowest = max(asked, key=lambda one: one[0])
    turn = "" if len(asks) == 1 else f"; {len(asks)} in turns, slowest {slowest[2].url()} {slowest[0]:.0f} ms"
    note = f"p50 {p50:.1f} ms; first at most {first:.0f} ms; at most {largest:,} bytes{turn}"
    return Figure(f"{name}, p99", f"{p99:.1f} ms", aim=f"< {AIM_MS:g} ms", reached=p99 < AIM_MS, note=note)
