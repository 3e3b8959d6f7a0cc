"""Chain coverage (产业链覆盖): nodes of a chain on which the district has a firm, of all its nodes.

A firm on the target list is one that it still wants to have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerGroup
from yipanqi.figures.rows import EnterpriseRow, Head
from yipanqi.figures.terms import ONE, ZERO, Term

_SHOWN = 20
_GAPS = {gap.value: gap for gap in (Gap.TO_COME, Gap.NO_NODE)}


def _place(firm: EnterpriseRow, basis: Basis) -> str | None:
    """Return the node that a firm is on as `<chain>/<code>`, None without a known one or where it is still to come."""
    if firm.chain is None or firm.merged or firm.target:
        return None
    node = basis.node_called(firm.chain, firm.node or "")
    return None if node is None else f"{firm.chain}/{node.code}"


def _places(basis: Basis) -> Iterable[str]:
    return (f"{chain}/{node.code}" for chain, nodes in basis.chains.items() for node in nodes)


def _node(place: str, firms: list[EnterpriseRow], basis: Basis) -> Iterator[Term]:
    """Yield whether a node has a firm; the first of its firms go along."""
    chain, _, code = place.partition("/")
    zh = next(node.zh for node in basis.chains[chain] if node.code == code)
    row = Head("chain-node", place, zh, (), max((firm.updated_at for firm in firms), default=""), "")
    also = nsmallest(_SHOWN, firms, key=lambda firm: firm.id)
    yield Term(row, "", None, (chain,), None, ONE if firms else ZERO, ONE, also=tuple(also))


def _unplaced(firm: EnterpriseRow, basis: Basis) -> str | None:
    """Return the group of a firm of a chain that is still to come, or without a known node; None for others."""
    if firm.chain is None or firm.chain not in basis.chains or firm.merged or _place(firm, basis) is not None:
        return None
    return "/".join((Gap.TO_COME if firm.target else Gap.NO_NODE, firm.chain, *firm.owners[:1]))


def _left_out(group: str, firms: list[EnterpriseRow], _: Basis) -> Iterator[Term]:
    """Yield the firms of a group as left out, one term for all: nine tenths of a district's firms may be in it."""
    if not firms:
        return
    gap, chain, *owners = group.split("/")
    row = Head("chain-firms", group, "", tuple(owners), max(firm.updated_at for firm in firms), "")
    also, unit = tuple(nsmallest(_SHOWN, firms, key=lambda firm: firm.id)), next(iter(owners), None)
    yield Term(row, "", unit, (chain,), None, gap=_GAPS[gap], also=also, stands_for=len(firms))


PARTS = (
    PerGroup("enterprise", _unplaced, _left_out, daily=False),
    PerGroup("enterprise", _place, _node, _places, daily=False),
)
