"""Why an enterprise answers to the one asked for, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yipanqi.names.likeness import Likeness
from yipanqi.names.normal import Name
from yipanqi.names.sound import sound


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a stable code, and a sentence in both languages."""

    code: str
    zh: str
    en: str


SAME_ID = Reason(
    "same-id",
    "统一社会信用代码（或境外企业编号）相同",
    "the unified social credit code (or foreign number) is the same",
)

SAME_ID_FORM = Reason(
    "same-id-form",
    "编号中的主体标识码相同（仅登记机关、地区或写法不同）",
    "the entity's own part of the id is the same, only registry, region or spelling differ",
)


def of_names(asked: Name, found: Name, likeness: Likeness, own_name: str) -> tuple[Reason, ...]:
    """Return why two names are alike; `own_name` is the enterprise's present name, which `found` may not be."""
    reasons = [_likeness(asked, found, likeness)]
    if found.text != own_name:
        reasons.append(
            Reason("other-name", f"相符的是其别名、英文名或曾用名“{found.text}”", f"it is known as “{found.text}” too")
        )
    if asked.places and found.places and set(asked.places).isdisjoint(found.places):
        here, there = "".join(asked.places), "".join(found.places)
        reasons.append(
            Reason(
                "other-place",
                f"名称中的地名不同（{here}、{there}），可能是同一集团的两家公司",
                f"the places in the names differ ({here}, {there}): they may be two firms of one group",
            )
        )
    return tuple(reasons)


def _likeness(asked: Name, found: Name, likeness: Likeness) -> Reason:
    if asked.text.strip() == found.text.strip():
        return Reason("same-name", "名称完全相同", "the names are the same")
    if likeness.equal:
        return Reason(
            "same-core",
            f"名称去除地名和组织形式后相同（{found.key}）",
            f"the names are the same without place and legal form ({found.key})",
        )
    if likeness.sounds:
        pinyin = sound(found.key)
        return Reason(
            "same-sound",
            f"名称拼音相同（{pinyin}），用字不同（{asked.key}、{found.key}），相似度 {likeness.score:.0f}",
            f"the names sound the same ({pinyin}) in other characters, {likeness.score:.0f} of 100 alike",
        )
    return Reason(
        "similar-core",
        f"名称去除地名和组织形式后相似度 {likeness.score:.0f}（{asked.key}、{found.key}）",
        f"without place and legal form the names are {likeness.score:.0f} of 100 alike ({asked.key}, {found.key})",
    )


_RELATIONS = {
    "parent": ("是{of}的母公司", "it is the parent of {of}"),
    "subsidiary": ("是{of}的下属企业", "it is a subsidiary of {of}"),
    "sister": ("与所查企业同属母公司{of}", "it has the same parent, {of}"),
}


def of_group(relation: str, of: str) -> Reason:
    """Return how an enterprise belongs to one that was asked for or found; relation: parent, subsidiary, sister."""
    zh, en = _RELATIONS[relation]
    return Reason(relation, zh.format(of=of), en.format(of=of))


def named_parent(child: str, parent_name: str, parent: str) -> Reason:
    """Return that an enterprise has another's name as its parent's, and that only a person links them."""
    return Reason(
        "named-parent",
        f"{child} 登记的母公司名称“{parent_name}”与 {parent} 的名称相同，但未填母公司标识；集团和首报保护只认标识，"
        "请核对后补录 parent_id",
        f"{child} has “{parent_name}” as its parent's name, which is the name of {parent}, but no parent_id: groups "
        "and claims go by ids alone, enter it if it is that one",
    )


def merged(into: str) -> Reason:
    """Return that the enterprise has become one with another."""
    return Reason("merged", f"已并入 {into}，请以该企业为准", f"it was merged into {into}: use that one")


def join(reasons: Sequence[Reason]) -> tuple[str, str]:
    """Return the sentences as one line in Chinese and one in English."""
    return "；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)
