"""Whether enterprises are protected by a claim: for whoever asks, that and the scope, never by whom or for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.visibility import Viewer
from yipanqi.contract.codes import product_codes
from yipanqi.contract.masking import Record

#: So many parents above one another are followed.
_LONGEST_WAY = 50


def protected(store: Store, ids: Sequence[str], viewer: Viewer) -> dict[str, Record]:
    """Return a notice for each of the enterprises whose group has a protected claim; every viewer may know it."""
    records = store.tables.records
    with store.engine.connect() as connection:
        tops = _tops(store, connection, ids)
        registers = read_docs(connection, records["protection"], sorted(set(tops.values())))
    return {id_: notice for id_, top in tops.items() if (notice := _notice(registers.get(top)))}


def _notice(register: Record | None) -> Record | None:
    held = [entry["scope"] for entry in (register or {}).get("entries") or () if entry["granted"]]
    if not held:
        return None
    codes = product_codes()["claim.scope"]
    scopes = [codes[scope] for scope in sorted(set(held))]
    zh, en = "、".join(scope.zh for scope in scopes), ", ".join(scope.en for scope in scopes)
    return {
        "code": "protected",
        "zh": f"已受首报保护，请联系商务局（范围：{zh}）",
        "en": f"protected by a claim, contact commerce (scope: {en})",
        "scopes": sorted(set(held)),
    }


def _tops(store: Store, connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the top of each enterprise's group, as the rules find it: circles agree on their smallest id."""
    ways = {id_: [id_] for id_ in ids}
    open_, above = set(ways), dict[str, str | None]()
    for _ in range(_LONGEST_WAY):
        unknown = sorted({ways[id_][-1] for id_ in open_} - above.keys())
        found = read_docs(connection, store.tables.records["enterprise"], unknown) if unknown else {}
        above.update({id_: _above(found.get(id_)) for id_ in unknown})
        for id_ in sorted(open_):
            up = above[ways[id_][-1]]
            if up is None or up in ways[id_]:
                open_.discard(id_)
            else:
                ways[id_].append(up)
    return {id_: _top(way, above) for id_, way in ways.items()}


def _top(way: list[str], above: Mapping[str, str | None]) -> str:
    up = above.get(way[-1])
    return min(way[way.index(up) :]) if up is not None and up in way else way[-1]


def _above(enterprise: Record | None) -> str | None:
    return None if enterprise is None else enterprise.get("merged_into") or enterprise.get("parent_id")
