"""Chain coverage (产业链覆盖): nodes of a chain on which the district has a firm, of all its nodes.

A firm on the target list is one that it still wants to have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerGroup, PerRow
from yipanqi.figures.rows import EnterpriseRow, Head
from yipanqi.figures.terms import ONE, ZERO, Term

_SHOWN = 20


def _unplaced(firm: EnterpriseRow, basis: Basis) -> Iterator[Term]:
    """Yield a firm of a chain that is still to come, or without a known node, as left out."""
    if firm.chain is not None and firm.chain in basis.chains and not firm.merged and _place(firm, basis) is None:
        yield Term(firm, "", None, (firm.chain,), None, gap=Gap.TO_COME if firm.target else Gap.NO_NODE)


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


PARTS = (PerRow("enterprise", _unplaced, daily=False), PerGroup("enterprise", _place, _node, _places, daily=False))
