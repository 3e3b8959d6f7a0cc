"""`yipanqi …`: the one command line; the commands are in `yipanqi.commands`."""

from __future__ import annotations

import sys

import typer

from yipanqi.bus.errors import YipanqiError
from yipanqi.commands import assign, board, catalog, enterprise, local, publish, report, schemas, serve, simulate, unit

app = typer.Typer(
    name="yipanqi",
    help="一盘棋 · the event bus and the shared view of a district's investment promotion",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (local.demo, local.up, local.status, local.clean):
    app.command()(command)
app.command("import")(unit.import_)
app.command("publish")(publish.publish)
app.command("assign")(assign.assign)
app.command("connect-info")(catalog.connect_info)
app.command("simulate")(simulate.simulate)
app.command("check-enterprise")(enterprise.check_enterprise)
app.add_typer(catalog.app, name="catalog")
app.add_typer(board.app, name="board")
app.add_typer(unit.app, name="unit")
app.add_typer(report.app, name="report")
app.add_typer(schemas.app, name="schemas")
app.add_typer(serve.app, name="serve")


def main() -> None:
    """Run the command line; our own errors become one clear line instead of a traceback."""
    try:
        app()
    except YipanqiError as error:
        typer.secho(f"✗ {error.message}", fg=typer.colors.RED, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
