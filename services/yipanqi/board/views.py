"""Which aggregates the board shows, and which of their fields can be filtered, sorted, searched and counted.

A further aggregate is one more `View` here: tables, API routes, CSV, history, stream and the page follow from it.
A field named here becomes a column; all others are kept in the record's JSON. The board notices by `layout` that
its columns changed and rebuilds itself from Kafka beside the old tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from yipanqi.board.fields import Field, fields_of
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.contract.schemas import SchemaSet, product_schemas

#: Raise it when what the columns hold changes while their names stay.
LAYOUT = 1


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
    #: Fields that name the units whose own record this is: they see what government sees.
    owners: tuple[str, ...] = ("owner_unit",)
    catalog: Catalog = field(default_factory=product_catalog, repr=False)
    schemas: SchemaSet = field(default_factory=product_schemas, repr=False)

    def __post_init__(self) -> None:
        """Refuse names that the record does not have."""
        named = {*self.filters, *self.sorts, *self.search, *self.groups, *self.measures, *self.listed, *self.owners}
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
        wanted = {*self.filters, *self.sorts, *self.groups, *self.measures, *self.owners} - {self.id_field, "version"}
        return {name: f for name, f in self.fields.items() if name in wanted}


#: From the signature on, asset-light projects included.
_SIGNED = (
    *("SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY"),
    *("FITTING_OUT", "OPERATING"),
)
_DATED = ("updated_at", "registered_at")

VIEWS: tuple[View, ...] = (
    View(
        aggregate="project",
        plural="projects",
        filters=(
            *("stage", "chain", "owner_unit", "host_unit", "area_code", "form", "investor_id", "investor_country"),
            *("taken_over", "taken_over_confirmed", "planned_investment", "contract_fdi_usd", "land_m2"),
            *("red_line", "basic_farmland", "high_energy", "high_emission", "stage_since", "updated_by", "updated_at"),
        ),
        sorts=(
            *("name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "investor_name"),
            *("planned_investment", "contract_fdi_usd", "land_m2", "floor_m2", "expected_jobs", *_DATED),
        ),
        search=("name", "investor_name", "investor_id", "project_id", "place_text", "chain", "contract_reference"),
        groups=("stage", "chain", "owner_unit"),
        measures=("planned_investment", "contract_fdi_usd", "land_m2"),
        subsets={
            "unconfirmed": {"taken_over": (True,), "taken_over_confirmed": (False,)},
            "signed": {"stage": _SIGNED},
            "ended": {"stage": ("SUSPENDED", "TERMINATED")},
        },
        listed=(
            *("name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "investor_name", "investor_country"),
            *("planned_investment", "planned_investment_about", "contract_fdi_usd", "land_m2", "area_code"),
            *("taken_over", "taken_over_confirmed", "updated_at", "updated_by"),
        ),
    ),
    View(
        aggregate="carrier",
        plural="carriers",
        filters=(
            *("status", "kind", "owner_unit", "manager_unit", "area_code", "permitted_chains", "taken_over"),
            *("land_m2", "floor_m2", "storey_height_m", "floor_load_t_m2", "power_kva", "rent_cny_m2_month"),
            *("min_intensity_cny_m2", "vacant_since", "updated_by", "updated_at"),
        ),
        sorts=(
            *("name", "status", "kind", "owner_unit", "area_code", "land_m2", "floor_m2", "storey_height_m"),
            *("rent_cny_m2_month", "price", "vacant_since", *_DATED),
        ),
        search=("name", "carrier_id", "owner_name", "place_text", "area_code", "restrictions", "permitted_chains"),
        groups=("status", "kind", "owner_unit"),
        measures=("land_m2", "floor_m2"),
        # Idle is what nobody uses and nobody is promised.
        subsets={"idle": {"status": ("REGISTERED", "VERIFIED", "AVAILABLE", "VACATED")}},
        listed=(
            *("name", "kind", "status", "owner_unit", "manager_unit", "area_code", "land_m2", "floor_m2"),
            *("storey_height_m", "rent_cny_m2_month", "price", "permitted_chains", "vacant_since"),
            *("taken_over", "updated_at", "updated_by"),
        ),
        owners=("owner_unit", "manager_unit"),
    ),
    View(
        aggregate="enterprise",
        plural="enterprises",
        filters=("chain", "country", "owner_unit", "parent_id", "industry_code", "target", "updated_by", "updated_at"),
        sorts=("name", "country", "chain", "owner_unit", "industry_code", *_DATED),
        search=("name", "name_en", "aliases", "enterprise_id", "parent_name", "chain"),
        groups=("chain", "country", "owner_unit"),
        listed=(
            *("name", "enterprise_id", "country", "parent_name", "chain", "chain_node", "industry_code", "target"),
            *("owner_unit", "updated_at", "updated_by"),
        ),
    ),
    View(
        aggregate="fdi",
        plural="fdi",
        filters=("kind", "owner_unit", "project_id", "received_on", "amount", "usd", "updated_by", "updated_at"),
        sorts=("received_on", "kind", "project_name", "owner_unit", "amount", "usd", *_DATED),
        search=("project_name", "entry_id", "project_id", "voucher"),
        groups=("kind", "owner_unit"),
        measures=("usd",),
        listed=(
            *("project_name", "kind", "received_on", "amount", "usd", "rate", "voucher", "owner_unit"),
            *("updated_at", "updated_by"),
        ),
    ),
    View(
        aggregate="target",
        plural="targets",
        filters=("year", "metric", "responsible", "owner_unit", "annual", "updated_by", "updated_at"),
        sorts=("year", "metric", "responsible", "annual", "owner_unit", *_DATED),
        search=("target_id", "metric", "responsible", "measure"),
        groups=("metric", "year"),
        listed=(
            *("year", "metric", "responsible", "annual", "measure", "quarters", "owner_unit"),
            *("updated_at", "updated_by"),
        ),
    ),
)


def view_of(plural: str, views: tuple[View, ...] = VIEWS) -> View:
    """Return the view whose records are called `plural` in the API; KeyError when there is none."""
    return next((v for v in views if v.plural == plural), None) or _missing(plural)


def _missing(plural: str) -> View:
    raise KeyError(plural)


def layout(views: Sequence[View] = VIEWS) -> str:
    """Return what tells one layout of the database from another: `LAYOUT` and a digest of all columns."""
    shape = [
        (v.aggregate, [(n, f.kind.value, f.scale, f.share.name) for n, f in v.columns.items()], v.search) for v in views
    ]
    return f"{LAYOUT}-{hashlib.sha256(repr(shape).encode()).hexdigest()[:12]}"
