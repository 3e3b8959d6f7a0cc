"""Write `yipanqi.models` from the schemas: models, code lists, table of events. Run by `yipanqi schemas generate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import Code, CodeLists, load_codes
from yipanqi.contract.schemas import COMMON, Schema, SchemaSet

_HEADER = (
    "# ruff: noqa\n# fmt: off\n"
    '"""{doc} Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""\n\n'
)
_TYPES_HEADER = (
    "from __future__ import annotations\n\n"
    "from datetime import date, datetime\n"
    "from typing import Annotated, ClassVar\n\n"
    "from pydantic import Field\n\n"
    "from yipanqi.models.base import AggregateRecord, Record\n"
    "{common}from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of\n"
)
_PRIMITIVES = {
    "string": "str",
    "boolean": "bool",
    "int": "int",
    "long": "int",
    "double": "float",
    "float": "float",
}
_FORMATS = {"fuzzy-date": "FuzzyDate", "aggregate-id": "AggregateId", "enterprise-id": "EnterpriseId"}
_BOUNDS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "maxLength": "max_length",
    "minLength": "min_length",
    "pattern": "pattern",
}
_DEFAULT_MAX_LENGTH = 2000
_MAX_ITEMS = 1000


def generate(schemas: SchemaSet, catalog: Catalog, codes: CodeLists) -> dict[str, str]:
    """Return the generated files: name below `yipanqi/models/` → content."""
    files = {
        "codes.py": _codes_module(codes),
        "schemas.json": "{\n" + ",\n".join(_schema_line(f.full_name, schemas) for f in schemas) + "\n}\n",
    }
    namespaces = sorted({f.source["namespace"] for f in schemas})
    for namespace in namespaces:
        records = [f.source for f in schemas if f.source["namespace"] == namespace]
        files[f"{namespace.rsplit('.', 1)[1]}.py"] = _module(namespace, records, catalog)
    files["table.py"] = _table(schemas, catalog)
    return files


def _schema_line(full_name: str, schemas: SchemaSet) -> str:
    """One schema a line: a change shows as what it is, and two changes meet only where they are of one schema."""
    text = json.dumps(schemas.resolved(full_name), ensure_ascii=False, separators=(",", ":"))
    return f"{json.dumps(full_name)}:{text}"


def write(target: Path) -> list[str]:
    """Write the generated files into `target`; return the names of those that changed."""
    changed = []
    for name, content in generate(SchemaSet.load(), Catalog.load(), load_codes()).items():
        path = target / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            changed.append(name)
    return changed


def _module(namespace: str, records: list[Schema], catalog: Catalog) -> str:
    aggregate = namespace.rsplit(".", 1)[1]
    body = [_HEADER.format(doc=f"Records of {namespace}.")]
    common = "" if namespace == COMMON else "from yipanqi.models.common import Evidence, Money\n"
    body.append(_TYPES_HEADER.format(common=common))
    done: set[str] = set()
    ordered = [r for r in records if _is_state(r, aggregate, catalog)] + records
    for record in ordered:
        for nested in [*_nested(record), record]:
            if nested["name"] not in done and nested["namespace"] == namespace:
                done.add(nested["name"])
                body.append(_model(nested, aggregate, catalog, top=nested is record))
    return "".join(body)


def _is_state(record: Schema, aggregate: str, catalog: Catalog) -> bool:
    entry = catalog.aggregates.get(aggregate)
    return entry is not None and entry.state.endswith(f".{record['name']}")


def _nested(schema: Any) -> Iterator[Schema]:
    """Yield the records inside a record's fields, innermost first."""
    for field in schema["fields"]:
        for branch in field["type"] if isinstance(field["type"], list) else [field["type"]]:
            item = branch.get("items") if isinstance(branch, dict) and branch["type"] == "array" else branch
            if isinstance(item, dict) and item["type"] == "record":
                yield from _nested(item)
                yield item


def _model(record: Schema, aggregate: str, catalog: Catalog, *, top: bool) -> str:
    entry = catalog.aggregates.get(aggregate)
    keyed = top and entry is not None
    lines = [f"\n\nclass {record['name']}({'AggregateRecord' if keyed else 'Record'}):"]
    lines.append(f'    """{record["doc"]} {record["title_zh"]}."""\n')
    lines.append(f'    __avro_name__: ClassVar[str] = "{record["namespace"]}.{record["name"]}"')
    if keyed and entry is not None:
        lines.append(f'    __aggregate__: ClassVar[str] = "{aggregate}"')
        lines.append(f'    __id_field__: ClassVar[str] = "{entry.id}"')
    if "asks" in record:
        aggregate_field, id_field = record["asks"]
        lines.append(f'    __asks__: ClassVar[tuple[str, str] | None] = ("{aggregate_field}", "{id_field}")')
    lines.append("")
    lines.extend(f"    {_field(f)}" for f in record["fields"])
    return "\n".join(lines) + "\n"


