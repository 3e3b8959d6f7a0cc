"""From the board's records and a what-if to an instance: who takes part, what is given up, what cannot be fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from yipanqi.matching.assignment.instance import Assignment, Instance, build
from yipanqi.matching.assignment.settings import Objective
from yipanqi.matching.assignment.whatif import WhatIf
from yipanqi.matching.market import Market, clusters_of, settled
from yipanqi.matching.need import Need, need_of
from yipanqi.matching.offer import Offer, offers_of
from yipanqi.matching.requirements import REQUIREMENTS, Verdict
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project

#: Projects × sites that one programme judges: some 100 bytes a pair.
MOST_PAIRS = 4_000_000


class TooLargeError(ValueError):
    """More pairs than one programme takes."""

    def __init__(self, projects: int, sites: int) -> None:
        super().__init__(f"{projects} projects and {sites} sites")
        self.zh = f"{projects} 个项目与 {sites} 处载体的配对超过 {MOST_PAIRS} 对，请用 chains 或 areas 缩小范围"
        self.en = f"{projects} projects × {sites} sites are more than {MOST_PAIRS} pairs: narrow by chains or areas"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of the question that was not done, or not reckoned, and why."""

    about: str
    zh: str
    en: str


@dataclass(frozen=True, eq=False)
class Question:
    """An instance, the pairs that must be in it, the assignment of today, and what was not done of the question."""

    instance: Instance
    fixed: Assignment
    present: Assignment
    remarks: tuple[Remark, ...]


def ask(
    projects: Sequence[Project],
    carriers: Sequence[Carrier],
    what_if: WhatIf,
    *,
    market: Market,
    points: Objective | None = None,
) -> Question:
    """Return the question put in numbers.

    All projects that wait for a site and say how much space they need take part; their reservations count as given
    up, unless they are to be kept. `market` gives the day, the areas and the rules; its clusters are counted here, from
    the projects that do not take part. `points` are the district's.

    Raises:
        TooLargeError: there are more pairs than one programme takes.
    """
    known = [(project, need_of(project)) for project in sorted(projects, key=lambda each: each.project_id)]
    left_out = set(what_if.leave_out)
    taking = [need for _, need in known if _takes_part(need, left_out, what_if)]
    added = [project.need() for project in what_if.add]
    ids = {need.project_id for need in taking}
    rest = [settled(need, project.area_code) for project, need in known if need.project_id not in ids]
    market = replace(market, clusters=clusters_of(rest))
    offers = [offer for offer in _offers(carriers, set(what_if.withdraw)) if _wanted(offer, market, what_if)]
    taking += [need for need in added if need.project_id not in ids]
    if len(taking) * len(offers) > MOST_PAIRS:
        raise TooLargeError(len(taking), len(offers))
    instance = build(taking, offers, market, what_if, what_if.objective or points or Objective())
    rows = {need.project_id: row for row, need in enumerate(taking)}
    columns = {offer.site: column for column, offer in enumerate(offers)}
    fixed, remarks = _fixed(instance, rows, columns, what_if)
    remarks += _unknown(rows, columns, carriers, what_if)
    remarks += [
        Remark(need.project_id, "项目编号已存在，未另行加入", "the project exists already and was not added again")
        for need in added
        if need.project_id in ids
    ]
    remarks += [_in_another_currency(need) for need in taking if need.foreign_currency is not None]
    return Question(instance, fixed, _present(taking, columns), tuple(remarks))


def _wanted(offer: Offer, market: Market, what_if: WhatIf) -> bool:
    around = market.around(offer.area_code) if offer.area_code else ()
    return not what_if.areas or bool(set(what_if.areas).intersection(around))


def _takes_part(need: Need, left_out: set[str], what_if: WhatIf) -> bool:
    held = what_if.keep_reservations and bool(need.held)
    there = not what_if.chains or need.chain in what_if.chains
    return need.waiting and need.stated and there and need.project_id not in left_out and not held


