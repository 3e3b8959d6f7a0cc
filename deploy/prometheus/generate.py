"""Writes catalog.rules.yml: what the catalogue says about units and partitions, as Prometheus rules.

Run `python deploy/prometheus/generate.py` after a change of schemas/catalog.yaml; a test proves the file is current.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from yipanqi.contract.catalog import Catalog, product_catalog

TARGET = Path(__file__).with_name("catalog.rules.yml")
_HEAD = "# Generated from schemas/catalog.yaml by deploy/prometheus/generate.py: don't edit.\n"
_DAY_S = 86_400
_LAST = "yipanqi:unit_last_event_timestamp_seconds"
_CYCLE = "yipanqi:unit_update_cycle_seconds"
_RATIO = "yipanqi:unit_silence_ratio"


def rules(catalog: Catalog) -> dict[str, Any]:
    """Return the rule file's content."""
    groups = [
        {"name": "yipanqi-catalog", "rules": [_partitions(catalog), *_cycles(catalog)]},
        {"name": "yipanqi-freshness", "rules": _freshness()},
        {"name": "yipanqi-units", "rules": [_silent(), _long_silent(), _never_heard(), _no_service()]},
    ]
    return {"groups": groups}


def text(catalog: Catalog) -> str:
    """Return the rule file."""
    return _HEAD + yaml.safe_dump(rules(catalog), allow_unicode=True, sort_keys=False, width=110)


def _partitions(catalog: Catalog) -> dict[str, Any]:
    return {"record": "yipanqi:catalog_partitions", "expr": f"vector({catalog.cluster.partitions})"}


def _cycles(catalog: Catalog) -> list[dict[str, Any]]:
    return [
        {
            "record": _CYCLE,
            "expr": f"vector({unit.update_days * _DAY_S})",
            "labels": {"unit": name, "unit_zh": unit.zh, "unit_en": unit.en},
        }
        for name, unit in catalog.units.items()
    ]


def _freshness() -> list[dict[str, Any]]:
    # The coordinator knows what it heard since it started, the board what it has stored: the later one counts.
    return [
        {"record": _LAST, "expr": "max by (unit) (yipanqi_unit_last_event_timestamp_seconds > 0)"},
        {"record": _RATIO, "expr": f"(time() - {_LAST}) / on (unit) group_right () {_CYCLE}"},
    ]


def _silent() -> dict[str, Any]:
    return _alert(
        "UnitSilent",
        f"{_RATIO} > 1",
        "15m",
        "warning",
        "{{ $labels.unit_zh }}超过更新周期未报送 · {{ $labels.unit_en }} is silent for longer than its update cycle",
        "已静默 {{ $value | humanize }} 个更新周期 · silent for {{ $value | humanize }} update cycles of the catalogue",
    )


def _long_silent() -> dict[str, Any]:
    return _alert(
        "UnitSilentLong",
        f"{_RATIO} > 2",
        "15m",
        "critical",
        "{{ $labels.unit_zh }}超过两个更新周期未报送 · {{ $labels.unit_en }} is silent for more than two update cycles",
        "棋盘上该单位的数据已不可信 · what the board shows of this unit is out of date",
    )


def _never_heard() -> dict[str, Any]:
    return _alert(
        "UnitNeverHeard",
        f'({_CYCLE} unless on (unit) {_LAST}) and on () (up{{service="board"}} == 1)',
        "1h",
        "warning",
        "从未收到{{ $labels.unit_zh }}的数据 · nothing was ever heard of {{ $labels.unit_en }}",
        "该单位可能尚未接入 · the unit may not be connected yet",
    )


def _no_service() -> dict[str, Any]:
    return _alert(
        "UnitServiceDown",
        f'{_CYCLE} unless on (unit) (up{{service="unit"}} == 1)',
        "2m",
        "warning",
        "{{ $labels.unit_zh }}的单位服务不可用 · the unit service of {{ $labels.unit_en }} does not answer",
        "进程未运行、无法访问或未列为采集目标 · it does not run, can't be reached, or is no target of Prometheus",
    )


def _alert(name: str, expr: str, wait: str, severity: str, summary: str, description: str) -> dict[str, Any]:
    return {
        "alert": name,
        "expr": expr,
        "for": wait,
        "labels": {"severity": severity},
        "annotations": {
            "summary": summary,
            "description": description,
            "runbook_url": f"docs/operations.md#{name.lower()}",
        },
    }


if __name__ == "__main__":
    TARGET.write_text(text(product_catalog()), encoding="utf-8")
