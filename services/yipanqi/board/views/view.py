"""What a view is: one aggregate as the board shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from yipanqi.board.fields import Field, fields_of
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.contract.schemas import SchemaSet, product_schemas

#: Moments that every record has.
DATED = ("updated_at", "registered_at")


@dataclass(frozen=True)
class View:
    """One aggregate as the board shows it. Names are those of the fields of its state record."""

    aggregate: str
    plural: str
    filters: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    #: Named parts of the whole, counted in the summary: field → the values that belong to the part.
    subsets: Mapping[str, dict[str, tuple[object, ...]]] = field(default_factory=dict)
    #: Shown in lists and CSV, in this order; the record has them all.
    listed: tuple[str, ...] = ()
    #: Fields that name the unit, or list the units, whose own record this is: they see what government sees.
    owners: tuple[str, ...] = ("owner_unit",)
    #: Filters by which single records are looked up: they get an index.
    lookups: tuple[str, ...] = ()
    catalog: Catalog = field(default_factory=product_catalog, repr=False)
    schemas: SchemaSet = field(default_factory=product_schemas, repr=False)

    def __post_init__(self) -> None:
        """Refuse names that the record does not have."""
        named = {*self._indexed, *self.search, *self.listed}
        unknown = named - self.fields.keys()
        if unknown:
            raise ValueError(f"view {self.plural}: {self.record} has no field {', '.join(sorted(unknown))}")

    @property
    def record(self) -> str:
        """Avro full name of the state record."""
        return self.catalog.aggregates[self.aggregate].state

    @property
    def id_field(self) -> str:
        """The field that holds the aggregate's id."""
        return self.catalog.aggregates[self.aggregate].id

    @property
    def title_zh(self) -> str:
        """What the aggregate is called on screen."""
        return self.catalog.aggregates[self.aggregate].zh

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields of the state record, in its order."""
        return {f.name: f for f in fields_of(self.schemas.resolved(self.record))}

    @cached_property
    def columns(self) -> Mapping[str, Field]:
        """The fields that get a column."""
        wanted = self._indexed - {self.id_field, "version"}
        return {name: f for name, f in self.fields.items() if name in wanted}

    @property
    def _indexed(self) -> set[str]:
        return {*self.filters, *self.sorts, *self.groups, *self.measures, *self.owners, *self.lookups}
