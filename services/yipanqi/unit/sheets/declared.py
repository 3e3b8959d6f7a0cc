"""Which tables a unit keeps: the common declarations (`layouts/`) with what the unit's own `sheets.yaml` adds."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.files import schemas_folder
from yipanqi.unit.sheets.cells import title_key

ColumnType = Literal[
    "sequence", "local_number", "reference", "text", "texts", "money", "currency", "quantity", "rent", "intensity",
    "rate", "integer", "date", "day", "code", "codes", "place", "unit", "units", "measure", "flag", "country",
    "credit_code", "degrees", "year", "figure", "number", "hours",
]  # fmt: skip


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Declared):
    """One column of a table: its type, the titles it goes by, and the bounds of its values.

    What is `aside` is no field of the record: a later change of the row needs it, such as the proof of a stage.
    """

    type: ColumnType
    titles: tuple[str, ...]
    weight: int = 2
    required: bool = False
    codes: str = ""
    aggregate: str = ""
    measure: str = ""
    currency: str = ""
    sign: Literal["positive", "any"] = "positive"
    default_unit: str = ""
    minimum: str | None = None
    over: str | None = None
    maximum: str | None = None
    plausible: tuple[str, str] | None = None
    bound: str = ""
    whole: tuple[str, ...] = ()
    aside: bool = False


class Layout(_Declared):
    """One kind of table: the record its rows become, and how it is recognised.

    `names` are words by which a table says that it is of this kind, whatever else its columns would fit: it is read so
    or not at all. `values` are facts that every row has for being in such a table. A row goes by a number of the unit's
    (`local_number_from`), or where the list has none by the columns that tell its rows apart (`told_apart_by`).
    """

    zh: str
    record: str
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    needs: tuple[str, ...]
    some_of: tuple[str, ...]
    local_number_from: tuple[str, ...] = ()
    told_apart_by: tuple[str, ...] = ()
    opaque_ids: bool = False
    values: Mapping[str, str | bool] = Field(default_factory=dict)
    kind_words: Mapping[str, str] = Field(default_factory=dict)
    kind_from_sheet: Mapping[str, str] = Field(default_factory=dict)
    land_kinds: tuple[str, ...] = ()
    status_if_vacant: str = ""
    vacant_kinds: tuple[str, ...] = ()
    columns: Mapping[str, Column]

    @model_validator(mode="after")
    def _told_apart_by_all(self) -> Self:
        """Refuse columns that a row may lack: rows without them would be one record."""
        certain = {name for name, column in self.columns.items() if column.required}
        if loose := [name for name in self.told_apart_by if name not in certain]:
            raise ValueError(f"told_apart_by: {', '.join(loose)} must be required columns")
        return self

    def titles(self) -> dict[str, tuple[str, int]]:
        """Return title key → (field, rank); a title of two fields belongs to the one that declares it earlier."""
        found: dict[str, tuple[str, int]] = {}
        for field, column in self.columns.items():
            for rank, title in enumerate((*column.titles, field)):
                key = title_key(title)
                if key not in found or rank < found[key][1]:
                    found[key] = (field, rank)
        return found


Declarations = Mapping[str, Layout]


def load_declarations(unit: str, catalog: Catalog, extra: Path | None = None) -> Declarations:
    """Return the tables of a unit: common ones, its role's, its own, and those of a local file.

    The local file is `extra`, else `sheets/<unit>.yaml` in the contract's folder if there is one.

    Raises:
        pydantic.ValidationError: a declaration is misspelt.
        KeyError: no such unit.
    """
    layouts = _common_layouts()
    for addition in _additions(unit, catalog.units[unit].role, extra):
        for name, changes in addition.items():
            layouts[name] = _merged(layouts.get(name, {"columns": {}}), changes)
    return {name: Layout.model_validate(layout) for name, layout in layouts.items()}


def _common_layouts() -> dict[str, Any]:
    """Return the tables that every unit may keep: file name → layout."""
    folder = resources.files("yipanqi.unit.sheets").joinpath("layouts")
    texts = {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in folder.iterdir()}
    layouts: dict[str, Any] = {name: yaml.safe_load(texts[name]) for name in sorted(texts)}
    common = layouts.pop("common")["columns"]
    for layout in layouts.values():
        layout["columns"] = common | layout["columns"]
    return layouts


def _additions(unit: str, role: str, extra: Path | None) -> list[Mapping[str, Any]]:
    texts = [_resource(f"yipanqi.{role}", "sheets.yaml")]
    local = extra or schemas_folder() / "sheets" / f"{unit}.yaml"
    if extra is not None or local.is_file():
        texts.append(local.read_text(encoding="utf-8"))
    additions = []
    for text in texts:
        if text:
            document = yaml.safe_load(text)
            additions.append(document.get("layouts") or {})
            additions.append((document.get("units") or {}).get(unit) or {})
    return additions


def _resource(package: str, name: str) -> str | None:
    """Return a file of a package's folder; None when the role has no folder of its own."""
    try:
        file = resources.files(package).joinpath(name)
    except ModuleNotFoundError:
        return None
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _merged(layout: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout with changes: titles are put before the common ones, everything else replaces."""
    columns: dict[str, Any] = dict(layout["columns"])
    for field, change in (changes.get("columns") or {}).items():
        known = columns.get(field, {"titles": []})
        columns[field] = known | change | {"titles": [*change.get("titles", ()), *known["titles"]]}
    return {**layout, **changes, "columns": columns}