def _field(field: Schema) -> str:
    branches = field["type"] if isinstance(field["type"], list) else [field["type"]]
    nullable = "null" in branches
    inner = next(b for b in branches if b != "null")
    text = _annotated(inner, field) + (" | None" if nullable else "")
    if "default" not in field:
        return f"{field['name']}: {text}"
    default = field["default"]
    return f"{field['name']}: {text} = {'()' if default == [] else repr(default)}"


def _annotated(type_: Any, field: Schema) -> str:
    if isinstance(type_, dict) and type_["type"] == "array":
        item = _annotated(type_["items"], {k: v for k, v in field.items() if k == "codes"})
        return f"Annotated[tuple[{item}, ...], Field(max_length={_MAX_ITEMS})]"
    base, constraints = _base(type_, field)
    extras = [f"code_of({json.dumps(field['codes'])})"] if "codes" in field else []
    if constraints:
        extras.insert(0, f"Field({', '.join(f'{k}={json.dumps(v)}' for k, v in constraints.items())})")
    return f"Annotated[{base}, {', '.join(extras)}]" if extras else base


def _base(type_: Any, field: Schema) -> tuple[str, dict[str, Any]]:
    bounds = {_BOUNDS[k]: field[k] for k in _BOUNDS if k in field}
    if isinstance(type_, str):
        if type_ in _PRIMITIVES:
            if type_ != "string":
                return _PRIMITIVES[type_], bounds
            if field.get("format") in _FORMATS:
                return _FORMATS[field["format"]], {}
            return "str", {"max_length": _DEFAULT_MAX_LENGTH, **bounds}
        return type_.rsplit(".", 1)[1], {}
    if type_["type"] == "record":
        return type_["name"], {}
    if type_["type"] == "map":
        return "dict[str, str]", {"max_length": 100}
    logical = type_["logicalType"]
    if logical == "decimal":
        return "Exact", {"max_digits": type_["precision"], "decimal_places": type_["scale"], **bounds}
    return {"date": "date", "timestamp-micros": "datetime"}[logical], {}


def _codes_module(codes: CodeLists) -> str:
    body = [
        _HEADER.format(doc="The code lists."),
        "from __future__ import annotations\n\nfrom enum import StrEnum\n",
    ]
    table = []
    for name, entries in codes.items():
        class_name = "".join(part.capitalize() for part in name.replace("_", ".").split("."))
        table.append(f'    "{name}": frozenset({class_name}),')
        body.append(f'\n\nclass {class_name}(StrEnum):\n    """Code list {name}."""\n\n')
        body.extend(f'    {code.upper().replace("-", "_")} = "{code}"\n' for code in entries)
    lists = "\n\nCODES: dict[str, frozenset[str]] = {\n" + "\n".join(table) + "\n}\n"
    names = [f'    "{name}": {_chinese(entries)},' for name, entries in codes.items()]
    chinese = (
        "\n#: Chinese names of the codes by list.\nZH: dict[str, dict[str, str]] = {\n" + "\n".join(names) + "\n}\n"
    )
    return "".join(body) + lists + chinese


def _chinese(entries: Mapping[str, Code]) -> str:
    return json.dumps({code: entry.zh for code, entry in entries.items()}, ensure_ascii=False)


def _table(schemas: SchemaSet, catalog: Catalog) -> str:
    states = {a.state for a in catalog.aggregates.values()}
    keyed = [f for f in schemas if f.source["namespace"].rsplit(".", 1)[1] in catalog.aggregates]
    modules: dict[str, list[str]] = {}
    for file in keyed:
        modules.setdefault(file.source["namespace"].rsplit(".", 1)[1], []).append(file.source["name"])
    body = [_HEADER.format(doc="Every event and state by name."), "from __future__ import annotations\n\n"]
    body.append("from yipanqi.models.base import AggregateRecord\n")
    body.extend(f"from yipanqi.models import {module}\n" for module in sorted(modules))
    for title, chosen in (
        ("EVENTS", [f for f in keyed if f.full_name not in states]),
        ("STATES", [f for f in keyed if f.full_name in states]),
    ):
        body.append(f"\n{title}: dict[str, type[AggregateRecord]] = {{\n")
        body.extend(
            f'    "{f.full_name}": {f.source["namespace"].rsplit(".", 1)[1]}.{f.source["name"]},\n' for f in chosen
        )
        body.append("}\n")
    return "".join(body)
