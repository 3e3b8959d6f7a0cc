"""Lists from memory: whatever is filtered, searched and sorted by, they are what the database would answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.support.boarddistrict import money
from tests.support.boardlog import BoardLog
from tests.unit.board.conftest import KINDS, Filled, generation

from yipanqi.board import list_index
from yipanqi.board.fields import Kind
from yipanqi.board.list_column import NONE, Column
from yipanqi.board.list_index import ListIndex
from yipanqi.board.params import NUMBERS, OWN, TIMES, Condition, ListQuery
from yipanqi.board.query import Reader
from yipanqi.board.views import View, view_of
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.board.words import Words
from yipanqi.models.enterprise import EnterpriseUpdated
from yipanqi.models.project import ProjectUpdated

VIEWS = tuple(view_of(name) for name in ("projects", "carriers", "enterprises"))
VIEWERS = (
    Viewer("leader", ViewerKind.GOVERNMENT),
    Viewer("zone", ViewerKind.GOVERNMENT, "zone"),
    Viewer("snd-group", ViewerKind.SOE, "snd-group"),
    Viewer("operations", ViewerKind.OPERATIONS),
)
UNITS = ("commerce", "investment", "zone", "snd-group", "soe-2")
CHAINS = (None, "C1", "C2", "C3")


@dataclass
class Crowd:
    """Many records, the index that followed their changes, and the values that each column has."""

    filled: Filled
    index: ListIndex
    words: Words
    values: dict[str, dict[str, list[object]]]


@pytest.fixture(scope="module", params=KINDS)
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Read once, then changed: the index must have followed."""
    url = f"sqlite:///{tmp_path_factory.mktemp('crowd') / 'board.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("module_postgres_database")
    with generation(url) as filled:
        index = ListIndex()
        fill(filled.log, Random(7))
        filled.catch_up()
        index.refresh(filled.store, VIEWS)
        change(filled)
        yield Crowd(filled, index, Words(), {view.key: values_of(filled, view) for view in VIEWS})


def fill(log: BoardLog, random: Random, first: int = 0) -> None:
    """Register records that have much in common, and much that is not known."""
    for n in range(first, first + 40):
        chain, unit = random.choice(CHAINS), random.choice(UNITS)
        amount = money(f"{random.randrange(1, 9)}00.00", random.choice(("CNY", "USD", "EUR")))
        some = {"planned_investment": amount} if random.random() < 0.8 else {}
        log.project(
            str(n),
            unit,
            name=f"{random.choice('华东星')}{random.randrange(9)}",
            chain=chain,
            stage=random.choice(("NEGOTIATING", "SIGNED", "BUILDING")),
            stage_since=random.choice((None, "2019", "2020-03", "2020-03-04")),
            land_m2=random.choice((None, Decimal("10.00"), Decimal("200.50"))),
            host_unit=random.choice((None, "zone", "commerce")),
            contract_reference=random.choice((None, "HT-1", "HT-2")),
            taken_over=random.random() < 0.5,
            **some,
        )
        rent = random.choice((None, Decimal("25.50"), Decimal("9.00")))
        chains = random.choice(([], ["C1"], ["C1", "C2"], ["C3"]))
        floor = random.choice((None, Decimal("100.00"), Decimal("2000.00")))
        kept = {"manager_unit": random.choice((None, "snd-group", "zone"))}
        log.carrier(str(n), unit, rent_cny_m2_month=rent, permitted_chains=chains, floor_m2=floor, **kept)
        name, country = f"{random.choice('甲乙a')}{random.randrange(20)}", random.choice(("CN", "JP", None))
        log.enterprise(f"foreign:CN:{n}", unit, name=name, country=country, chain=chain)


def change(filled: Filled) -> None:
    """Rename, take away, register anew, and register more."""
    log = filled.log
    renamed = [log.project(f"x{n}", name=f"旧{n}") for n in range(4)]
    firms = [log.enterprise(f"foreign:US:{n}", name=f"旧{n}") for n in range(4)]
    filled.catch_up()
    for n, (project, firm) in enumerate(zip(renamed, firms, strict=True)):
        event = ProjectUpdated(project_id=project.project_id, name=f"新{n}")
        log.change(project, event, "commerce", name=f"新{n}")
        log.change(firm, EnterpriseUpdated(enterprise_id=firm.enterprise_id, name=f"新{n}"), "zone", name=f"新{n}")
    for id_ in ("commerce-project-x0", "zone-project-3", "nobody-project"):
        log.remove("project", id_)
    log.remove("enterprise", "foreign:CN:5")
    filled.catch_up()
    log.enterprise("foreign:CN:5", name="又来")
    fill(log, Random(8), first=100)
    filled.catch_up()


def values_of(filled: Filled, view: View) -> dict[str, list[object]]:
    table = filled.store.tables.records[view.key]
    with filled.store.engine.connect() as connection:
        rows = connection.execute(select(table)).mappings().all()
    return {name: sorted({row[name] for row in rows if row[name] is not None}) for name in view.columns}


