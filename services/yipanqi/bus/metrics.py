"""All Prometheus metrics of the bus, declared in one table; services declare theirs the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Kind(StrEnum):
    """What a metric measures: something that only grows, something that goes up and down, or how values spread."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """One metric: full name, help in English and Chinese, labels (never ids), buckets of a histogram."""

    name: str
    kind: Kind
    help_en: str
    help_zh: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = LATENCY_BUCKETS

    def create(self, registry: CollectorRegistry) -> Any:
        """Create the metric in `registry`."""
        text = f"{self.help_en} | {self.help_zh}"
        if self.kind is Kind.COUNTER:
            return Counter(self.name, text, self.labels, registry=registry)
        if self.kind is Kind.GAUGE:
            return Gauge(self.name, text, self.labels, registry=registry)
        return Histogram(self.name, text, self.labels, buckets=self.buckets, registry=registry)


class Metrics(Mapping[str, Any]):
    """The metrics of a table, created in one registry, by name."""

    def __init__(self, specs: Iterable[MetricSpec], registry: CollectorRegistry) -> None:
        self.registry = registry
        self._metrics = {spec.name: spec.create(registry) for spec in specs}

    def __getitem__(self, name: str) -> Any:
        return self._metrics[name]

    def __iter__(self) -> Any:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)


def build(specs: Iterable[MetricSpec], registry: CollectorRegistry | None = None) -> Metrics:
    """Create all metrics of a table, in `registry` or in one of their own."""
    return Metrics(specs, registry if registry is not None else CollectorRegistry())


def markdown_table(specs: Iterable[MetricSpec]) -> str:
    """Return the table of metrics for the documentation."""
    lines = ["| metric | kind | labels | meaning | 含义 |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{spec.name}` | {spec.kind} | {', '.join(spec.labels) or '–'} | {spec.help_en} | {spec.help_zh} |"
        for spec in specs
    ]
    return "\n".join(lines) + "\n"


BUS_METRICS: tuple[MetricSpec, ...] = (
    MetricSpec(
        "yipanqi_published_total", Kind.COUNTER, "events acknowledged by the broker", "已送达事件数", ("topic",)
    ),
    MetricSpec(
        "yipanqi_publish_failed_total",
        Kind.COUNTER,
        "events that the broker did not take",
        "发送失败事件数",
        ("topic",),
    ),
    MetricSpec(
        "yipanqi_publish_seconds",
        Kind.HISTOGRAM,
        "from publish() to the acknowledgement",
        "发送到确认的时间",
        ("topic",),
    ),
    MetricSpec("yipanqi_publish_in_flight", Kind.GAUGE, "events not yet acknowledged", "在途事件数"),
    MetricSpec(
        "yipanqi_receipts_total",
        Kind.COUNTER,
        "receipts read, by outcome and code",
        "收到的回执数",
        ("outcome", "code"),
    ),
    MetricSpec(
        "yipanqi_receipt_seconds", Kind.HISTOGRAM, "from publish() to its receipt", "发送到回执的时间", ("outcome",)
    ),
    MetricSpec(
        "yipanqi_consumed_total", Kind.COUNTER, "records handled", "已处理记录数", ("group", "topic", "outcome")
    ),
    MetricSpec("yipanqi_handler_seconds", Kind.HISTOGRAM, "time in a handler", "处理耗时", ("group", "type")),
    MetricSpec("yipanqi_retries_total", Kind.COUNTER, "retries of a record", "重试次数", ("group", "topic")),
    MetricSpec(
        "yipanqi_dead_letters_total",
        Kind.COUNTER,
        "records set aside, by reason code",
        "死信数",
        ("group", "topic", "code"),
    ),
    MetricSpec(
        "yipanqi_paused_partitions", Kind.GAUGE, "partitions waiting for a retry", "等待重试的分区数", ("group",)
    ),
    MetricSpec(
        "yipanqi_consumer_lag_records", Kind.GAUGE, "records not yet handled", "未处理记录数", ("group", "topic")
    ),
    MetricSpec(
        "yipanqi_consumer_delay_seconds",
        Kind.GAUGE,
        "age of the record handled last, when it was handled",
        "最近处理记录的延迟",
        ("group", "topic"),
    ),
    MetricSpec(
        "yipanqi_consumer_rebuilds_total",
        Kind.COUNTER,
        "consumers rebuilt after an error",
        "消费者重建次数",
        ("group",),
    ),
    MetricSpec("yipanqi_outbox_depth", Kind.GAUGE, "rows waiting to be published", "待发送条数"),
    MetricSpec("yipanqi_outbox_oldest_seconds", Kind.GAUGE, "age of the oldest waiting row", "最久待发送时长"),
    MetricSpec("yipanqi_outbox_published_total", Kind.COUNTER, "rows published", "发件箱已发送条数"),
    MetricSpec("yipanqi_outbox_failures_total", Kind.COUNTER, "attempts that failed", "发件箱发送失败次数"),
)
