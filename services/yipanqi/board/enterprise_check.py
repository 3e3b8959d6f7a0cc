"""The check before filing: who is there already, how similar and why, with what the viewer may see of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.query import read_docs, shown
from yipanqi.board.store import Store
from yipanqi.board.views.enterprise import VIEW
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record
from yipanqi.models.types import credit_check, is_enterprise_id
from yipanqi.names.index import Match, Question
from yipanqi.names.likeness import Kind
from yipanqi.names.normal import normalise
from yipanqi.names.reasons import Reason

KIND_TITLES: Mapping[Kind, tuple[str, str]] = {
    Kind.SAME_ID: ("编号相同", "same id"),
    Kind.SAME: ("疑似同一企业", "likely the same"),
    Kind.SIMILAR: ("名称相似，请人工判断", "similar: a person looks"),
    Kind.SAME_SOUND: ("名称同音，请人工判断", "sounds the same: a person looks"),
    Kind.SAME_GROUP: ("同一集团", "same group"),
    Kind.PARENT_NAME: ("母公司仅有名称，请人工关联", "parent known by its name alone: a person links them"),
}
_VERDICTS: Mapping[str, tuple[str, str]] = {
    "nobody": ("未发现相同或相似的企业，可以登记", "nobody like this is registered: go ahead"),
    "look": (
        "有名称相似、同音或同一集团的企业，请逐一核对后再登记",
        "there are similar names: look at each before filing",
    ),
    "likely": (
        "该企业很可能已经登记，请先联系其负责单位",
        "this enterprise is likely registered already: contact its unit first",
    ),
}
Text = Annotated[str, Field(min_length=1, max_length=300)]


class Check(BaseModel):
    """Who is looked for: the name, with whatever else is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    enterprise_id: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    name_en: Text | None = None
    aliases: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    parent_name: Text | None = None
    parent_id: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    #: ISO 3166-1 alpha-2; one from elsewhere is still told, with the difference as a reason to think twice.
    country: Annotated[str, Field(pattern="^[A-Za-z]{2}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20

    def question(self) -> Question:
        """Return it as the index takes it; RequestError 422 for an id that is none or a name without a letter."""
        id_, parent_id = _checked(self.enterprise_id, "enterprise_id"), _checked(self.parent_id, "parent_id")
        if not normalise(self.name).key:
            zh, en = "名称中没有文字，无法核对", "the name has no letter or digit: nothing can be compared"
            raise RequestError(422, Problem("bad_name", zh, en, "name"))
        names = (self.name, self.name_en or "", *self.aliases)
        return Question(tuple(dict.fromkeys(name for name in names if name)), id_, self.parent_name, parent_id)


#: What else is to be said about enterprises that were found, by id: {"code", "zh", "en"}. Each gets the store, the ids
#: (with those that they were merged into and their parents) and the viewer; nothing of a record's content belongs here.
Notices = Callable[[Store, Sequence[str], Viewer], Mapping[str, Record]]


def answer(
    check: Check, matches: Sequence[Match], store: Store, viewer: Viewer, notices: Sequence[Notices]
) -> dict[str, Any]:
    """Return who answers to a check, as the API words it."""
    ids = [match.id for match in matches]
    asked = normalise(check.name)
    with store.engine.connect() as connection:
        docs = read_docs(connection, store.tables.records[VIEW.aggregate], ids)
    told: dict[str, Record] = {}
    for notice in notices:
        told |= notice(store, ids, viewer)
    verdict = _verdict(matches)
    zh, en = _VERDICTS[verdict]
    return {
        "verdict": {"code": verdict, "zh": zh, "en": en},
        "asked": {"name": check.name, "compared": asked.key, "places": list(asked.places)},
        "matches": [
            {
                **match_json(match, _more(check, match.id, docs, {*ids, check.enterprise_id})),
                "enterprise": _record(docs.get(match.id), viewer),
                "notice": told.get(match.id),
            }
            for match in matches
        ],
    }


def _more(check: Check, id_: str, docs: Mapping[str, Record], asked: Container[str | None]) -> list[Reason]:
    return [*_elsewhere(check.country, docs.get(id_)), *_told_apart(id_, docs, asked)]


def _elsewhere(country: str | None, doc: Record | None) -> list[Reason]:
    """Return that an enterprise is registered in another country than the one asked about."""
    known = (doc or {}).get("country")
    if country is None or known is None or country.upper() == known:
        return []
    zh, en = f"国别不同：所查为 {country.upper()}，登记为 {known}", f"another country: {known}, not {country.upper()}"
    return [Reason("other-country", zh, en)]


def _told_apart(id_: str, docs: Mapping[str, Record], asked: Container[str | None]) -> list[Reason]:
    """Return that commerce told an enterprise apart from some of the others here; both records say so."""
    reasons = []
    for entry in (docs.get(id_) or {}).get("distinct_from") or ():
        other, day = entry["enterprise_id"], entry["decided_on"]
        theirs = (docs.get(other) or {}).get("distinct_from") or ()
        both = not entry["pending"] and any(one["enterprise_id"] == id_ and not one["pending"] for one in theirs)
        if other in asked and both:
            zh = f"已于 {day} 认定与 {other} 为不同企业：{entry['reason']}"
            en = f"decided on {day} to be another firm than {other}: {entry['reason']}"
            reasons.append(Reason("told-apart", zh, en))
    return reasons


def records(store: Store, ids: Sequence[str], viewer: Viewer) -> Mapping[str, Record]:
    """Return enterprises as lists show them, by id."""
    with store.engine.connect() as connection:
        docs = read_docs(connection, store.tables.records[VIEW.aggregate], list(ids))
    return {id_: shown(VIEW, doc, viewer, listed=True) for id_, doc in docs.items()}


def match_json(match: Match, more: Sequence[Reason] = ()) -> dict[str, Any]:
    """Return a match with its kind and reasons in both languages; a group has no score."""
    zh, en = KIND_TITLES[match.kind]
    score = None if match.kind is Kind.SAME_GROUP else round(match.score, 1)
    reasons = [reason_json(reason) for reason in (*match.reasons, *more)]
    return {"id": match.id, "kind": match.kind, "kind_zh": zh, "kind_en": en, "score": score, "reasons": reasons}


def reason_json(reason: Reason) -> dict[str, str]:
    """Return a reason in both languages."""
    return {"code": reason.code, "zh": reason.zh, "en": reason.en}


def _checked(given: str | None, field: str) -> str | None:
    id_ = given.strip() if given else None
    if id_ is not None and not is_enterprise_id(id_):
        raise RequestError(422, bad_id(id_, field))
    return id_


def bad_id(id_: str, field: str = "enterprise_id") -> Problem:
    """Return what is wrong with an id; of a credit code with another check character, which one was expected."""
    expected = credit_check(id_[:17]) if len(id_) == 18 else None
    if expected is not None:
        return Problem(
            "bad_credit_code",
            f"统一社会信用代码 {id_} 有误：按前 17 位计算，末位校验码应为 {expected}，实为 {id_[17]}；"
            "可能是任何一位抄错，请对照营业执照核对全部 18 位",
            f"{id_} is no credit code: the first 17 characters call for {expected} at the end, not {id_[17]}; any one "
            "of the 18 may be wrong, compare all of them with the business licence",
            field,
        )
    return Problem(
        "bad_enterprise_id",
        "应为 18 位统一社会信用代码（数字和大写字母，不含 I、O、S、V、Z），境外企业为 foreign:国别:编号",
        "expected the 18 characters of a unified social credit code (digits and capitals without I, O, S, V, Z), or "
        "foreign:<country>:<number>",
        field,
    )


def _verdict(matches: Sequence[Match]) -> str:
    if any(match.kind in (Kind.SAME_ID, Kind.SAME) for match in matches):
        return "likely"
    return "look" if matches else "nobody"


def _record(doc: Record | None, viewer: Viewer) -> Record | None:
    """Return the record as lists show it; None where it was removed this very moment."""
    return None if doc is None else shown(VIEW, doc, viewer, listed=True)
