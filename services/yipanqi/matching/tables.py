"""Needs and offers as columns of numbers, so that all pairs are judged at once: needs go down, offers across.

Every column of needs has the shape (needs, 1), every column of offers (1, offers): what is reckoned from both has a
row per need and a column per offer. What is not known is NaN; sets of codes are bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from yipanqi.matching.market import AREAS, CHAINS, Market
from yipanqi.matching.need import Need
from yipanqi.matching.offer import Offer
from yipanqi.models.codes import CarrierKind

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]

_KIND_BIT = {kind.value: 1 << n for n, kind in enumerate(CarrierKind)}
_CHAIN_BIT = {chain: 1 << n for n, chain in enumerate(CHAINS)}
_AREA_BIT = {area: 1 << n for n, area in enumerate(AREAS)}
_CHAIN_INDEX = {chain: n for n, chain in enumerate(CHAINS)}
_AREA_INDEX = {area: n for n, area in enumerate(AREAS)}
#: Index of an unknown area or chain: a row and a column of zeros in a table of clusters.
NOWHERE = -1


def number(value: Any) -> float:
    """Return a decimal as a float, NaN for what is not known."""
    return float("nan") if value is None else float(value)


def key(name: str | None) -> int:
    """Return a number of 63 bits for a name, 0 for none: names compare a hundred times as fast by it."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) >> 1 if name else 0


def _bits(table: Mapping[str, int], codes: Iterable[str]) -> int:
    total = 0
    for code in codes:
        total |= table.get(code, 0)
    return total


@dataclass(frozen=True, eq=False)
class NeedTable:
    """Needs as columns; `needs` are the rows' own records."""

    needs: tuple[Need, ...]
    kinds: Integers
    floor: Floats
    land: Floats
    storey: Floats
    load: Floats
    power: Floats
    rent_max: Floats
    chain: Integers
    chain_index: Integers
    areas: Integers
    host: Integers
    from_on: Integers
    investment: Floats
    barred: Flags
    #: Where the project itself is counted among the settled ones.
    own_area: Integers

    @classmethod
    def of(cls, needs: Sequence[Need], market: Market, settled_in: Mapping[str, str] | None = None) -> Self:
        """Return the table; `settled_in` says in which area a project is already counted."""
        today = market.today.toordinal()
        places = settled_in or {}

        def floats(pick: Callable[[Need], Any]) -> Floats:
            return np.array([number(pick(need)) for need in needs], np.float64).reshape(-1, 1)

        def whole(pick: Callable[[Need], int]) -> Integers:
            return np.array([pick(need) for need in needs], np.int64).reshape(-1, 1)

        return cls(
            needs=tuple(needs),
            kinds=whole(lambda need: _bits(_KIND_BIT, need.kinds)),
            floor=floats(lambda need: need.floor_m2),
            land=floats(lambda need: need.land_m2),
            storey=floats(lambda need: need.storey_height_m),
            load=floats(lambda need: need.floor_load_t_m2),
            power=floats(lambda need: need.power_kva),
            rent_max=floats(lambda need: need.rent_max),
            chain=whole(lambda need: _CHAIN_BIT.get(need.chain or "", 0)),
            chain_index=whole(lambda need: _CHAIN_INDEX.get(need.chain or "", NOWHERE)),
            areas=whole(lambda need: _bits(_AREA_BIT, need.areas)),
            host=whole(lambda need: key(need.host_unit)),
            from_on=whole(lambda need: max(today, need.from_on.toordinal() if need.from_on else today)),
            investment=floats(lambda need: need.investment_cny),
            barred=np.array([bool(need.flags) for need in needs], np.bool_).reshape(-1, 1),
            own_area=whole(lambda need: _AREA_INDEX.get(places.get(need.project_id, ""), NOWHERE)),
        )

    @cached_property
    def ids(self) -> Objects:
        """Return the projects' ids."""
        return np.fromiter((need.project_id for need in self.needs), np.object_, len(self.needs))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Return the row of each project's id."""
        return {need.project_id: row for row, need in enumerate(self.needs)}

    @cached_property
    def holds(self) -> dict[int, list[tuple[int, str]]]:
        """Return by carrier (its number) the rows that hold something there, and by which hold."""
        found: dict[int, list[tuple[int, str]]] = {}
        for row, need in enumerate(self.needs):
            for carrier_id, hold_id, _, _ in need.held:
                found.setdefault(key(carrier_id), []).append((row, hold_id))
        return found

    def take(self, rows: Flags) -> Self:
        """Return the table with these needs only."""
        kept: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        needs = tuple(need for need, keep in zip(kept.pop("needs"), rows.tolist(), strict=True) if keep)
        return type(self)(needs=needs, **{name: column[rows] for name, column in kept.items()})

    def with_rows(self, other: Self) -> Self:
        """Return the table with another's needs after its own."""
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        one, two = pairs.pop("needs")
        return type(self)(needs=(*one, *two), **{name: np.concatenate(pair) for name, pair in pairs.items()})


