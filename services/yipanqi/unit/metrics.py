"""All metrics of a unit service, in one table; the outbox's own are in the bus's."""

from __future__ import annotations

from yipanqi.bus.metrics import Kind, MetricSpec

_HTTP_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_RECEIPT_BUCKETS = (0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 3600.0)

EVENTS_TAKEN = "yipanqi_unit_events_taken_total"
EVENTS_REFUSED = "yipanqi_unit_events_refused_total"
EVENTS_REPEATED = "yipanqi_unit_events_repeated_total"
RECEIPTS = "yipanqi_unit_receipts_total"
RECEIPT_SECONDS = "yipanqi_unit_receipt_seconds"
RECEIPT_FAILURES = "yipanqi_unit_receipt_reader_failures_total"
UNDECODED = "yipanqi_unit_receipts_undecoded_total"
IMPORTS = "yipanqi_unit_imports_total"
IMPORT_ROWS = "yipanqi_unit_import_rows_total"
IMPORT_SECONDS = "yipanqi_unit_import_seconds"
HTTP_REQUESTS = "yipanqi_unit_http_requests_total"
HTTP_SECONDS = "yipanqi_unit_http_seconds"

UNIT_METRICS: tuple[MetricSpec, ...] = (
    MetricSpec(EVENTS_TAKEN, Kind.COUNTER, "events taken into the outbox", "已受理事件数", ("type", "way")),
    MetricSpec(
        EVENTS_REFUSED, Kind.COUNTER, "events refused at the door, by problem", "未受理事件数", ("type", "code")
    ),
    MetricSpec(EVENTS_REPEATED, Kind.COUNTER, "events sent again with the same content", "重复提交事件数", ("type",)),
    MetricSpec(RECEIPTS, Kind.COUNTER, "receipts stored, by outcome and code", "已入库回执数", ("outcome", "code")),
    MetricSpec(
        RECEIPT_SECONDS,
        Kind.HISTOGRAM,
        "from the 202 to the stored receipt",
        "受理到收到回执的时间",
        ("outcome",),
        _RECEIPT_BUCKETS,
    ),
    MetricSpec(RECEIPT_FAILURES, Kind.COUNTER, "times the receipts' reader started anew", "回执读取中断次数"),
    MetricSpec(UNDECODED, Kind.COUNTER, "records on the receipts topic that could not be read", "无法解读的回执数"),
    MetricSpec(IMPORTS, Kind.COUNTER, "files imported, by result", "导入文件数", ("result",)),
    MetricSpec(IMPORT_ROWS, Kind.COUNTER, "rows of imported sheets, by result", "导入行数", ("result",)),
    MetricSpec(
        IMPORT_SECONDS, Kind.HISTOGRAM, "reading, planning and storing a file", "单个文件导入耗时", (), _RECEIPT_BUCKETS
    ),
    MetricSpec(
        HTTP_REQUESTS, Kind.COUNTER, "HTTP requests by route and status", "HTTP 请求数", ("method", "route", "status")
    ),
    MetricSpec(HTTP_SECONDS, Kind.HISTOGRAM, "time to answer", "HTTP 响应时间", ("method", "route"), _HTTP_BUCKETS),
)
