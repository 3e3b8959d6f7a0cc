"""The board's metrics, declared in one table."""

from __future__ import annotations

from yipanqi.bus.metrics import LATENCY_BUCKETS, Kind, MetricSpec

BOARD_METRICS: tuple[MetricSpec, ...] = (
    MetricSpec(
        "yipanqi_board_applied_total", Kind.COUNTER, "records applied to the database", "已入库记录数", ("topic",)
    ),
    MetricSpec("yipanqi_board_batch_seconds", Kind.HISTOGRAM, "time to apply a batch", "每批入库耗时"),
    MetricSpec(
        "yipanqi_board_visible_seconds",
        Kind.HISTOGRAM,
        "from publishing an event to its being on the board",
        "从发布到上板的时间",
        (),
        LATENCY_BUCKETS,
    ),
    MetricSpec(
        "yipanqi_board_lag_records", Kind.GAUGE, "offsets not yet applied, by topic", "未入库的消息数", ("topic",)
    ),
    MetricSpec(
        "yipanqi_board_lag_seconds",
        Kind.GAUGE,
        "age of the last record applied while behind, 0 when up to date",
        "落后秒数，跟上时为零",
    ),
    MetricSpec(
        "yipanqi_board_caught_up", Kind.GAUGE, "1 when the board is up to date with Kafka", "是否已跟上（1 为是）"
    ),
    MetricSpec("yipanqi_board_failures_total", Kind.COUNTER, "interruptions of the projection", "入库中断次数"),
    MetricSpec("yipanqi_board_rebuilds_total", Kind.COUNTER, "rebuilds by this process", "重建次数"),
    MetricSpec("yipanqi_board_sse_clients", Kind.GAUGE, "open live streams", "实时连接数"),
    MetricSpec("yipanqi_board_changes_sent_total", Kind.COUNTER, "changes sent to live streams", "已推送变更数"),
    MetricSpec(
        "yipanqi_unit_last_event_timestamp_seconds",
        Kind.GAUGE,
        "when the unit's last accepted event was written",
        "单位最近一次更新的时刻",
        ("unit",),
    ),
    MetricSpec(
        "yipanqi_unit_update_cycle_seconds",
        Kind.GAUGE,
        "how often the catalogue asks the unit to update",
        "目录要求的更新周期",
        ("unit",),
    ),
    MetricSpec("yipanqi_board_database_bytes", Kind.GAUGE, "size of the database in use", "数据库大小"),
    MetricSpec(
        "yipanqi_board_http_requests_total",
        Kind.COUNTER,
        "HTTP requests by route and status",
        "请求数",
        ("route", "status"),
    ),
    MetricSpec("yipanqi_board_http_seconds", Kind.HISTOGRAM, "time to answer a request", "请求耗时", ("route",)),
    MetricSpec("yipanqi_board_logins_total", Kind.COUNTER, "logins by outcome", "登录次数", ("outcome",)),
)
