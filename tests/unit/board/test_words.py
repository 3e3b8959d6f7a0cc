"""Searches in memory: any part of a word, as the board stands now, and never what a viewer may not see."""

from __future__ import annotations

import pytest
from tests.support.boardlog import BoardLog
from tests.unit.board.conftest import Filled

from yipanqi.board import query
from yipanqi.board.params import ListQuery
from yipanqi.board.query import Reader
from yipanqi.board.rows import search_form
from yipanqi.board.views import view_of
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.board.words import Words
from yipanqi.models.project import Project, ProjectUpdated

LEADER = Viewer("leader", ViewerKind.GOVERNMENT)
SOE = Viewer("soe", ViewerKind.SOE, "snd-group")
PROJECTS = view_of("projects")


def found(filled: Filled, words: Words, text: str, viewer: Viewer = LEADER) -> set[str]:
    """Return the ends of the ids found, in memory; the database must find the same."""
    asked = ListQuery(terms=tuple(search_form(text).split()), page_size=100)
    page = Reader(filled.store, PROJECTS, viewer, words).page(asked)
    in_database = Reader(filled.store, PROJECTS, viewer).page(asked)
    assert page == in_database
    return {item["id"].rsplit("-", 1)[1] for item in page.items}


def test_one_character_two_and_many_are_found_wherever_they_stand(district: Filled) -> None:
    words = Words()
    assert found(district, words, "楼") == {"3"}
    assert found(district, words, "华星") == {"1"}
    assert found(district, words, "电子生产基地") == {"1"}
    assert found(district, words, "abc 研发") == {"2"}
    assert found(district, words, "华星 研发") == set()
    assert found(district, words, "%") == found(district, words, "_") == set()


def test_hidden_words_are_found_by_government_and_the_owner_only(filled: Filled) -> None:
    words = Words()
    filled.log.project("1", "snd-group", contract_reference="机密甲")
    filled.log.project("2", "zone", contract_reference="机密乙")
    filled.catch_up()
    assert found(filled, words, "机密") == {"1", "2"}
    assert found(filled, words, "机密", SOE) == {"1"}
    assert found(filled, words, "机密", Viewer("operations", ViewerKind.OPERATIONS)) == set()


def test_what_changed_is_found_by_its_new_words_only(filled: Filled) -> None:
    words = Words()
    project = filled.log.project("1", name="旧名厂房")
    gone = filled.log.project("2", name="旧名仓库")
    filled.catch_up()
    assert found(filled, words, "旧名") == {"1", "2"}
    renamed(filled.log, project, "新名厂房")
    filled.log.remove("project", gone.project_id)
    filled.log.project("3", name="新名仓库")
    filled.catch_up()
    assert found(filled, words, "旧名") == set()
    assert found(filled, words, "新名") == {"1", "3"}
    assert words.count(filled.store, PROJECTS) == 2


def test_words_that_most_records_have_are_left_to_the_database(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_FEW", 3)
    for number in range(8):
        filled.log.project(str(number), name=f"产业园{number}", stage="SIGNED" if number % 2 else "NEGOTIATING")
    filled.catch_up()
    assert len(found(filled, Words(), "产业园")) == 8
    assert len(found(filled, Words(), "产业园 signed-none")) == 0


def renamed(log: BoardLog, project: Project, name: str) -> None:
    """Give a project another name."""
    log.change(project, ProjectUpdated(project_id=project.project_id, name=name), "commerce", name=name)


def test_no_term_is_found_across_two_records_however_many_there_are(filled: Filled) -> None:
    words = Words()
    for number in range(100):
        filled.log.project(f"{number:03}", name=f"甲{number:03}乙")
    filled.catch_up()
    assert found(filled, words, "乙") == {f"{number:03}" for number in range(100)}
    assert found(filled, words, "077乙") == {"077"}
    assert found(filled, words, "乙甲") == set()
    filled.log.remove("project", "commerce-project-077")
    filled.log.project("100", name="甲100乙")
    filled.catch_up()
    assert found(filled, words, "077乙") == set()
    assert found(filled, words, "100乙") == {"100"}
