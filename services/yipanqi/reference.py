"""The pages of docs/reference/ that are written from the code: `python -m yipanqi.reference`."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from pydantic import SecretStr

from yipanqi.board.api import build_api
from yipanqi.board.main import make_board
from yipanqi.board.metrics import BOARD_METRICS
from yipanqi.board.settings import BoardSettings
from yipanqi.bus.metrics import BUS_METRICS, MetricSpec, markdown_table
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.bus.vitals import VITAL_METRICS
from yipanqi.coordinator.metrics import COORDINATOR_METRICS
from yipanqi.unit.metrics import UNIT_METRICS
from yipanqi.watch.metrics import WATCH_METRICS

METRICS_PAGE = Path("docs/reference/metrics.md")
API_PAGE = Path("docs/reference/api.md")
_API_INTRO = """\
# The board's API 接口

Written from the code by `python -m yipanqi.reference`: don't edit. `GET /api/openapi.json` of a running board has the
parameters and answers. Every address under `/api/v1` needs a session (`POST /api/v1/login`) except the login itself;
what a viewer may not see is in no answer. The unit services' API, by which units publish, is in each one's
`/api/v1/openapi.json` and in [onboarding](../onboarding.md).
"""
_INTRO = """\
# Metrics 指标

Written from the code by `python -m yipanqi.reference`: don't edit. What to do about them is in
[operations](../operations.md); the rules and dashboards that use them are in `deploy/`.

Every service answers `GET /metrics` on its own port. Prometheus adds `service` (`coordinator`, `board`, `watch`,
`unit`) and, to unit services, `unit`. Times are in seconds. A histogram `x` is read as `x_bucket`, `x_sum` and
`x_count`. No metric has ids of events, records or people as labels. Each process also shows the usual `process_*`
metrics.
"""
_TABLES: tuple[tuple[str, str, tuple[MetricSpec, ...]], ...] = (
    ("Vitals 进程", "Shown by every service process.", VITAL_METRICS),
    (
        "Coordinator 统筹",
        "Shown by each coordinator process. `unit` is the unit that spoke, or `coordinator` for follow-ups.",
        COORDINATOR_METRICS,
    ),
    ("Board 棋盘", "Shown by the board service.", BOARD_METRICS),
    ("Watch 预警", "Shown by the watch.", WATCH_METRICS),
    ("Unit service 单位服务", "Shown by each unit service, beside the outbox of the bus.", UNIT_METRICS),
    (
        "Bus 总线",
        "Shown by whatever uses that part of `yipanqi.bus`: unit services (outbox), departments' own systems.",
        BUS_METRICS,
    ),
)


def metrics_page() -> str:
    """Return docs/reference/metrics.md: all metrics of all tables."""
    parts = [f"## {title}\n\n{about}\n\n{markdown_table(specs)}" for title, about, specs in _TABLES]
    return "\n".join([_INTRO, *parts])


def board_app() -> FastAPI:
    """Return the board's application as it is served, over an empty database; nothing is started."""
    with TemporaryDirectory() as folder:
        nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
        settings = BoardSettings(
            kafka=nowhere,
            registry=RegistrySettings(url="http://127.0.0.1:9"),
            database_url=f"sqlite:///{folder}/board.sqlite",
            accounts=Path(folder) / "accounts.json",
            ended_sessions=Path(folder) / "ended-sessions",
            session_secret=SecretStr(secrets.token_hex(32)),
        )
        board = make_board(settings)
        board.database.close()
        return build_api(board, lambda: None, lambda: None)


def api_page(app: FastAPI) -> str:
    """Return docs/reference/api.md: every address of the board, in the order of its paths."""
    rows = []
    for path, methods in sorted(app.openapi()["paths"].items()):
        for method, operation in sorted(methods.items()):
            first = str(operation.get("description", "")).partition("\n")[0].replace("|", "\\|")
            rows.append(f"| `{method.upper()}` | `{path}` | {operation.get('summary', '')} | {first} |")
    return "\n".join([_API_INTRO, "| | address | | what it answers |", "| --- | --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    METRICS_PAGE.write_text(metrics_page(), encoding="utf-8")
    API_PAGE.write_text(api_page(board_app()), encoding="utf-8")
