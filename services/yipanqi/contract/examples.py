"""The examples of every schema, `schemas/examples/<full name>.json`: a list of values as JSON writes them.

Decimals are strings, dates and times ISO 8601, as in the bodies of the unit service's HTTP intake.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
from pydantic import ValidationError

from yipanqi.bus.schema import parse_schema
from yipanqi.contract.files import schemas_folder
from yipanqi.contract.finding import Finding
from yipanqi.contract.schemas import Schema
from yipanqi.models.base import Record

FOLDER = "examples"


def load_examples(folder: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return the examples by full name."""
    root = (folder or schemas_folder()) / FOLDER
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(root.glob("*.json"))}


def model_of(full_name: str) -> type[Record]:
    """Return the generated model of a record of the contract; KeyError when there is none."""
    module, _, name = full_name.rpartition(".")
    try:
        found = getattr(import_module(f"yipanqi.models.{module.rpartition('.')[2]}"), name)
    except (ModuleNotFoundError, AttributeError):
        raise KeyError(full_name) from None
    if not (isinstance(found, type) and issubclass(found, Record)):
        raise KeyError(full_name)
    return found


def example(full_name: str, folder: Path | None = None) -> Record:
    """Return a record's first example as its model."""
    return model_of(full_name).model_validate_json(json.dumps(load_examples(folder)[full_name][0]))


def check_examples(full_name: str, schema: Schema, values: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield what is wrong with a schema's examples: none, invalid, or not the same after encoding and decoding."""
    if not values:
        path = f"{FOLDER}/{full_name}.json"
        yield Finding("no-example", full_name, f"没有示例，请写 {path}", f"has no example: write {path}")
        return
    try:
        model = model_of(full_name)
    except KeyError:
        yield Finding("no-model", full_name, "没有生成的模型", "has no model: run `yipanqi schemas generate`")
        return
    parsed = parse_schema(schema).parsed
    for number, value in enumerate(values, 1):
        where = f"{FOLDER}/{full_name}.json #{number}"
        try:
            record = model.model_validate_json(json.dumps(value))
            body = BytesIO()
            fastavro.schemaless_writer(
                body, parsed, record.to_avro(), strict_allow_default=True, disable_tuple_notation=True
            )
            body.seek(0)
            decoded: Any = fastavro.schemaless_reader(body, parsed, None)
            again = model.from_avro(decoded)
        except (ValidationError, ValueError, TypeError, KeyError) as error:
            yield Finding("bad-example", where, "示例不符合模式", f"does not fit the schema: {_first(error)}")
            continue
        if again != record:
            yield Finding("lossy-example", where, "编码再解码后不一致", "differs after encoding and decoding")


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return f"{type(error).__name__}: {error}"