def _offers(carriers: Sequence[Carrier], withdrawn: set[str]) -> list[Offer]:
    """Return what may be assigned; a whole lacks with any of its units."""
    found = []
    for carrier in sorted(carriers, key=lambda each: each.carrier_id):
        offers = [] if carrier.carrier_id in withdrawn else offers_of(carrier)
        broken = any(offer.site in withdrawn for offer in offers)
        found += [o for o in offers if o.site not in withdrawn and not (broken and o.unit_no is None)]
    return found


def _fixed(
    instance: Instance, rows: Mapping[str, int], columns: Mapping[str, int], what_if: WhatIf
) -> tuple[Assignment, list[Remark]]:
    """Return the pairs that can be fixed, and why others cannot; a fixed project keeps no other column."""
    fixed: Assignment = {}
    taken: set[int] = set()
    remarks = []
    for pair in what_if.fix:
        row, column = rows.get(pair.project_id), columns.get(pair.site)
        if row is None or column is None:
            continue
        barred = _barred(instance, row, column)
        if row in fixed:
            barred = ("项目已固定在另一处", "the project is fixed on another site already")
        elif taken.intersection(instance.cells[column]):
            barred = ("该空间已固定给另一项目", "the space is fixed for another project already")
        if barred:
            remarks.append(Remark(f"{pair.project_id} → {pair.site}", *barred))
            continue
        fixed[row] = (column,)
        taken.update(instance.cells[column])
        instance.single[row, :] = False
        instance.single[row, column] = True
        instance.part[row, :] = False
    return fixed, remarks


def _in_another_currency(need: Need) -> Remark:
    """Say that an investment is worth nothing here: the board has no rate that would hold for all."""
    currency = need.foreign_currency
    zh = f"计划投资以 {currency} 计，未折算为人民币：投资部分的价值按 0 计，投资强度无法核算"
    en = f"its planned investment is in {currency} and is not converted: it earns no points, no intensity is reckoned"
    return Remark(need.project_id, zh, en)


def _barred(instance: Instance, row: int, column: int) -> tuple[str, str] | None:
    if instance.single[row, column]:
        return None
    failed = [each for each in REQUIREMENTS if instance.verdicts[each.code][row, column] == Verdict.FAILED]
    open_ = [each for each in REQUIREMENTS if instance.verdicts[each.code][row, column] == Verdict.UNKNOWN]
    zh, en = ("不满足", "not satisfied") if failed else ("无法判断", "cannot be judged")
    named = failed or open_
    if not named:
        return "该配对同时被禁止", "the pair is forbidden by the same question"
    return f"{zh}：{'、'.join(r.zh for r in named)}", f"{en}: {', '.join(r.en for r in named)}"


def _unknown(
    rows: Mapping[str, int], columns: Mapping[str, int], carriers: Sequence[Carrier], what_if: WhatIf
) -> list[Remark]:
    found = []
    sites = {offer.site for carrier in carriers for offer in offers_of(carrier)} | {c.carrier_id for c in carriers}
    for pair in (*what_if.fix, *what_if.forbid):
        about = f"{pair.project_id} → {pair.site}"
        if pair.project_id not in rows:
            found.append(Remark(about, "项目不参加本次配置", "the project does not take part"))
        elif pair.site not in columns:
            found.append(Remark(about, "载体不参加本次配置", "the carrier does not take part"))
    found += [
        Remark(s, "没有该载体，无从撤出", "there is no such carrier to withdraw")
        for s in what_if.withdraw
        if s not in sites
    ]
    return found


def _present(needs: Sequence[Need], columns: Mapping[str, int]) -> Assignment:
    """Return the reservations that projects taking part hold now."""
    found: Assignment = {}
    for row, need in enumerate(needs):
        sites = [carrier if unit is None else f"{carrier}#{unit}" for carrier, _, _, unit in need.held]
        held = tuple(sorted(columns[site] for site in sites if site in columns))
        if held:
            found[row] = held
    return found
