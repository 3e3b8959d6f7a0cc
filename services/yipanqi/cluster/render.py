"""Plans and the catalogue as tables for the terminal, Chinese first."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from yipanqi.cluster.desired import Desired
from yipanqi.cluster.plan import Action, Change, Kind, Plan
from yipanqi.contract.catalog import Catalog

_KINDS = {
    Kind.TOPIC: "主题 topic",
    Kind.USER: "用户 user",
    Kind.ACL: "权限 right",
    Kind.QUOTA: "配额 quota",
    Kind.SUBJECT: "模式 subject",
    Kind.COMPATIBILITY: "兼容级别 compatibility",
}
_ACTIONS = {
    Action.CREATE: ("新建 create", "green"),
    Action.ALTER: ("修改 alter", "yellow"),
    Action.EXTRA: ("多余，不删除 extra, not removed", "cyan"),
    Action.MANUAL: ("须人工处理 by hand", "magenta"),
    Action.BLOCKED: ("受阻 blocked", "red"),
}
#: More of one sort than this are counted, unless all are asked for.
_SHOWN = 4


def render_plan(plan: Plan, *, every: bool = False) -> RenderableType:
    """Return a plan as a table; long runs of one sort are counted unless `every` is set."""
    if not plan.changes:
        return Text("集群与目录一致，无需改动 | the cluster is as the catalogue says: nothing to do", style="green")
    table = Table(title="目录与集群的差异 | what differs from the catalogue", title_justify="left", expand=False)
    for heading in ("处理 | action", "对象 | what", "名称 | name", "说明 | detail"):
        table.add_column(heading, overflow="fold")
    for (kind, action), run in groupby(plan.changes, key=lambda c: (c.kind, c.action)):
        for name, detail in _rows(list(run), every=every or action not in (Action.CREATE, Action.EXTRA)):
            text, style = _ACTIONS[action]
            table.add_row(Text(text, style=style), _KINDS[kind], Text(name), Text(detail))
    return Group(table, Text(_summary(plan)))


def _rows(changes: list[Change], *, every: bool) -> list[tuple[str, str]]:
    if every or len(changes) <= _SHOWN:
        return [(c.name, c.detail) for c in changes]
    names = Counter(c.name for c in changes)
    if len(names) < len(changes):
        return [(name, f"{count} 项 | {count} of them") for name, count in sorted(names.items())]
    shown = ", ".join(c.name for c in changes[:_SHOWN])
    return [(f"{shown}, …", f"共 {len(changes)} 项 | {len(changes)} of them")]


def _summary(plan: Plan) -> str:
    counts = Counter(c.action for c in plan.changes)
    return " · ".join(f"{_ACTIONS[action][0]}: {counts[action]}" for action in Action if counts[action])


def render_catalog(catalog: Catalog, desired: Desired) -> RenderableType:
    """Return what the catalogue holds: its units with their rights, and its topics."""
    units = Table(title="单位 | units", title_justify="left")
    for heading in ("键 | key", "名称 | name", "类别 | kind", "可发布 | may publish", "权限数 | rights"):
        units.add_column(heading, overflow="fold")
    for key, unit in catalog.units.items():
        rights = sum(1 for acl in desired.acls if acl.principal == f"User:{key}")
        units.add_row(key, f"{unit.zh} {unit.en}", unit.kind, ", ".join(catalog.duties_of(key)), str(rights))
    topics = Table(title="主题 | topics", title_justify="left")
    for heading in ("主题 | topic", "分区 | partitions", "副本 | replicas", "设置 | settings"):
        topics.add_column(heading, overflow="fold")
    for name, spec in desired.topics.items():
        settings = ", ".join(
            f"{k}={v}" for k, v in sorted(spec.configs.items()) if k in ("cleanup.policy", "retention.ms")
        )
        topics.add_row(name, str(spec.partitions), str(spec.replication), settings)
    total = f"模式主体 subjects: {len(desired.subjects)} · 权限 rights: {len(desired.acls)}"
    return Group(units, topics, Text(total))
