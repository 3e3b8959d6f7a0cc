"""The pages of docs/reference/ that are written from the code: `python -m yipanqi.reference`."""

from __future__ import annotations

from pathlib import Path

from yipanqi.board.metrics import BOARD_METRICS
from yipanqi.bus.metrics import BUS_METRICS, MetricSpec, markdown_table
from yipanqi.bus.vitals import VITAL_METRICS
from yipanqi.coordinator.metrics import COORDINATOR_METRICS
from yipanqi.unit.metrics import UNIT_METRICS
from yipanqi.watch.metrics import WATCH_METRICS

METRICS_PAGE = Path("docs/reference/metrics.md")
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


if __name__ == "__main__":
    METRICS_PAGE.write_text(metrics_page(), encoding="utf-8")