@dataclass(frozen=True, eq=False)
class OfferTable:
    """Offers as columns; `offers` are the columns' own records.

    `sites` are the names of the spaces; `held`, `joined` and `waived` are what a few pairs make an exception of: a
    project's own reservation does not stand in its way, what it holds of the carrier elsewhere counts with what it asks
    for (its id and the m² together), and commerce may have waived the intensity for it.
    """

    offers: Objects
    sites: Objects
    held: Objects
    joined: Objects
    waived: Objects
    carrier: Integers
    kind: Integers
    is_land: Flags
    offered: Flags
    land: Floats
    floor: Floats
    counted: Floats
    storey: Floats
    load: Floats
    power: Floats
    rent: Floats
    chains: Integers
    areas: Integers
    area_index: Integers
    owner: Integers
    manager: Integers
    free_from: Integers
    vacant_since: Floats
    least: Floats

    @classmethod
    def of(cls, offers: Sequence[Offer], market: Market, ignored: frozenset[str] = frozenset()) -> Self:
        """Return the table; `ignored` are holds that count as given up."""
        around = {area: _bits(_AREA_BIT, market.around(area)) for area in AREAS}

        def floats(pick: Callable[[Offer], Any]) -> Floats:
            return np.array([number(pick(offer)) for offer in offers], np.float64).reshape(1, -1)

        def whole(pick: Callable[[Offer], int]) -> Integers:
            return np.array([pick(offer) for offer in offers], np.int64).reshape(1, -1)

        def flags(pick: Callable[[Offer], bool]) -> Flags:
            return np.array([pick(offer) for offer in offers], np.bool_).reshape(1, -1)

        return cls(
            offers=_objects(offers),
            sites=_objects([offer.site for offer in offers]),
            held=_objects([tuple(span for span in offer.held if span.hold_id not in ignored) for offer in offers]),
            joined=_objects([_joined(offer, ignored) for offer in offers]),
            waived=_objects([offer.waived for offer in offers]),
            carrier=whole(lambda offer: key(offer.carrier_id)),
            kind=whole(lambda offer: _KIND_BIT.get(offer.kind, 0)),
            is_land=flags(lambda offer: offer.is_land),
            offered=flags(lambda offer: offer.offered),
            land=floats(lambda offer: offer.land_m2),
            floor=floats(lambda offer: offer.floor_m2),
            counted=floats(lambda offer: offer.counted_m2),
            storey=floats(lambda offer: offer.storey_height_m),
            load=floats(lambda offer: offer.floor_load_t_m2),
            power=floats(lambda offer: offer.power_kva),
            rent=floats(lambda offer: offer.rent_cny_m2_month),
            chains=whole(lambda offer: _bits(_CHAIN_BIT, offer.chains)),
            areas=whole(lambda offer: around.get(offer.area_code or "", 0)),
            area_index=whole(lambda offer: _AREA_INDEX.get(offer.area_code or "", NOWHERE)),
            owner=whole(lambda offer: key(offer.owner_unit)),
            manager=whole(lambda offer: key(offer.manager_unit)),
            free_from=whole(lambda offer: offer.free_from(ignored)),
            vacant_since=floats(lambda offer: _day(offer.vacant_since)),
            least=floats(lambda offer: offer.least_cny_m2),
        )

    def __len__(self) -> int:
        """Return how many offers there are."""
        return int(self.kind.shape[1])

    @cached_property
    def held_of(self) -> dict[int, list[int]]:
        """Return by carrier (its number) the offers on which there are holds."""
        found: dict[int, list[int]] = {}
        for column in np.flatnonzero(self.held[0].astype(bool)).tolist():
            found.setdefault(int(self.carrier[0, column]), []).append(column)
        return found

    @cached_property
    def with_parts(self) -> list[int]:
        """Return the offers of whose carriers some project holds a part already."""
        return [int(column) for column in np.flatnonzero(self.joined[0].astype(bool))]

    @cached_property
    def with_waivers(self) -> list[int]:
        """Return the offers whose intensity is waived for some project."""
        return [int(column) for column in np.flatnonzero(self.waived[0].astype(bool))]

    def take(self, columns: Integers | Flags) -> Self:
        """Return the table with these offers only."""
        return type(self)(**{each.name: getattr(self, each.name)[:, columns] for each in fields(self)})

    def with_rows(self, other: Self) -> Self:
        """Return the table with another's offers after its own."""
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        return type(self)(**{name: np.concatenate(pair, axis=1) for name, pair in pairs.items()})


def _joined(offer: Offer, ignored: frozenset[str]) -> tuple[tuple[str, float], ...]:
    """Return the projects that hold a part of the offer's carrier elsewhere, each with the m² that count together."""
    kept = tuple(part for part in offer.elsewhere if part.hold_id not in ignored)
    together = replace(offer, elsewhere=kept) if kept != offer.elsewhere else offer
    return tuple((id_, number(together.counted_for(id_))) for id_ in sorted({part.project_id for part in kept}))


def _objects(values: Sequence[object]) -> Objects:
    """Return a row of Python objects; numpy would make a table of equally long tuples."""
    return np.fromiter(values, np.object_, len(values)).reshape(1, -1)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def cluster_matrix(market: Market) -> Floats:
    """Return the settled projects by area (down) and chain (across), with zeros for what is unknown at the end."""
    found = np.zeros((len(AREAS) + 1, len(CHAINS) + 1))
    for (area, chain), count in market.clusters.items():
        if area in _AREA_INDEX and chain in _CHAIN_INDEX:
            found[_AREA_INDEX[area], _CHAIN_INDEX[chain]] = count
    return found
