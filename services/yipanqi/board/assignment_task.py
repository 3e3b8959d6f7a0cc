"""What an assignment's process is given: projects and carriers as government sees them, and the question."""

from __future__ import annotations

from datetime import date

from yipanqi.board.disputes import open_doubts
from yipanqi.board.encode import to_json
from yipanqi.board.match_answers import names_of
from yipanqi.board.match_tables import MatchTables, each_record
from yipanqi.board.store import Store
from yipanqi.board.visibility import visible_record
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Share
from yipanqi.contract.settings import product_defaults
from yipanqi.matching.assignment.proposal import Doubted
from yipanqi.matching.assignment.task import Task
from yipanqi.matching.assignment.whatif import WhatIf


def task_json(
    store: Store, tables: MatchTables, codes: CodeLists, catalog: Catalog, today: date, what_if: WhatIf
) -> bytes:
    """Return the task as the process reads it from its standard input."""
    records = {
        view.aggregate: tuple(
            visible_record(view, record, Share.GOVERNMENT) for _, record in each_record(store, view.aggregate)
        )
        for view in (tables.projects, tables.carriers)
    }
    with store.engine.connect() as connection:
        doubts = open_doubts(connection, store)
    views = {view.aggregate: view for view in (tables.projects, tables.carriers)}
    doubted = {
        id_: tuple(
            Doubted(field=field.name, zh=field.title_zh, en=field.title_en)
            for doubt in found
            for field in views[aggregate].showing(doubt.field)
        )
        for (aggregate, id_), found in doubts.items()
        if aggregate in views
    }
    settings = product_defaults()
    task = Task.model_construct(
        today=today,
        parents=tables.parents,
        names={name: dict(titles) for name, titles in names_of(codes, catalog).lists.items()},
        projects=(),
        carriers=(),
        doubted=doubted,
        what_if=what_if,
        matching=settings.matching,
        assignment=settings.assignment,
    )
    # The records are JSON already; the model would look into each of them.
    rest = task.model_dump(mode="json") | {"projects": records["project"], "carriers": records["carrier"]}
    return to_json(rest).encode()
