"""The catalogue as values: units, topics and quotas of `catalog.yaml`, and each `<aggregate>/aggregate.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.files import schemas_folder
from yipanqi.contract.masking import Share
from yipanqi.contract.schemas import SchemaSet, product_schemas

COORDINATOR = "coordinator"
#: The service that raises and clears alerts: a speaker like a unit, with two event types of its own.
WATCH = "watch"
DEAD_LETTERS = "deadletter.coordinator"
RECEIPT = "yipanqi.receipt.Receipt"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cluster(_Part):
    """Settings of every topic."""

    partitions: int = Field(ge=1, le=1000)
    replication_factor: int = Field(ge=1)
    min_insync_replicas: int = Field(ge=1)
    max_message_bytes: int = Field(ge=1024)
    time_zone: str


class TopicClass(_Part):
    """How the topics of one class are kept."""

    cleanup: Literal["delete", "compact"]
    retention_days: int | None = None


class Owner(_Part):
    """Who answers for an aggregate's data."""

    unit: str
    contact: str


Role = Literal["commerce", "investment", "zone", "soe"]


class Duty(_Part):
    """A set of event types that belong to one task, and the roles whose units have that task."""

    events: tuple[str, ...]
    roles: tuple[Role, ...]


class Aggregate(_Part):
    """A kind of record with one writer: its id field, its state record, and its entry in the catalogue.

    `readers` are the roles whose units may read other units' records in full; without it every government unit may.
    """

    zh: str
    id: str
    state: str
    classification: str
    sharing: Literal["无条件", "有条件", "不予共享"]
    update_days: int
    owner: Owner
    readers: tuple[Role, ...] | None = None
    duties: dict[str, Duty]


class Unit(_Part):
    """A unit of the district, and the prefixes of its local numbers by aggregate.

    `duties` narrows down what its role may publish; without it the unit has all duties of its role.
    """

    zh: str
    en: str
    kind: Literal["government", "soe"]
    role: Role
    duties: tuple[str, ...] | None = None
    numbers: dict[str, tuple[str, ...]] = {}
    update_days: int

    def share(self, aggregate: Aggregate) -> Share:
        """Return what the unit may see of other units' records."""
        reads = self.kind == "government" and (aggregate.readers is None or self.role in aggregate.readers)
        return Share.GOVERNMENT if reads else Share.ALL


class Catalog(_Part):
    """The whole catalogue."""

    version: int
    district: dict[str, str]
    cluster: Cluster
    topics: dict[str, TopicClass]
    dedupe_days: int
    aggregates: dict[str, Aggregate]
    units: dict[str, Unit]
    quotas: dict[str, dict[str, float]]

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalog:
        """Read the catalogue.

        Raises:
            pydantic.ValidationError: an entry is missing, misspelt or out of bounds.
        """
        root = folder or schemas_folder()
        document = yaml.safe_load((root / "catalog.yaml").read_text(encoding="utf-8"))
        entries = {path.parent.name: path for path in sorted(root.glob("*/aggregate.yaml"))}
        aggregates = {name: yaml.safe_load(path.read_text(encoding="utf-8")) for name, path in entries.items()}
        return cls.model_validate({**document, "aggregates": aggregates})

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        """All duties of all aggregates by name.

        Raises:
            ValueError: two aggregates have a duty of one name.
        """
        found: dict[str, Duty] = {}
        for key, aggregate in self.aggregates.items():
            for name, duty in aggregate.duties.items():
                if name in found:
                    raise ValueError(f"{key}/aggregate.yaml: another aggregate has a duty {name} too: rename one")
                found[name] = duty
        return found

    def duties_of(self, unit: str) -> tuple[str, ...]:
        """Return the names of a unit's duties: its own list, else those of its role; KeyError for no such unit."""
        entry = self.units[unit]
        if entry.duties is not None:
            return entry.duties
        return tuple(name for name, duty in self.duties.items() if entry.role in duty.roles)

    def event_types(self, unit: str, schemas: SchemaSet | None = None) -> frozenset[str]:
        """Return the full names of the event types that `unit`, or the watch, may publish.

        Raises:
            KeyError: no such unit, or a duty names an event that has no schema.
        """
        files = tuple(schemas or product_schemas())
        if unit == WATCH:
            return frozenset(f.full_name for f in files if f.source.get("internal") == WATCH)
        by_name = {f.source["name"]: f.full_name for f in files}
        return frozenset(by_name[event] for duty in self.duties_of(unit) for event in self.duties[duty].events)

    def internal_event_types(self, schemas: SchemaSet | None = None) -> frozenset[str]:
        """Return the event types that no unit writes: the coordinator's and the watch's."""
        return frozenset(f.full_name for f in (schemas or product_schemas()) if f.source.get("internal"))

    def aggregate_of(self, event_type: str) -> str | None:
        """Return the aggregate that an event type is about: the last part of its namespace."""
        parts = event_type.split(".")
        name = parts[-2] if len(parts) > 1 else ""
        return name if name in self.aggregates else None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whoever has an intake topic and gets receipts: the units and the watch; not the coordinator itself."""
        return (*self.units, WATCH)

    def unit_by_name(self, text: str) -> str | None:
        """Return the unit that `text` names in Chinese, English or by its key."""
        wanted = text.strip().casefold()
        for key, unit in self.units.items():
            if wanted in (key.casefold(), unit.zh.casefold(), unit.en.casefold()):
                return key
        return None


@lru_cache(maxsize=1)
def product_catalog() -> Catalog:
    """Return the catalogue of the contract's folder, read once; ConfigurationError that names a mistake's place."""
    folder = schemas_folder()
    try:
        catalog = Catalog.load(folder)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:3]
        raise _mistake(folder, *((".".join(map(str, one["loc"])), one["msg"]) for one in found)) from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "?"
        raise _mistake(folder, (line, error.problem or "no YAML")) from None
    for key, unit in catalog.units.items():
        if unknown := sorted(set(unit.duties or ()) - catalog.duties.keys()):
            raise _mistake(folder, (f"units.{key}.duties", f"there is no duty {', '.join(unknown)}"))
    return catalog


def _mistake(folder: Path, *found: tuple[str, str]) -> ConfigurationError:
    path = folder / "catalog.yaml"
    places, what = ", ".join(place for place, _ in found), "; ".join(f"{place}: {why}" for place, why in found)
    return ConfigurationError(f"目录 {path} 有误，请修改 {places} | a mistake in {path}: {what}")


def intake(unit: str) -> str:
    """Return the topic that only `unit` writes."""
    return f"intake.{unit}"


def receipts(unit: str) -> str:
    """Return the topic that only `unit` reads."""
    return f"receipts.{unit}"


def ledger(aggregate: str) -> str:
    """Return the topic of an aggregate's accepted events."""
    return f"ledger.{aggregate}"


def state(aggregate: str) -> str:
    """Return the compacted topic of an aggregate's full records."""
    return f"state.{aggregate}"


def board(aggregate: str) -> str:
    """Return the compacted topic of an aggregate's records as every unit may see them."""
    return f"board.{aggregate}"
