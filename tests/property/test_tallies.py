"""Counting what changed gives what counting everything gives, as rows change, days go by and all is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.figurerows import (
    basis,
    carrier,
    enterprise,
    fdi,
    lead,
    project,
    recognised,
    submission,
    talents,
    target,
)

from yipanqi.contract.chains import product_chains
from yipanqi.figures.basis import District
from yipanqi.figures.parsing import correction_row, match_row, visit_row
from yipanqi.figures.parts import Changes
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.rows import Head
from yipanqi.figures.sharded import Sharded, differing
from yipanqi.figures.tally import Tally
from yipanqi.figures.terms import Term

_UNITS = ("investment", "zone")
_BEGUN = date(2020, 6, 1)
_DAYS = st.sampled_from(["2019-11-03", "2020-01-05", "2020-05-30", "2020-06-02", "2020-06-30"])
_NUMBER = st.integers(0, 3)
_UNIT = st.sampled_from(_UNITS)
_CHAIN, _NODES = next(iter(product_chains().nodes().items()))
_STEPS = st.lists(
    st.tuples(st.sampled_from(["NEGOTIATING", "SIGNED", "BUILDING", "PRODUCING", "SUSPENDED"]), st.none() | _DAYS),
    max_size=4,
)


def _project(number: int, steps: list[Any], money: Any, shares: Any, chain: str | None, confirmed: bool) -> Head:
    # One id whoever owns it: links to it hold while everything about it changes.
    facts = {"planned_investment": money, "expected_tax": money, "credit_shares": shares, "chain": chain}
    return project(number, *steps, land_m2="2000", taken_over=True, taken_over_confirmed=confirmed, **facts)


def _visit(number: int, unit: str, leader: str, on: str) -> Head:
    doc = {"visit_id": f"visit-{number}", "owner_unit": unit, "leader": leader, "held_on": on, "spent_hours": "2.5"}
    return visit_row(doc)


def _match(number: int, unit: str, status: str, project_id: str | None) -> Head:
    doc = {"match_id": f"match-{number}", "owner_unit": unit, "status": status, "decided_at": "2020-05-01T20:00:00Z"}
    return match_row({**doc, "project_id": project_id})


def _correction(number: int, unit: str, status: str, due: str, in_time: bool | None) -> Head:
    doc = {"correction_id": f"correction-{number}", "owner_unit": "commerce", "source_unit": unit, "status": status}
    return correction_row({**doc, "due_on": due, "in_time": in_time})


_MONEY = st.none() | st.sampled_from([{"amount": "900000000", "currency": "CNY"}, {"amount": "5", "currency": "USD"}])
_SHARES = st.none() | st.just([{"unit": unit, "share_percent": "50"} for unit in _UNITS])
_PROJECT_ID = st.none() | st.integers(0, 4).map(lambda number: f"investment-project-{number}")
_ROWS: st.SearchStrategy[Head] = st.one_of(
    st.builds(_project, _NUMBER, _STEPS, _MONEY, _SHARES, st.sampled_from([None, _CHAIN]), st.booleans()),
    st.builds(
        lambda number, kind, on, usd, project_id, status: fdi(
            number, kind, on, usd, project_id=project_id, status=status, falsified=status == "REJECTED"
        ),
        _NUMBER,
        st.sampled_from(["CONTRACT", "UTILISED"]),
        _DAYS,
        st.sampled_from([None, "100"]),
        _PROJECT_ID,
        st.sampled_from([None, "VERIFIED", "RECORDED", "REJECTED"]),
    ),
    st.builds(
        lambda number, project_id, verdict: lead(number, project_id=project_id, verdict=verdict),
        _NUMBER,
        _PROJECT_ID,
        st.sampled_from([None, "VALUABLE"]),
    ),
    st.builds(
        lambda unit, planned, metric, at: target(unit, [planned] * 12, metric, updated_at=at),
        st.sampled_from([*_UNITS, "district"]),
        _NUMBER,
        st.sampled_from(["FDI_UTILISED", "TALENTS"]),
        _DAYS,
    ),
    st.builds(carrier, _NUMBER, st.sampled_from([None, "900"])),
    st.builds(
        enterprise,
        _NUMBER,
        st.sampled_from([None, _CHAIN]),
        st.sampled_from(["?", _NODES[0].zh, _NODES[1].code]),
        target=st.booleans(),
    ),
    st.builds(
        lambda number, on, status, merged: enterprise(
            number, introductions=[talents(on, 3, status=status), recognised(on, status=status)], merged_into=merged
        ),
        _NUMBER,
        _DAYS,
        st.sampled_from(["VERIFIED", "REPORTED"]),
        st.sampled_from([None, "foreign:JP:9"]),
    ),
    st.builds(_visit, _NUMBER, _UNIT, st.sampled_from(["局长", "副局长"]), _DAYS),
    st.builds(submission, _NUMBER, _UNIT, _DAYS, st.sampled_from([None, 9]), st.just(2), st.integers(0, 3)),
    st.builds(_match, _NUMBER, _UNIT, st.sampled_from(["PROPOSED", "ACCEPTED", "REJECTED"]), _PROJECT_ID),
    st.builds(_correction, _NUMBER, _UNIT, st.sampled_from(["OPEN", "ANSWERED"]), _DAYS, st.none() | st.booleans()),
)
#: Rows that come or change, rows that go (by their place among those there), days that pass.
_TURNS = st.lists(st.tuples(st.lists(_ROWS, max_size=4), st.lists(st.integers(0, 30), max_size=2), st.integers(0, 40)))


def _told(terms: Iterable[Term]) -> list[str]:
    return sorted(map(repr, terms))


def _after(before: District, come: list[Head], gone: list[int]) -> District:
    there = [row for rows in before.rows.values() for row in rows.values()]
    leaving = [there[place] for place in gone if place < len(there)]
    changes: dict[str, dict[str, Head | None]] = {}
    for row in leaving:
        changes.setdefault(row.aggregate, {})[row.id] = None
    for row in come:
        changes.setdefault(row.aggregate, {})[row.id] = row
    empty: Sharded[Head] = Sharded.of(())
    now: dict[str, Mapping[str, Head]] = dict(before.rows)
    for aggregate, values in changes.items():
        old = now.get(aggregate, empty)
        assert isinstance(old, Sharded)
        now[aggregate] = old.changed(values)
    return District(now)


@settings(max_examples=120, deadline=None)
@given(turns=_TURNS)
def test_terms_counted_change_by_change_are_those_counted_anew(turns: list[tuple[list[Head], list[int], int]]) -> None:
    board, at = District(), basis(_BEGUN)
    tallies = {id_: Tally.anew(figure.parts, board, at) for id_, figure in FIGURES.items()}
    for come, gone, days in turns:
        now, at = _after(board, come, gone), basis(at.today + timedelta(days=days))
        changes, before = Changes(board, now), {id_: _told(tally) for id_, tally in tallies.items()}
        after = {id_: tally.after(changes, at) for id_, tally in tallies.items()}
        for id_, figure in FIGURES.items():
            assert _told(after[id_]) == _told(figure.terms(now, at)), id_
            assert len(after[id_]) == len(list(after[id_]))
            assert _told(tallies[id_]) == before[id_], "a tally that was handed out has changed"
        board, tallies = now, after


@settings(max_examples=30, deadline=None)
@given(first=st.lists(_ROWS, max_size=8), second=st.lists(_ROWS, max_size=8))
def test_rows_read_anew_from_another_generation_are_counted_anew(first: list[Head], second: list[Head]) -> None:
    old, new, at = _after(District(), first, []), _after(District(), second, []), basis()
    for figure in FIGURES.values():
        tally = Tally.anew(figure.parts, old, at).after(Changes(old, new), at)
        assert _told(tally) == _told(figure.terms(new, at)), figure.id


@settings(max_examples=60, deadline=None)
@given(
    first=st.dictionaries(st.text(max_size=3), st.integers()),
    changed=st.dictionaries(st.text(max_size=3), st.none() | st.integers()),
)
def test_a_mapping_in_parts_is_as_any_mapping_and_is_never_changed(
    first: dict[str, int], changed: dict[str, int | None]
) -> None:
    mapping = Sharded.of(first.items())
    after = mapping.changed(changed)
    left = {**first, **{key: value for key, value in changed.items() if value is not None}}
    wanted = {key: value for key, value in left.items() if changed.get(key, value) is not None}
    assert (dict(mapping), dict(after)) == (first, wanted)
    assert sorted(after.values()) == sorted(wanted.values())
    assert sorted(after.items()) == sorted(wanted.items())
    assert (len(after), set(after)) == (len(wanted), set(wanted))
    assert all(key in after and after.get(key) == after[key] for key in wanted)
    assert {key for key in {*first, *wanted} if first.get(key) is not wanted.get(key)} == differing(mapping, after)


def test_a_figure_is_told_of_every_aggregate_that_its_parts_are_made_of() -> None:
    for figure in FIGURES.values():
        assert {name for part in figure.parts for name in part.inputs} == set(figure.inputs), figure.id
