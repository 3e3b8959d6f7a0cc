"""`yipanqi publish`: a unit's events from a file or from what is pasted, and what was decided about each."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from yipanqi.unit.problems import RequestRefused
    from yipanqi.unit.publishing import Published

_OUTCOMES = {"accepted": ("✓ 受理 accepted", "green"), "refused": ("✗ 未受理 refused", "red")}
_DEAD = ("✗ 无法处理 dead letter", "red")


def publish(
    unit: Annotated[str, typer.Argument(help="单位代码 · unit")],
    file: Annotated[
        Path, typer.Argument(help="CloudEvents JSON 文件，- 为标准输入 · file of events, - reads what is piped in")
    ],
    wait: Annotated[float, typer.Option(min=0, help="等待回执的秒数，0 不等 · seconds to wait for receipts")] = 60,
) -> None:
    """以一个单位的名义报送事件，并说明裁定结果 · publish a unit's events and say what was decided."""
    from rich.console import Console

    from yipanqi.commands.service import unit_service
    from yipanqi.unit.problems import RequestRefused
    from yipanqi.unit.publishing import publish_events, read_events

    try:
        events = read_events(_read(file))
        url, key = unit_service(unit)
        published = publish_events(url, key, events, timeout_s=wait)
    except RequestRefused as error:
        typer.secho(_told(error), fg=typer.colors.RED, err=True)
        raise typer.Exit(1) from None
    Console().print(render(published), soft_wrap=True)
    if wait and not all(event.accepted for event in published):
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    from yipanqi.bus.errors import ConfigurationError

    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"无法读取文件 {file} | the file can't be read: {error.strerror}") from None


def _told(error: RequestRefused) -> str:
    lines = ["✗ 事件未报送 | nothing was published"]
    for problem in error.problems:
        place = " ".join(
            part for part in ("" if problem.index is None else f"[{problem.index}]", problem.field or "") if part
        )
        lines.append(f"  {place}{'：' if place else ''}{problem.zh} | {problem.en} ({problem.code})")
    return "\n".join(lines)


def render(published: Sequence[Published]) -> RenderableType:
    """Return what became of the events, as people read it."""
    from rich.console import Group
    from rich.text import Text

    lines: list[Text] = []
    for event in published:
        receipt = event.receipt
        if receipt is None:
            head, colour = "… 已报送，回执未到 published, no receipt yet", "yellow"
        else:
            head, colour = _OUTCOMES.get(receipt.outcome, _DEAD)
        lines.append(Text.assemble((head, colour), f"  {event.event_type.rpartition('.')[2]}  {event.event_id}"))
        if event.repeated:
            lines.append(Text("  此前已报送过，未重复 · sent before, not sent twice", style="dim"))
        if receipt is None:
            continue
        if receipt.code or receipt.reason_zh:
            lines.append(Text(f"  {receipt.code or ''} {receipt.reason_zh or ''}".rstrip()))
            lines.append(Text(f"  {receipt.reason_en or ''}", style="dim"))
        if receipt.ledger_topic is not None:
            place = f"{receipt.ledger_topic}/{receipt.ledger_partition}/{receipt.ledger_offset}"
            lines.append(Text(f"  台账位置 ledger: {place}  {receipt.aggregate_id} v{receipt.version}", style="dim"))
    return Group(*lines)
