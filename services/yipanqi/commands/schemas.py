"""`yipanqi schemas …`: checking and generating the contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="契约：检查与生成 · the contract: check and generate", no_args_is_help=True)


@app.command("check")
def check() -> None:
    """检查模式、示例、兼容性与目录 · schemas, examples, compatibility and catalogue."""
    from yipanqi.contract.check import check as find

    findings = find()
    for finding in findings:
        typer.echo(str(finding), err=True)
    if findings:
        raise typer.Exit(1)
    typer.echo("契约检查通过 · the contract is sound")


@app.command("generate")
def generate() -> None:
    """由模式生成 Python 模型 · write the Python models from the schemas."""
    from yipanqi import models
    from yipanqi.contract.generate import write

    changed = write(Path(models.__file__).parent)
    typer.echo("已更新 · written: " + (", ".join(changed) or "—"))


@app.command("docs")
def docs(folder: Annotated[Path, typer.Argument(help="docs 文件夹 · the docs folder")] = Path("docs")) -> None:
    """由契约生成参考文档 · write the reference pages from the contract."""
    from yipanqi.cluster.subjects import records_by_topic
    from yipanqi.contract.catalog import product_catalog
    from yipanqi.contract.reference import write
    from yipanqi.contract.schemas import product_schemas

    changed = write(folder, records_by_topic(product_catalog(), product_schemas()))
    typer.echo("已更新 · written: " + (", ".join(changed) or "—"))


@app.command("freeze")
def freeze() -> None:
    """把当前模式存为新的历史版本 · keep the present schemas as versions that later ones must fit."""
    from yipanqi.contract.history import freeze as keep

    typer.echo("已存 · frozen: " + (", ".join(keep()) or "—"))


@app.command("diff")
def diff() -> None:
    """用文字说明当前模式与最近历史版本的差异 · say in words what changed since the last frozen versions."""
    from yipanqi.contract.diff import pending_changes
    from yipanqi.contract.history import load_history
    from yipanqi.contract.schemas import SchemaSet

    for name, lines in pending_changes(SchemaSet.load(), load_history()).items():
        typer.echo(f"{name}\n  " + "\n  ".join(lines))
