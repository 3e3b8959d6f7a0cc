"""What is asked about enterprises besides lists and records: the check before filing, duplicates, groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from yipanqi.board import enterprise_check, enterprise_group
from yipanqi.board.claim_protected import protected
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.enterprise_check import KIND_TITLES, Check
from yipanqi.board.origin import refuse_other_sites
from yipanqi.board.params import MAX_PAGE_SIZE
from yipanqi.board.problems import not_found
from yipanqi.names.duplicates import Pair
from yipanqi.names.index import NameIndex
from yipanqi.names.likeness import Kind
from yipanqi.names.reasons import Reason, named_parent

router = APIRouter(prefix="/api/v1/enterprises", tags=["enterprises"])

#: Who may add a word to a match, for instance that an investor is protected; in the order of their words.
NOTICES: tuple[enterprise_check.Notices, ...] = (protected,)


@router.post("/check", summary="登记前查重 / Check before filing")
def check(body: Check, request: Request, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return who is there already, how similar (0 to 100) and why; nothing is written."""
    refuse_other_sites(request)
    store, question = board.store(), body.question()
    with board.names.current(store) as (index, _):
        matches = index.find(question, body.limit)
        about = {"compared_with": len(index), "thresholds": index.thresholds.as_json()}
    return {**enterprise_check.answer(body, matches, store, viewer, NOTICES), **about}


@router.get("/duplicates", summary="疑似重复企业 / Proposed duplicates")
def duplicates(
    board: CurrentBoard,
    viewer: CurrentViewer,
    kind: Literal["likely", "look", "parent"] | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 50,
) -> dict[str, Any]:
    """Return pairs that may be one enterprise, the surest first; a person decides, commerce merges.

    `kind`: likely (same id or at least 95) or look (80 to 94, or the same sound); parent: not one enterprise, but one
    that is another's parent by name and is not linked by its id. `left` enterprises are still to be compared. Each side
    comes with its record as lists show it.
    """
    sections = ("likely", "look") if kind is None else (kind,)
    store = board.store()
    with board.names.current(store) as (index, found):
        shown_pairs = found.page(sections, (page - 1) * page_size, page * page_size)
        items = [_pair(index, pair) for pair in shown_pairs]
        state = {"total": found.count(sections), "left": found.left, "more": found.more}
    records = enterprise_check.records(store, [id_ for pair in shown_pairs for id_ in (pair.one, pair.other)], viewer)
    for item in items:
        for side in (item["one"], item["other"]):
            side["enterprise"] = records.get(side["id"])
    return {"items": items, "page": page, "page_size": page_size, **state}


@router.get("/{id_:path}/group", summary="企业集团关系 / Group")
def group(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the parents up to the ultimate one, and the subsidiaries of all levels."""
    with board.names.current(board.store()) as (index, _):
        found = enterprise_group.group(index, id_)
    if found is None:
        raise not_found(f"没有企业 {id_[:160]}", f"there is no enterprise {id_[:160]}")
    return found


def _pair(index: NameIndex, pair: Pair) -> dict[str, Any]:
    zh, en = KIND_TITLES[pair.kind]
    return {
        "one": enterprise_group.member(index, pair.one),
        "other": enterprise_group.member(index, pair.other),
        "kind": pair.kind,
        "kind_zh": zh,
        "kind_en": en,
        "score": round(pair.score, 1),
        "likely": pair.likely,
        "reasons": [enterprise_check.reason_json(reason) for reason in _reasons(index, pair)],
    }


def _reasons(index: NameIndex, pair: Pair) -> Sequence[Reason]:
    if pair.kind is not Kind.PARENT_NAME:
        return index.compare(pair.one, pair.other)
    child, parent = (pair.one, pair.other) if pair.other in index.unlinked_parents(pair.one) else (pair.other, pair.one)
    listed = index.get(child)
    return (named_parent(child, (listed and listed.parent_name) or "", parent),)
