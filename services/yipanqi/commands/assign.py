"""`yipanqi assign`: the district's best assignment of carriers to waiting projects, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from yipanqi.matching.assignment.proposal import Answer, ProjectPlan

_CHANGES = {"NEW": "新增", "SAME": "不变", "MOVED": "调整", "LOST": "让出", "NONE": "无"}


def assign(
    what_if: Annotated[Path | None, typer.Option(help="假设条件（JSON）· the question; none: as things stand")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON · print the whole answer")] = False,
) -> None:
    """统筹配置试算：载体与在谈项目的最优配置 · propose the best assignment; nothing is changed."""
    from rich.console import Console

    from yipanqi.matching.assignment.proposal import Answer

    raw = _answer(what_if)
    if as_json:
        typer.echo(raw.decode())
        return
    _show(Answer.model_validate_json(raw), Console())


def _answer(what_if: Path | None) -> bytes:
    import os
    from zoneinfo import ZoneInfo

    from pydantic import ValidationError

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
    from yipanqi.matching.assignment.whatif import WhatIf
    from yipanqi.matching.settings import rules_of

    try:
        question = WhatIf.model_validate_json(what_if.read_bytes()) if what_if else WhatIf()
    except (OSError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (what_if,), "msg": str(error)}
        where = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"假设条件有误 {where} | a mistake in the question: {where}: {first['msg']}") from None
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
    return (
        f"{plan.name}\n[dim]{plan.project_id}[/]",
        f"{_CHANGES[plan.change]} {plan.change.lower()}",
        "\n".join(plan.present),
        "\n".join(site.site for site in plan.sites),
        "\n".join(f"{site.score:.0f}" for site in plan.sites),
        f"{plan.value:,.2f}" if plan.sites else "",
        why,
    )
