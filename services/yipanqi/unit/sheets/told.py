"""Says as what a changed row is published: the event by its name, and what it says, old and new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ZH

_APART = ("corrects", "reason", "source_text", "cleared", "evidence", "force", "withdrawn")
#: Where the field of an event has another name than the row's.
_BEFORE = {"to_stage": "stage", "effective_on": "stage_since"}
_LONGEST = 40


def told(event: AggregateRecord, before: Mapping[str, Any]) -> tuple[str, str]:
    """Return the sentence about an event of a changed row, in Chinese and English; `before` is what the row said."""
    schema = event.__avro_schema__
    fields = {known["name"]: known for known in schema["fields"]}
    said = [name for name in fields if name in event.model_fields_set and _says(event, name)]
    zh = [_change(fields[name], getattr(event, name), before.get(_BEFORE.get(name, name))) for name in said]
    cleared = tuple(getattr(event, "cleared", ()))
    zh += [f"清空{fields[name].get('title_zh', name)}" for name in cleared if name in fields]
    en = [*said, *(f"{name} cleared" for name in cleared)]
    facts_zh, facts_en = ("；".join(zh), ", ".join(en)) if en else ("", "")
    name = event.__avro_name__.rsplit(".", 1)[-1]
    return (
        f"变更：按“{schema.get('title_zh', name)}”报送" + (f"（{facts_zh}）" if facts_zh else ""),
        f"changed: published as {name}" + (f" ({facts_en})" if facts_en else ""),
    )


def _says(event: AggregateRecord, name: str) -> bool:
    return name != event.__id_field__ and name not in _APART and getattr(event, name) is not None


def _change(field: Mapping[str, Any], value: Any, before: Any) -> str:
    """Return a field's title with its new value; with the old one too where both are short."""
    title = str(field.get("title_zh", field["name"]))
    new, old = _shown(field, value), _shown(field, before)
    if not new:
        return title
    return f"{title} {old}→{new}" if old and old != new else f"{title} {new}"


def _shown(field: Mapping[str, Any], value: Any) -> str:
    """Return a plain value as people read it; nothing for amounts, lists, and what the paper need not repeat."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str) or field.get("share") == "owner":
        return ""
    text = ZH.get(str(field.get("codes")), {}).get(value, value)
    return text if len(text) <= _LONGEST else ""
