"""Projects: how many stand at each stage, and who moved in the period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from yipanqi.board.reports.model import TOTAL, Basis, Column, Kind, Label, Row, Section, Words
from yipanqi.board.reports.money import INVESTMENT, investment, sums
from yipanqi.board.reports.periods import Period, Place
from yipanqi.board.reports.reading import Doc, Reading, day
from yipanqi.figures.stages import PRODUCING, STARTED, first, reached

_SOURCE = Words("项目台账及阶段变更事件", "projects and their changes of stage")
_SIGNED = Label("签约", "Signed")
_KINDS: tuple[tuple[Label, tuple[str, ...]], ...] = (
    (_SIGNED, ()),
    (Label("开工", "Started"), STARTED.begins),
    (Label("竣工", "Completed"), ("COMPLETED",)),
    (Label("投产", "Producing"), PRODUCING.begins),
)
_ENDS = {"SUSPENDED": Label("暂缓", "Suspended"), "TERMINATED": Label("终止", "Terminated")}


class Move(NamedTuple):
    """A project that moved: `place` is whether its date lies in the period for certain."""

    kind: Label
    since: str
    place: Place
    doc: Doc


def by_stage(reading: Reading) -> Section:
    """Return the number of projects at each stage, their investment, and how many entered it in the period."""
    rows: list[Row] = []
    counted = [0, 0, 0]
    for stage, entry in reading.board.codes["project.stage"].items():
        here = [doc for doc in reading.projects if doc["stage"] == stage]
        entered = sum(_entered(reading, doc, stage) for doc in reading.projects)
        amounts = [doc.get("planned_investment") for doc in here]
        unknown = sum(amount is None for amount in amounts)
        rows.append((Label(entry.zh, entry.en), len(here), entered, *sums(amounts), unknown))
        counted = [a + b for a, b in zip(counted, (len(here), entered, unknown), strict=True)]
    everything = sums(doc.get("planned_investment") for doc in reading.projects)
    return Section(
        "stages",
        Words("项目分阶段情况", "Projects by stage"),
        Basis.NOW,
        (
            Column("阶段", "Stage", width=10),
            Column("项目数", "Projects", Kind.COUNT, "个", 7),
            Column("期内进入", "Entered in the period", Kind.COUNT, "个", 7),
            *(replace(c, zh=f"计划总{c.zh}", en=f"Planned {c.en.lower()}", width=10) for c in INVESTMENT),
            Column("未填投资额", "Without an amount", Kind.COUNT, "个", 7),
        ),
        tuple(rows),
        _SOURCE,
        (TOTAL, counted[0], counted[1], *everything, counted[2]),
        (Words("不同币种不作换算", "amounts in different currencies are not converted"),),
        reading.last("project"),
    )


def _entered(reading: Reading, doc: Doc, stage: str) -> bool:
    steps = doc.get("stage_history") or ()
    return any(step["stage"] == stage and reading.period.place(step.get("since")) is Place.IN for step in steps)


def movements(reading: Reading) -> Section:
    """Return the projects that were signed, started, completed, came into production, or ended in the period."""
    found = list(_moves(reading, reading.period))
    sure = [move for move in found if move.place is Place.IN]
    vague = len(found) - len(sure)
    order = [kind for kind, _ in _KINDS] + list(_ENDS.values())
    sure.sort(key=lambda move: (order.index(move.kind), move.since, move.doc["project_id"]))
    notes = [
        Words(
            "投资额：填有签约金额的用签约金额（增资只计新增部分），否则用计划总投资",
            "investment: the amount signed (of an increase, the increment), else what is planned",
        ),
        _tally(sure),
    ]
    if vague:
        notes.append(
            Words(
                f"另有 {vague} 项变动的日期只记到年或月，不能确定是否在期内，未列入",
                f"{vague} moves are dated to the year or month only and may lie outside: they are not listed",
            )
        )
    return Section(
        "movements",
        Words("项目进展动态", "Projects that moved"),
        Basis.PERIOD,
        (
            Column("动态", "Move", width=5),
            Column("日期", "On", Kind.DAY, width=7),
            Column("项目", "Project", width=18),
            Column("归属单位", "Owner", width=9),
            Column("属地", "Host", width=9),
            Column("产业链", "Chain", width=9),
            *INVESTMENT,
        ),
        tuple(_moved(reading, move) for move in sure),
        _SOURCE,
        notes=tuple(notes),
        last_input=reading.last("project"),
    )


def _tally(moves: list[Move]) -> Words:
    counts: dict[Label, int] = {}
    for move in moves:
        counts[move.kind] = counts.get(move.kind, 0) + 1
    if not counts:
        return Words("期内无变动", "nothing moved in the period")
    return Words(
        "、".join(f"{kind} {count} 个" for kind, count in counts.items()),
        ", ".join(f"{kind.en.lower()}: {count}" for kind, count in counts.items()),
    )


def tally(reading: Reading, period: Period) -> dict[Label, int]:
    """Return how many projects moved in a period for certain, by kind."""
    found = {kind: 0 for kind, _ in _KINDS}
    for move in _moves(reading, period):
        if move.kind in found and move.place is Place.IN:
            found[move.kind] += 1
    return found


def _moves(reading: Reading, period: Period) -> Iterator[Move]:
    for doc, row in reading.project_rows:
        for kind, stages in _KINDS:
            # A project is signed once, however often it came to the stage; a later stage does not date an earlier one.
            step = row.signing if kind is _SIGNED else first(reached(row), stages)
            if step is not None and (place := period.place(step.since)) is not Place.OUT:
                yield Move(kind, step.since or "", place, doc)
        if doc["stage"] in _ENDS and (place := period.place(doc.get("stage_since"))) is not Place.OUT:
            yield Move(_ENDS[doc["stage"]], doc["stage_since"], place, doc)


def _moved(reading: Reading, move: Move) -> Row:
    doc = move.doc
    return (
        move.kind,
        day(move.since),
        doc["name"],
        reading.unit(doc["owner_unit"]),
        reading.unit(doc.get("host_unit")),
        reading.word("chain", doc.get("chain")),
        *investment(doc.get("signed_amount") or doc.get("planned_investment")),
    )
