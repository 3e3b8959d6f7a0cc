"""`yipanqi simulate`: a district to try it on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from yipanqi.clock import FileClock
    from yipanqi.simulate.history import Day
    from yipanqi.simulate.play import Player, Tell
    from yipanqi.simulate.scale import Scale
    from yipanqi.simulate.tally import Tally

_FIRST_DAY = datetime(2020, 1, 1)  # noqa: DTZ001  # a day, no moment


def simulate(  # one for each option
    months: Annotated[int, typer.Option(min=1, max=72, help="月数 · months")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="随机种子，相同则结果相同 · the same seed, the same events")] = 7,
    projects: Annotated[int, typer.Option(min=1, help="项目数 · projects")] = 120,
    carriers: Annotated[int, typer.Option(min=20, help="载体数 · carriers")] = 400,
    enterprises: Annotated[int, typer.Option(min=50, help="企业数 · enterprises")] = 1200,
    mistakes: Annotated[float, typer.Option(min=0, max=1, help="失误比例 · share of steps first got wrong")] = 0.05,
    start: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="第一天，缺省为本地一盘棋的次日 · first day"),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="最后一天，代替月数 · last day, instead of months")
    ] = None,
    speed: Annotated[
        float | None, typer.Option(min=0.001, help="每秒几天，缺省为尽快 · days per second, default: all it can take")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只推演，不发布 · only reckon, publish nothing")] = False,
    out: Annotated[Path | None, typer.Option(help="写入 CloudEvents JSON 行 · write CloudEvents as JSON lines")] = None,
) -> None:
    """模拟一个区一段时间的往来，发布到本机的一盘棋 · play a simulated district on the local one."""
    from rich.console import Console

    from yipanqi.simulate.scale import Scale, period_end, seed_of_a_later_history

    console = Console()
    with ExitStack() as stack:
        player, fresh, first = None, True, start
        if not dry_run and out is None:
            player, clock = stack.enter_context(_local_player())
            fresh, first = player.untouched(), _first_day(player, clock, start)
        first_day = (first or _FIRST_DAY).date()
        if not fresh:
            seed = seed_of_a_later_history(seed, first_day)
        last_day = until.date() if until else period_end(first_day, months)
        days = (last_day - first_day).days + 1
        if days < 1:
            raise typer.BadParameter("最后一天早于第一天 · the last day is before the first", param_hint="--until")
        scale = Scale(seed, first_day, days, projects, carriers, enterprises, mistakes, fresh)
        begun = time.monotonic()
        with _progress(console, scale) as tell:
            tally = _run(scale, player, speed, out, tell)
        console.print(tally.table(time.monotonic() - begun))


def _run(scale: Scale, player: Player | None, speed: float | None, out: Path | None, tell: Tell) -> Tally:
    from yipanqi.simulate.history import History
    from yipanqi.simulate.jsonl import as_line
    from yipanqi.simulate.tally import Tally

    days = History(scale).days()
    if player is not None:
        return player.play(days, days_per_second=speed, tell=tell)
    tally = Tally()
    with ExitStack() as stack:
        file = stack.enter_context(out.open("w", encoding="utf-8")) if out is not None else None
        for day in days:
            for said in (one for part in day.rounds for one in part):
                tally.add(said)
                if file is not None:
                    file.write(as_line(said, day.day))
            tell(day, tally.events)
    return tally


@contextmanager
def _progress(console: Console, scale: Scale) -> Iterator[Tell]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[events]:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=scale.days, events=0)

        def tell(day: Day, events: int) -> None:
            done = (day.day - scale.start).days + 1
            progress.update(task, completed=done, description=day.day.isoformat(), events=events)

        yield tell


@contextmanager
def _local_player() -> Iterator[tuple[Player, FileClock]]:
    """Connect to the district that runs in the folder; ConfigurationError where another cluster is named."""
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.clock import FileClock
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.local.connection import is_local, kafka_settings, registry_settings
    from yipanqi.local.layout import Layout
    from yipanqi.simulate.play import Player
    from yipanqi.simulate.turn import Turn

    if not is_local():
        raise ConfigurationError(
            "模拟数据只发布到本机的一盘棋，请清除 YIPANQI_BOOTSTRAP，或用 --dry-run、--out | simulated events go to "
            "the local district only, never to the cluster of YIPANQI_BOOTSTRAP: unset it, or use --dry-run or --out"
        )
    layout = Layout.from_env()
    clock = FileClock(layout.clock)
    registry = registry_settings(layout)
    with (
        Turn(layout.folder),
        Player(lambda user: kafka_settings(layout, user), registry, clock, product_catalog()) as player,
    ):
        yield player, clock


def _first_day(player: Player, clock: FileClock, wanted: datetime | None) -> datetime:
    """Return the history's first day: time goes on only, but in a district where nothing happened yet."""
    from zoneinfo import ZoneInfo

    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.contract.catalog import product_catalog

    if player.untouched():
        return wanted or _FIRST_DAY
    today = clock.now().astimezone(ZoneInfo(product_catalog().cluster.time_zone)).replace(tzinfo=None)
    if wanted is not None and wanted.date() <= today.date():
        raise ConfigurationError(
            f"本区已有记录，时间不能倒退：--from 须晚于 {today:%Y-%m-%d} | the district has a past: time does not run "
            f"backwards in it, so --from must be later than {today:%Y-%m-%d}"
        )
    return wanted or today + timedelta(days=1)
