"""`yipanqi demo|up|status|clean`: a whole district on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import threading

    from rich.console import Console

    from yipanqi.bus.settings import KafkaSettings, RegistrySettings
    from yipanqi.local.commands import Beside
    from yipanqi.local.layout import Layout
    from yipanqi.local.secrets import SecretFolder
    from yipanqi.local.stack import Addresses, Stack


def demo(
    live: Annotated[
        bool, typer.Option("--live", help="导入后继续模拟日常往来 · life goes on after the workbooks, simulated")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.01, max=50, help="--live：每秒几天 · days per second")] = 0.5,
) -> None:
    """启动全部服务并导入示例台账 · the whole district with the departments' workbooks; Ctrl-C stops it."""
    _district(with_workbooks=True, days_per_second=speed if live else None)


def up() -> None:
    """启动全部服务，不导入数据 · the whole district, without data; Ctrl-C stops it."""
    _district(with_workbooks=False)


def status() -> None:
    """运行状况 · what runs where."""
    from yipanqi.local.commands import status as show
    from yipanqi.local.layout import Layout

    if not show(Layout.from_env()):
        raise typer.Exit(1)


def clean() -> None:
    """删除本机运行数据 · remove the local district's data."""
    from yipanqi.local.commands import clean as remove
    from yipanqi.local.layout import Layout

    remove(Layout.from_env())


def _district(*, with_workbooks: bool, days_per_second: float | None = None) -> None:
    from rich.console import Console

    from yipanqi.contract.catalog import product_catalog
    from yipanqi.local.commands import up as run
    from yipanqi.local.demo.run import environment, import_workbooks, show_next
    from yipanqi.local.layout import Layout
    from yipanqi.local.people import People

    console, layout, catalog = Console(), Layout.from_env(), product_catalog()
    people = People(layout, catalog)
    people.prepare()
    env = environment(layout, people, datetime.now(UTC)) if with_workbooks else people.environment()

    def started(_stack: Stack, addresses: Addresses) -> None:
        if with_workbooks:
            import_workbooks(addresses, people, console)
        show_next(addresses, people, catalog, console)

    beside = _life(layout, console, days_per_second) if days_per_second else None
    run(layout, _apply_catalog, env=env, started=started, beside=beside, console=console)


def _life(layout: Layout, console: Console, days_per_second: float) -> Beside:
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.local.demo.live import Life

    def beside(addresses: Addresses, stop: threading.Event) -> None:
        Life(layout, addresses, product_catalog(), console, days_per_second).run(stop)

    return beside


def _apply_catalog(kafka: KafkaSettings, registry: RegistrySettings, secrets: SecretFolder) -> None:
    from yipanqi.cluster.commands import catalog_apply, product_desired
    from yipanqi.cluster.desired import SINGLE_NODE

    passwords = {user: secrets.password(user) for user in product_desired().users}
    catalog_apply(kafka, registry, passwords, overrides=SINGLE_NODE)
