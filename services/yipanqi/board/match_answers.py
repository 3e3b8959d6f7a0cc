"""Rankings as the API words them: each site or project with its requirements, preferences, and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yipanqi.board.match_tables import MatchTables, Tables
from yipanqi.board.visibility import Viewer
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Record
from yipanqi.matching.assess import Assessment, Preferred, Ranking, Required, assess, rank_needs, rank_sites
from yipanqi.matching.need import Need
from yipanqi.matching.requirements import REQUIREMENTS, Verdict
from yipanqi.matching.settings import Names
from yipanqi.matching.tables import NeedTable, OfferTable

Json = dict[str, Any]
_STANDING = {
    Verdict.PASSED: ("suitable", "适合", "suits"),
    Verdict.UNKNOWN: ("to_check", "待核实", "to be looked into"),
    Verdict.FAILED: ("barred", "不符合", "barred"),
}
_VERDICT = {Verdict.PASSED: "passed", Verdict.UNKNOWN: "unknown", Verdict.FAILED: "failed"}
_LISTS = ("carrier.kind", "carrier.status", "chain", "area", "project.flag")


def names_of(codes: CodeLists, catalog: Catalog) -> Names:
    """Return the names by which the answers call codes and units."""
    lists: dict[str, Mapping[str, tuple[str, str]]] = {
        name: {code: (entry.zh, entry.en) for code, entry in codes[name].items()} for name in _LISTS
    }
    lists["unit"] = {name: (unit.zh, unit.en) for name, unit in catalog.units.items()}
    return Names(lists)


class Matcher:
    """Answers for one viewer what suits what. Made anew for each request."""

    def __init__(self, tables: MatchTables, viewer: Viewer, names: Names, current: Tables) -> None:
        self._tables = tables
        self._viewer = viewer
        self._names = names
        self._now = current

    def sites(self, project: Record, limit: int, least: float) -> Json:
        """Return the carriers ranked for a project."""
        need = self._tables.need(project, self._viewer)
        rows = NeedTable.of([need], self._now.market, self._now.settled_in)
        offers = self._now.offers
        ranking = rank_sites(rows, offers, self._now.market, limit=limit, least=least)
        best = [offers.offers[0, index] for index in ranking.best]
        items = assess([need], best, self._now.market, self._names, self._now.settled_in)
        return {"project_id": need.project_id, **self._about(ranking), "items": [_site(each) for each in items]}

    def projects(self, carrier: Record, limit: int, least: float) -> Json:
        """Return the waiting projects ranked for a carrier, each with the carrier's space that suits it best."""
        offers = sorted(self._tables.offers(carrier, self._viewer), key=lambda offer: offer.site)
        about = {"carrier_id": carrier["carrier_id"]}
        if not offers or not self._now.needs.needs:
            return {**about, **self._about(None), "items": []}
        table = OfferTable.of(offers, self._now.market)
        ranking = rank_needs(self._now.needs, table, self._now.market, limit=limit, least=least)
        by_space: dict[int, list[Need]] = {}
        for index, space in zip(ranking.best, ranking.spaces, strict=True):
            by_space.setdefault(space, []).append(self._now.needs.needs[index])
        found = {
            pair.need.project_id: pair
            for space, needs in by_space.items()
            for pair in assess(needs, [offers[space]], self._now.market, self._names, self._now.settled_in)
        }
        items = [_project(found[self._now.needs.needs[index].project_id]) for index in ranking.best]
        return {**about, **self._about(ranking), "items": items}

    def _about(self, ranking: Ranking | None) -> Json:
        counts = (0, 0, 0) if ranking is None else (ranking.suitable, ranking.to_check, ranking.barred)
        bars = [] if ranking is None else _bars(ranking)
        return {
            "rules_version": self._now.market.rules.version,
            "today": self._now.market.today.isoformat(),
            "counts": dict(zip(("suitable", "to_check", "barred"), counts, strict=True)),
            "bars": bars,
        }


def _bars(ranking: Ranking) -> list[Json]:
    return [
        {
            "code": each.code,
            "zh": each.zh,
            "en": each.en,
            "bars": ranking.bars[each.code],
            "alone": ranking.alone.get(each.code, 0),
        }
        for each in REQUIREMENTS
        if each.code in ranking.bars
    ]


def _site(one: Assessment) -> Json:
    return {**_space(one), **_assessment(one)}


def _project(one: Assessment) -> Json:
    need = one.need
    about = {"project_id": need.project_id, "name": need.name, "stage": need.stage, "chain": need.chain}
    return {**about, "space": _space(one), **_assessment(one)}


def _space(one: Assessment) -> Json:
    offer = one.offer
    return {
        "site": offer.site,
        "carrier_id": offer.carrier_id,
        "unit_no": offer.unit_no,
        "name": offer.name,
        "kind": offer.kind,
        "area_code": offer.area_code,
        "m2": None if offer.counted_m2 is None else str(offer.counted_m2),
        "restrictions": offer.restrictions,
        "requests_waiting": offer.waiting,
    }


def _assessment(one: Assessment) -> Json:
    code, zh, en = _STANDING[one.standing]
    required = [{**_reason(one, r), "verdict": _VERDICT[r.verdict]} for r in one.required]
    preferred = [{**_reason(one, p), "weight": p.weight, "score": p.score} for p in one.preferred]
    return {
        "standing": code,
        "standing_zh": zh,
        "standing_en": en,
        "score": one.score,
        "requirements": required,
        "preferences": preferred,
        "for": [each.code for each in one.pros],
        "against": [each.code for each in one.cons],
    }


def _reason(one: Assessment, reason: Required | Preferred) -> Json:
    """Return a reason, and whether it speaks for the match: a requirement and a preference may share a code."""
    speaks = "for" if reason in one.pros else "against" if reason in one.cons else None
    titles = {"code": reason.code, "title_zh": reason.title_zh, "title_en": reason.title_en}
    return {**titles, "zh": reason.zh, "en": reason.en, "speaks": speaks}
