"""`yipanqi demo|up|status|clean`: a whole district on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from yipanqi.bus.settings import KafkaSettings, RegistrySettings
    from yipanqi.local.secrets import SecretFolder
    from yipanqi.local.stack import Addresses, Stack


def demo() -> None:
    """启动全部服务并导入示例台账 · the whole district with the departments' workbooks; Ctrl-C stops it."""
    _district(with_workbooks=True)


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


def _district(*, with_workbooks: bool) -> None:
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

    run(layout, _apply_catalog, env=env, started=started, console=console)


def _apply_catalog(kafka: KafkaSettings, registry: RegistrySettings, secrets: SecretFolder) -> None:
    from yipanqi.cluster.commands import catalog_apply, product_desired
    from yipanqi.cluster.desired import SINGLE_NODE

    passwords = {user: secrets.password(user) for user in product_desired().users}
    catalog_apply(kafka, registry, passwords, overrides=SINGLE_NODE)
