"""`yipanqi assign`: the district's best assignment of carriers to waiting projects, as a table and as proposals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from yipanqi.matching.assignment.proposal import Answer, ProjectPlan
    from yipanqi.matching.assignment.whatif import WhatIf

_CHANGES = {"NEW": "新增", "SAME": "不变", "MOVED": "调整", "LOST": "让出", "NONE": "无"}


def assign(
    what_if: Annotated[Path | None, typer.Option(help="假设条件（JSON）· the question; none: as things stand")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON · print the whole answer")] = False,
    propose: Annotated[
        Path | None, typer.Option(help="写入匹配建议事件，供 publish 报送 · file for the proposals, to be published")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="提出建议的单位 · the unit that proposes")] = None,
) -> None:
    """统筹配置试算：载体与在谈项目的最优配置 · propose the best assignment; nothing is changed."""
    from rich.console import Console

    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.matching.assignment.proposal import Answer

    if (propose is None) != (unit is None):
        raise ConfigurationError("--propose 与 --unit 须同时给出 | give --propose and --unit together")
    if unit is not None:
        _may_propose(unit)
    question = _question(what_if)
    raw = _answer(question)
    answer = Answer.model_validate_json(raw)
    if as_json:
        typer.echo(raw.decode())
    else:
        _show(answer, Console())
    if propose is not None and unit is not None:
        typer.echo(_write_proposals(answer, question, unit, propose), err=True)


def _may_propose(unit: str) -> None:
    """Raise ConfigurationError for a unit that may propose no match."""
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.models.match import MatchProposed

    catalog, kind = product_catalog(), MatchProposed.__avro_name__
    able = [name for name in catalog.units if kind in catalog.event_types(name)]
    if unit not in able:
        names = ", ".join(able)
        raise ConfigurationError(f"{unit} 不能提出匹配建议，可选：{names} | {unit} may propose no match: {names} may")


def _write_proposals(answer: Answer, question: WhatIf, unit: str, file: Path) -> str:
    """Write what the assignment gives anew as CloudEvents; return what to do with them."""
    import json

    from yipanqi.matching.assignment.propose import proposals

    added = {project.project_id for project in question.add}
    # The id of the event is the match's: a file that is published twice proposes once.
    events = [
        {"id": each.match_id, "type": each.__avro_name__, "data": each.model_dump(mode="json", exclude_none=True)}
        for each in proposals(answer, unit, without=added)
    ]
    if not events:
        return "没有新增或调整的落位，无需提出建议 · nothing is given anew, there is nothing to propose"
    file.write_text(json.dumps(events, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return f"{len(events)} 条匹配建议 proposals: {file}；报送 publish them: yipanqi publish {unit} {file}"


def _question(what_if: Path | None) -> WhatIf:
    from pydantic import ValidationError

    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.matching.assignment.whatif import WhatIf

    try:
        return WhatIf.model_validate_json(what_if.read_bytes()) if what_if else WhatIf()
    except (OSError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (what_if,), "msg": str(error)}
        where = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"假设条件有误 {where} | a mistake in the question: {where}: {first['msg']}") from None


def _answer(question: WhatIf) -> bytes:
    import os
    from zoneinfo import ZoneInfo

    from yipanqi.board.assignment_task import task_json
    from yipanqi.board.assignments import BESIDES_S, finish, launch
    from yipanqi.board.match_tables import MatchTables
    from yipanqi.board.store import Database
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.clock import clock_from_env
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.contract.codes import product_codes
    from yipanqi.contract.settings import product_defaults
    from yipanqi.local.layout import Layout
    from yipanqi.matching.settings import rules_of

    url = os.environ.get("YIPANQI_BOARD_DB") or f"sqlite:///{Layout.from_env().folder / 'board' / 'board.sqlite'}"
    database, catalog, codes = Database(url), product_catalog(), product_codes()
    try:
        store = database.current()
        if store is None:
            raise ConfigurationError(
                "看板尚无数据，请先运行 yipanqi up 或 yipanqi board rebuild | "
                "the board has no data yet: run `yipanqi up` or `yipanqi board rebuild` first"
            )
        tables = MatchTables(database.views, codes, rules_of(product_defaults().matching))
        today = clock_from_env().now().astimezone(ZoneInfo(catalog.cluster.time_zone)).date()
        task = task_json(store, tables, codes, catalog, today, question)
    finally:
        database.close()
    return finish(launch(), task, question.effort.seconds + BESIDES_S)


def _show(answer: Answer, console: Console) -> None:
    from rich.table import Table

    proof = answer.proof
    table = Table(
        title=f"统筹配置建议 proposed assignment · {answer.today}",
        caption=f"{proof.note.zh}\n{proof.note.en}",
        caption_justify="left",
    )
    for heading in (
        "项目 project",
        "变化 change",
        "现有 present",
        "建议 proposed",
        "得分 score",
        "价值 value",
        "为何 why",
    ):
        table.add_column(heading, overflow="fold", justify="right" if heading.startswith(("得分", "价值")) else "left")
    for plan in sorted(answer.plans, key=lambda each: (not each.sites, each.project_id)):
        table.add_row(*_row(plan))
    console.print(table)
    console.print(
        f"价值 value {answer.proposed.value:,.2f}（现有 present {answer.present.value:,.2f}，"
        f"逐个择优 greedy {answer.greedy_value:,.2f}）· 上界 bound {proof.bound:,.2f} · 差距 gap {proof.gap:.2%} · "
        f"{answer.proposed.projects}/{answer.projects} 个项目 projects · {proof.seconds:.1f} s",
        highlight=False,
    )
    if answer.present.broken:
        console.print(
            "[yellow]![/] 现有预留不合要求，未计价值 · reservations that break a requirement, worth nothing: "
            + ", ".join(answer.present.broken),
            highlight=False,
        )
    for remark in answer.remarks:
        console.print(f"[yellow]![/] {remark['about']}: {remark['zh']} · {remark['en']}", highlight=False)


def _row(plan: ProjectPlan) -> tuple[str, ...]:
    why = plan.why.zh
    if not plan.sites and plan.bars:
        why += "（" + "，".join(f"{bar.zh} {bar.bars} 处" for bar in plan.bars[:3]) + "）"
    doubts = (*plan.disputed, *(each for site in plan.sites for each in site.disputed))
    doubted = dict.fromkeys(each.zh for each in doubts)
    if doubted:
        why += f"；校核中 doubted：{'、'.join(doubted)}"
    return (
        f"{plan.name}\n[dim]{plan.project_id}[/]",
        f"{_CHANGES[plan.change]} {plan.change.lower()}",
        "\n".join(plan.present),
        "\n".join(site.site for site in plan.sites),
        "\n".join(f"{site.score:.0f}" for site in plan.sites),
        f"{plan.value:,.2f}" if plan.sites else "",
        why,
    )
