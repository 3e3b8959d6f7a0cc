"""What a view is: one aggregate as the board shows it, and the lists inside its records as tables of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from yipanqi.board.fields import Field, fields_of
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.contract.schemas import SchemaSet, product_schemas

#: Moments that every record has.
DATED = ("updated_at", "registered_at")


@dataclass(frozen=True, eq=False)
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
    #: Whether there are so many records that each order of a list needs an index of its own.
    many: bool = False
    #: Whether records grow so large that what a list shows of them is kept apart from the whole.
    large: bool = False
    #: Whether its events are proof: the database then keeps a digest of each as it stands in the log.
    proven: bool = False
    #: Event (name without namespace) → its fields that say under a name of their own what the record keeps from others.
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Lists inside the record whose items are listed across all records too.
    items: tuple[ItemsView, ...] = ()
    catalog: Catalog = field(default_factory=product_catalog, repr=False)
    schemas: SchemaSet = field(default_factory=product_schemas, repr=False)

    def __post_init__(self) -> None:
        """Refuse names that the record does not have."""
        named = {*self._indexed, *self.search, *self.listed}
        unknown = named - self.fields.keys()
        if unknown:
            raise ValueError(f"view {self.plural}: {self.record} has no field {', '.join(sorted(unknown))}")
        for event, names in self.withheld.items():
            full_name = f"{self.record.rpartition('.')[0]}.{event}"
            unknown = set(names) - {f["name"] for f in self.schemas.file(full_name).source["fields"]}
            if unknown:
                raise ValueError(f"view {self.plural}: {full_name} has no field {', '.join(sorted(unknown))}")

    @property
    def key(self) -> str:
        """Name of its table, and what tells it from other views."""
        return self.aggregate

    @property
    def record(self) -> str:
        """Avro full name of the state record."""
        return self.catalog.aggregates[self.aggregate].state

    @property
    def restricted(self) -> bool:
        """Whether only some roles read other units' records in full: who acted on them is then part of the content."""
        return self.catalog.aggregates[self.aggregate].readers is not None

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

    def whole_of(self, id_: str) -> str:
        """Return the id of the record that a row is of."""
        return id_

    def showing(self, name: str) -> tuple[Field, ...]:
        """Return what of a row shows a field of the record."""
        found = self.fields.get(name)
        return () if found is None else (found,)

    @cached_property
    def columns(self) -> Mapping[str, Field]:
        """The fields that get a column."""
        wanted = self._indexed - {self.id_field, "version"}
        return {name: f for name, f in self.fields.items() if name in wanted}

    @property
    def brief(self) -> tuple[str, ...]:
        """The fields that a list needs: what it shows, and by what it tells whose the record is."""
        return tuple(dict.fromkeys((self.id_field, "version", *self.listed, *self.owners)))

    @property
    def _indexed(self) -> set[str]:
        return {*self.filters, *self.sorts, *self.groups, *self.measures, *self.owners, *self.lookups}


@dataclass(frozen=True, eq=False)
class ItemsView(View):
    """A list inside the records of an aggregate: its items are rows of their own, replaced with each new record.

    A row has the item's fields and, under the names of `beside`, some of its record's. Its id is the record's id, a
    slash and the item's own. Names in filters, sorts and so on are those of the rows.
    """

    #: The list's field in the record, and the item's field that tells it from its neighbours.
    inside: str = ""
    item_id: str = ""
    #: Name in the row → field of the record; the record's id is looked up.
    beside: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse names that the rows do not have, and rows that can't be found by their record."""
        super().__post_init__()
        if self.beside.get(self.whole_id) != self.whole_id or self.whole_id not in self.lookups:
            raise ValueError(f"view {self.plural}: {self.whole_id} must stand beside the items and be looked up")

    @property
    def whole_id(self) -> str:
        """The field that holds the id of the record."""
        return self.catalog.aggregates[self.aggregate].id

    @property
    def key(self) -> str:
        """Name of its table."""
        return f"{self.aggregate}_{self.inside}"

    @property
    def id_field(self) -> str:
        """The field of a row that holds its id."""
        return "id"

    @property
    def title_zh(self) -> str:
        """What the list is called on screen."""
        return self._record[self.inside].title_zh

    @cached_property
    def _record(self) -> Mapping[str, Field]:
        return {f.name: f for f in fields_of(self.schemas.resolved(self.record))}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields of a row: its id, those beside, those of the item, which are as hidden as the list at least."""
        key, list_ = self._record[self.whole_id], self._record[self.inside]
        beside = {name: replace(self._record[source], name=name) for name, source in self.beside.items()}
        items = {member.name: replace(member, share=max(member.share, list_.share)) for member in list_.members}
        return {"id": replace(key, name="id"), **beside, **items}

    def whole_of(self, id_: str) -> str:
        """Return the id of the record that a row is of."""
        return id_.partition("/")[0]

    def showing(self, name: str) -> tuple[Field, ...]:
        """Return what of a row shows a field of the record; each item shows the list."""
        if name == self.inside:
            return (self._record[name],)
        return tuple(self.fields[shown] for shown, source in self.beside.items() if source == name)
