"""`yipanqi catalog …` and `connect-info`: the catalogue and the cluster."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yipanqi.local.connection import is_local, kafka_settings, registry_settings
from yipanqi.local.layout import Layout
from yipanqi.local.secrets import SecretFolder

if TYPE_CHECKING:
    from pydantic import SecretStr

    from yipanqi.cluster.desired import Overrides

app = typer.Typer(help="目录：对照与落实到集群 · the catalogue and the cluster", no_args_is_help=True)

SingleNode = Annotated[
    bool, typer.Option("--single-node", help="只有一个代理节点：副本数为 1 · one broker keeps one copy")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON")]
Every = Annotated[bool, typer.Option("--all", help="逐项列出 · list every item")]
Rotate = Annotated[list[str] | None, typer.Option(help="更换该用户的密码 · set this user's password anew")]


@app.command("show")
def show() -> None:
    """显示目录及由其得出的主题、权限与模式 · the catalogue and what follows from it."""
    from rich.console import Console

    from yipanqi.cluster.commands import catalog_show

    Console().print(catalog_show())


@app.command("plan")
def plan(single_node: SingleNode = False, as_json: Json = False, every: Every = False) -> None:
    """对照集群与目录，不作改动 · what would change; changes nothing."""
    from rich.console import Console

    from yipanqi.cluster.commands import catalog_plan, plan_as_json
    from yipanqi.cluster.render import render_plan

    layout = Layout.from_env()
    found = catalog_plan(kafka_settings(layout, "admin"), registry_settings(layout), overrides=_overrides(single_node))
    if as_json:
        typer.echo(plan_as_json(found))
    else:
        Console().print(render_plan(found, every=every))


@app.command("apply")
def apply(
    single_node: SingleNode = False,
    rotate: Rotate = None,
    secrets: Annotated[
        Path | None, typer.Option(help="密码文件夹，每个用户一个文件 · folder with a password file per user")
    ] = None,
) -> None:
    """按目录落实主题、用户、权限、配额与模式；从不删除 · bring the cluster to the catalogue; removes nothing."""
    from rich.console import Console

    from yipanqi.cluster.commands import catalog_apply
    from yipanqi.cluster.render import render_plan

    layout = Layout.from_env()
    done = catalog_apply(
        kafka_settings(layout, "admin"),
        registry_settings(layout),
        _passwords(layout, secrets),
        overrides=_overrides(single_node),
        rotate=rotate or (),
    )
    Console().print(render_plan(done))


def connect_info(
    unit: Annotated[str, typer.Argument(help="单位代码 · unit")],
    secrets: Annotated[
        Path | None, typer.Option(help="密码文件夹，每个用户一个文件 · folder with a password file per user")
    ] = None,
) -> None:
    """其他语言的客户端如何接入 · what a client in another language needs."""
    from yipanqi.cluster.connect_info import connect_info as gather
    from yipanqi.cluster.connect_text import connect_text
    from yipanqi.contract.catalog import product_catalog

    layout = Layout.from_env()
    kafka = kafka_settings(layout, "admin")
    catalog = product_catalog()
    file = _password_file(layout, unit, secrets) if unit in catalog.units else Path(unit)
    info = gather(unit, kafka, registry_settings(layout), file, catalog)
    typer.echo(connect_text(info))


def _password_file(layout: Layout, unit: str, folder: Path | None) -> Path:
    """Only a local district makes up passwords; elsewhere the file is where the administrator keeps it."""
    if folder is not None:
        return (folder / unit).absolute()
    return SecretFolder(layout.secrets).path(unit) if is_local() else layout.secrets / unit


def _overrides(single_node: bool) -> Overrides | None:
    """A local district has one broker; elsewhere the catalogue's figures hold unless one says otherwise."""
    from yipanqi.cluster.desired import SINGLE_NODE

    return SINGLE_NODE if single_node or is_local() else None


def _passwords(layout: Layout, folder: Path | None) -> Mapping[str, SecretStr]:
    from yipanqi.cluster.commands import passwords_in, product_desired

    if folder is not None:
        return passwords_in(folder)
    if not is_local():
        return {}
    local = SecretFolder(layout.secrets)
    return {user: local.password(user) for user in product_desired().users}
