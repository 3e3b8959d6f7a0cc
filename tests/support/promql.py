"""Which metrics PromQL expressions name, and which ones our code declares."""

from __future__ import annotations

import re

from yipanqi.board.metrics import BOARD_METRICS
from yipanqi.bus.metrics import BUS_METRICS, Kind, MetricSpec
from yipanqi.bus.vitals import VITAL_METRICS
from yipanqi.coordinator.metrics import COORDINATOR_METRICS
from yipanqi.unit.metrics import UNIT_METRICS
from yipanqi.watch.metrics import WATCH_METRICS

ALL: tuple[MetricSpec, ...] = (
    *VITAL_METRICS,
    *BUS_METRICS,
    *COORDINATOR_METRICS,
    *BOARD_METRICS,
    *UNIT_METRICS,
    *WATCH_METRICS,
)
_NAME = re.compile(r"(?<![:\w])yipanqi_[a-z0-9_]+(?![\w:]|\()")


def exposed_names() -> set[str]:
    """Return the names of all series that our metrics show."""
    names = set()
    for spec in ALL:
        endings = ("_bucket", "_sum", "_count") if spec.kind is Kind.HISTOGRAM else ("",)
        names |= {spec.name + ending for ending in endings}
    return names


def named_metrics(expr: str) -> set[str]:
    """Return the metrics of ours that an expression names; those chosen by pattern are not among them."""
    return set(_NAME.findall(expr))


def labels_of(metric: str) -> set[str]:
    """Return the labels of a metric of ours, by the name of its series."""
    for spec in ALL:
        if metric == spec.name or (spec.kind is Kind.HISTOGRAM and metric.startswith(f"{spec.name}_")):
            return set(spec.labels) | ({"le"} if spec.kind is Kind.HISTOGRAM else set())
    raise KeyError(metric)