@st.composite
def conditions(draw: st.DrawFn, view: View, values: dict[str, list[object]]) -> Condition:
    name = draw(st.sampled_from(view.filters))
    kind, known = view.columns[name].kind, values[name]
    currency = draw(st.sampled_from(("CNY", "USD"))) if kind is Kind.MONEY else None
    if kind is Kind.LIST:
        known = sorted({part for value in known for part in str(value).strip("|").split("|")})
    one = st.sampled_from([*known, None])
    if kind in (*NUMBERS, *TIMES) and (bounds := (draw(one), draw(one))) != (None, None):
        return Condition(name, (), *bounds, currency)
    return Condition(name, tuple(draw(st.lists(one, min_size=1, max_size=3))), None, None, currency)


@st.composite
def queries(draw: st.DrawFn, view: View, values: dict[str, list[object]]) -> ListQuery:
    asked = draw(st.lists(conditions(view, values), max_size=2, unique_by=lambda condition: condition.column))
    sort = draw(st.lists(st.tuples(st.sampled_from((*view.sorts, OWN)), st.booleans()), max_size=4))
    terms = draw(st.sampled_from(((), (), ("华",), ("旧",), ("新", "1"), ("ht-",), ("c1",))))
    page, size = draw(st.integers(1, 3)), draw(st.sampled_from((1, 7, 50)))
    return ListQuery(tuple(asked), terms, tuple(sort), page, size)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_memory_answers_every_question_as_the_database_does(crowd: Crowd, data: st.DataObject) -> None:
    view, viewer = data.draw(st.sampled_from(VIEWS)), data.draw(st.sampled_from(VIEWERS))
    query = data.draw(queries(view, crowd.values[view.key]))
    store = crowd.filled.store
    quick = Reader(store, view, viewer, crowd.words, crowd.index)
    assert quick.page(query) == Reader(store, view, viewer).page(query)
    assert crowd.index.find(store, view, viewer, ListQuery(), None) is not None


def test_until_the_columns_are_read_the_database_answers(district: Filled) -> None:
    index, view, query = ListIndex(), VIEWS[0], ListQuery(sort=(("name", False),))
    assert index.find(district.store, view, VIEWERS[0], query, None) is None
    by_database = Reader(district.store, view, VIEWERS[0], None, index).page(query)
    index.refresh(district.store, VIEWS)
    assert index.find(district.store, view, VIEWERS[0], query, None) is not None
    assert Reader(district.store, view, VIEWERS[0], None, index).page(query) == by_database


def test_too_many_changes_and_another_generation_are_read_anew(
    district: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, view, query = ListIndex(), VIEWS[2], ListQuery()
    index.refresh(district.store, VIEWS)
    monkeypatch.setattr(list_index, "_AT_ONCE", 2)
    for n in range(3):
        district.log.enterprise(f"foreign:US:{n}")
    district.catch_up()
    assert index.find(district.store, view, VIEWERS[0], query, None) is None
    index.refresh(district.store, VIEWS)
    before = index.find(district.store, view, VIEWERS[0], query, None)
    assert before is not None
    assert before.total >= 3
    database = district.database
    database.generations.switch(database.build("2020-12-31").epoch)
    other = database.current()
    assert other is not None
    assert index.find(other, view, VIEWERS[0], query, None) is None
    index.refresh(other, VIEWS)
    found = index.find(other, view, VIEWERS[0], query, None)
    assert found is not None
    assert found.total == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([None, *range(40)])), max_size=80))
def test_a_column_sorts_and_filters_as_its_values_do(puts: list[tuple[int, int | None]]) -> None:
    column, values = Column(), [None, *range(9)]
    column.append(values)
    for row, value in puts:
        column.put(row, value)
        values[row] = value
        if value is not None and value % 7 == 0:
            column.ranks()
    column.tidy()
    known = [value is not None for value in values]
    assert [code != NONE for code in column.codes] == known
    for descending in (False, True):
        keys, above = column.keys(column.codes, descending=descending)
        wanted = [float("inf") if v is None else -v if descending else v for v in values]
        assert [[a < b for b in keys] for a in keys] == [[a < b for b in wanted] for a in wanted]
        assert all(0 <= key < above for key in keys)
    assert column.having(column.codes, (3, None, 99)).tolist() == [value in (3, None) for value in values]
    for low, high in ((3, 20), (None, 20), (3, None), (50, 60)):
        wanted_ones = [v is not None and (low is None or v >= low) and (high is None or v <= high) for v in values]
        assert column.between(column.codes, low, high).tolist() == wanted_ones


def test_values_that_no_row_has_any_more_are_forgotten() -> None:
    column = Column()
    column.append(["a"])
    for n in range(3_000):
        column.put(0, f"{n:04}")
        column.tidy()
    assert len(column.ranks()) < 1_100
    assert column.having(column.codes, ("2999",)).all()


def test_a_list_shows_of_a_large_record_what_the_record_itself_has(district: Filled, tmp_path: Path) -> None:
    view = VIEWS[0]
    assert view.large
    for viewer in VIEWERS:
        reader = Reader(district.store, view, viewer)
        for item in reader.page(ListQuery()).items:
            whole = reader.record(item["id"])
            assert whole is not None
            assert item.items() <= whole.items()
            assert {name for name in view.listed if name in whole} <= item.keys()
