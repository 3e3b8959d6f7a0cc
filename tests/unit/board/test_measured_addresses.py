"""Every address of the board's API is asked by the bench, or it is said why not."""

from __future__ import annotations

from tests.bench.questions import Sample, documents, questions

from yipanqi.board.views import VIEWS
from yipanqi.reference import board_app

NOT_ASKED = {
    ("post", "/api/v1/login"): "slow on purpose: a password is hashed",
    ("post", "/api/v1/logout"): "ends the session that the others need",
    ("get", "/api/v1/stream"): "never ends; `make bench ARGS=latency` has it",
    ("post", "/api/v1/assignments"): "queued; `make bench ARGS=assignment` has it",
    ("get", "/api/v1/assignments/{id_}"): "none is kept; `make bench ARGS=assignment` has it",
}


def test_every_address_is_asked_or_it_is_said_why_not() -> None:
    sample = Sample({view.aggregate: ["some"] for view in VIEWS}, ["苏州某某科技有限公司"], 2020)
    asked = {
        ("get" if ask.body is None else "post", ask.address)
        for named in (questions(sample), documents())
        for asks in named.values()
        for ask in asks
    }
    there = {
        (method, path)
        for path, methods in board_app().openapi()["paths"].items()
        if path.startswith("/api/v1/")
        for method in methods
    }
    assert there - asked == NOT_ASKED.keys()
    assert asked <= there
