"""What the documentation names is there: linked pages, commands with their options, variables, roles."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import typer
from tests.support.examples import ROOT, example

from yipanqi.cli import app
from yipanqi.contract.catalog import Unit, product_catalog
from yipanqi.rules.outcome import Role

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md"))
)
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
_COMMAND = re.compile(r"(?:^|[`/\s])yipanqi((?: [a-z][a-z-]+)+)((?:[^`\n])*)", re.MULTILINE)
_VARIABLE = re.compile(r"\bYIPANQI_[A-Z_]*[A-Z]\b")


def commands() -> dict[tuple[str, ...], set[str]]:
    """Return every command of the command line with its options."""
    found: dict[tuple[str, ...], set[str]] = {}

    def walk(name: tuple[str, ...], command: object) -> None:
        params = getattr(command, "params", [])
        found[name] = {option for param in params for option in (*param.opts, *param.secondary_opts)}
        for part, inner in getattr(command, "commands", {}).items():
            walk((*name, part), inner)

    walk((), typer.main.get_command(app))
    return found


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    folder = (ROOT / page).parent
    assert [target for target in _LINK.findall(text_of(page)) if not (folder / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("docs/decisions/")])
def test_every_command_that_a_page_names_exists_with_its_options(page: str) -> None:
    known = commands()
    groups = {name for name in known if any(len(other) > len(name) and other[: len(name)] == name for other in known)}
    for words, rest in _COMMAND.findall(text_of(page)):
        name: tuple[str, ...] = ()
        for word in words.split():
            if name in groups:
                assert (*name, word) in known, f"yipanqi {words}"
                name = (*name, word)
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest if name not in groups else ""):
            assert option in known[name] | {"--help"}, f"yipanqi {' '.join(name)} {option}"


def test_every_variable_of_the_sdk_page_is_read_by_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "services" / "yipanqi").rglob("*.py"))
    for page in ("docs/sdk.md", "docs/onboarding.md"):
        for name in set(_VARIABLE.findall(text_of(page))):
            assert name in code or name.removesuffix("_FILE") in code, name


def test_the_example_unit_is_new_and_its_duties_exist() -> None:
    catalog = product_catalog()
    block = example("docs/onboarding.md", "unit").text
    key = block.split(":")[0].strip()
    assert key not in catalog.units
    duties = re.search(r"duties: \[(.*)\]", block)
    assert duties is not None
    assert set(duties.group(1).split(", ")) <= catalog.duties.keys()


def test_the_catalogue_takes_exactly_the_roles_that_the_rules_know() -> None:
    known = get_args(Unit.model_fields["role"].annotation)
    assert set(known) == {role.value for role in Role} - {Role.COORDINATOR.value, Role.WATCH.value}
