"""Chain coverage (产业链覆盖): nodes of a chain on which the district has a firm, of all its nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yipanqi.figures.basis import Basis, District, Node
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import EnterpriseRow, Head
from yipanqi.figures.terms import ONE, ZERO, Term

_SHOWN = 20


def terms(district: District, basis: Basis) -> Iterator[Term]:
    """Yield a term per node; its firms go along. Firms without a known node are told as left out."""
    known = _named(basis.chains)
    there: dict[tuple[str, str], list[EnterpriseRow]] = {}
    for firm in district.enterprises.values():
        if firm.merged or firm.chain is None or firm.chain not in basis.chains:
            continue
        node = known.get((firm.chain, _key(firm.node or "")))
        if node is None:
            yield Term(firm, "", None, (firm.chain,), None, gap=Gap.NO_NODE)
        else:
            there.setdefault((firm.chain, node.code), []).append(firm)
    for chain, nodes in basis.chains.items():
        for one in nodes:
            firms = there.get((chain, one.code), [])
            last = max((firm.updated_at for firm in firms), default="")
            place = Head("chain-node", f"{chain}/{one.code}", one.zh, (), last, "")
            top = ONE if firms else ZERO
            yield Term(place, "", None, (chain,), None, top, ONE, also=tuple(firms[:_SHOWN]))


def _named(chains: Mapping[str, tuple[Node, ...]]) -> dict[tuple[str, str], Node]:
    """Return the nodes by every name that firms may give for them."""
    return {
        (chain, _key(name)): node
        for chain, nodes in chains.items()
        for node in nodes
        for name in (node.code, node.zh, node.en, *node.synonyms)
    }


def _key(name: str) -> str:
    return "".join(name.split()).casefold()
