"""The settings of `schemas/settings.yaml`: for the rules as `Defaults`, for people with label, unit and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.files import schemas_folder
from yipanqi.defaults import Defaults

FILE = "settings.yaml"
OURS = "default"
SOURCES = {OURS: {"zh": "本系统缺省值，非政策规定", "en": "default of ours, not policy"}}
_WHOLE = frozenset({"weights", "grade_shares"})


class Setting(BaseModel):
    """One setting: its value, and what a person must know to judge it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: int | str | tuple[int, ...] | dict[str, str]
    unit: Literal["hour", "day", "working-day", "percent", "month", "factor", "weight", "point", "share", "amount"]
    zh: str
    en: str
    source: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the setting with its source; `policy` says whether a document stands behind it."""
        source = SOURCES[OURS] if self.source is None else {"zh": self.source, "en": self.source}
        return {**self.model_dump(mode="json", exclude={"source"}), "source": source, "policy": self.source is not None}


class Section(BaseModel):
    """The settings of one topic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    settings: dict[str, Setting]


def load_sections(folder: Path | None = None) -> dict[str, Section]:
    """Read the file; ConfigurationError that names the place of a mistake."""
    path = (folder or schemas_folder()) / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {name: Section.model_validate(entry) for name, entry in document.items() if name != "version"}
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors(include_url=False)[:3])
        raise _mistake(path, places, str(error.errors(include_url=False)[0]["msg"])) from None
    except (FileNotFoundError, yaml.YAMLError) as error:
        raise _mistake(path, FILE, type(error).__name__) from None


def load_defaults(folder: Path | None = None) -> Defaults:
    """Return the settings as the rules take them: exactly those that `Defaults` has, all of them.

    Raises:
        ConfigurationError: a setting is missing, misspelt, of the wrong kind, or weights do not add to 1.
    """
    path = (folder or schemas_folder()) / FILE
    sections = load_sections(folder)
    known = {field.name: field for field in fields(Defaults)}
    if wrong := sorted(known.keys() ^ sections.keys()):
        raise _mistake(path, ", ".join(wrong), "a section that is missing or unknown")
    return Defaults(
        **{name: _topic(path, name, field.default_factory, sections[name]) for name, field in known.items()}
    )


@lru_cache(maxsize=1)
def product_sections() -> Mapping[str, Section]:
    """Return the settings of the contract's folder for people, read once."""
    return load_sections()


@lru_cache(maxsize=1)
def product_defaults() -> Defaults:
    """Return the settings of the contract's folder for the rules, read once."""
    return load_defaults()


def _topic(path: Path, name: str, kind: Any, section: Section) -> Any:
    wanted = {field.name for field in fields(kind)}
    if wrong := sorted(wanted ^ section.settings.keys()):
        raise _mistake(path, ", ".join(f"{name}.{one}" for one in wrong), "a setting that is missing or unknown")
    values = {key: setting.value for key, setting in section.settings.items()}
    try:
        made = TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        raise _mistake(path, f"{name}.{found['loc'][0]}", str(found["msg"])) from None
    for key in sorted(_WHOLE & wanted):
        if sum(getattr(made, key).values()) != Decimal(1):
            raise _mistake(path, f"{name}.{key}", "the parts do not add to 1")
    return made


def _mistake(path: Path, places: str, why: str) -> ConfigurationError:
    return ConfigurationError(f"规则参数 {path} 有误，请修改 {places} | a mistake in {path}: {places}: {why}")
