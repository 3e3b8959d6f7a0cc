// Enterprises that may be one: the two sides beside each other, why, and for commerce the decision made ready.
import { api } from "./api.js";
import { h } from "./dom.js";
import { eventForm, keptForm } from "./events.js";
import { fuzzyDate } from "./format.js";
import { Part, partHead } from "./part.js";
import { state } from "./state.js";
import { codeTitle, unitTitle } from "./values.js";
import { lang, t } from "./words.js";

const SIZE = 10;
const decides = () => state.me.role === "commerce";

export class DuplicatesPart extends Part {
  constructor(to) {
    super(to, "duplicates", ["enterprises"]);
    Object.assign(this, { page: 1, kind: "" });
  }

  load() {
    const params = new URLSearchParams({ page: this.page, page_size: SIZE });
    if (this.kind) params.set("kind", this.kind);
    return api.duplicates(params);
  }

  view(found) {
    const kinds = [["", "duplicatesAll"], ["likely", "duplicatesLikely"], ["look", "duplicatesLook"]];
    const chip = ([kind, key]) => h("button", { class: "chip", type: "button", "aria-pressed": String(this.kind === kind), onclick: () => { Object.assign(this, { kind, page: 1 }); this.show(); } }, t(key));
    return [partHead(t("duplicatesTitle"), t("duplicatesHint"), h("span", { class: "grow chips" }, kinds.map(chip))),
      found.left ? h("p", { class: "nothing" }, t("duplicatesLeft", found.left)) : null,
      found.items.length ? found.items.map((pair) => this.pair(pair)) : h("p", { class: "empty" }, t("noDuplicates")),
      found.items.length ? h("p", { class: "hint" }, t(decides() ? "duplicatesDecide" : "duplicatesByCommerce")) : null, this.foot(found)];
  }

  foot({ total }) {
    const pages = Math.max(1, Math.ceil(total / SIZE));
    const go = (page) => () => { this.page = page; this.show(); };
    return h("div", { class: "foot" }, h("span", {}, t("total", total)), h("span", { class: "grow" }, t("page", this.page, pages)),
      h("button", { class: "button", type: "button", disabled: this.page <= 1, onclick: go(this.page - 1) }, t("previous")),
      h("button", { class: "button", type: "button", disabled: this.page >= pages, onclick: go(this.page + 1) }, t("next")));
  }

  pair(pair) {
    const { one, other } = pair;
    return h("article", { class: "pair", "data-pair": `${one.id} ${other.id}` },
      h("div", { class: "state" }, h("span", { class: `pill ${pair.likely ? "ended" : "held"}` }, pair[`kind_${lang()}`]), h("b", {}, t("alike", pair.score)),
        h("span", { class: "muted" }, pair.reasons.map((reason) => reason[lang()]).join("；"))),
      h("ol", { class: "sides" }, [one, other].map((side) => this.side(side))), decides() ? mergeForm(pair) : null);
  }

  side({ id, name, enterprise }) {
    const facts = enterprise ? [["checkCountry", enterprise.country], ["checkParent", enterprise.parent_name], ["chainOf", enterprise.chain && codeTitle("chain", enterprise.chain)],
      ["unit", unitTitle(enterprise.owner_unit)], ["updated", enterprise.updated_at && fuzzyDate(enterprise.updated_at.slice(0, 10))]] : [];
    return h("li", { "data-side": id },
      h("button", { class: "link strong", type: "button", onclick: () => this.onRecord("enterprises", id) }, name ?? id), h("code", {}, id),
      h("dl", {}, facts.flatMap(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value || "—")])));
  }
}

/** What commerce decides about a pair: one absorbs the other, or they are two. */
function mergeForm({ one, other }) {
  const name = `${one.id} ${other.id}`;
  const stamp = JSON.stringify([one, other].map((side) => side.enterprise?.version));
  const reason = [{ name: "reason", kind: "text", label: t("decisionReason") }];
  const merge = (gone, kept) => ({
    key: `into-${kept.id}`, label: t("mergeInto", kept.name ?? kept.id), note: t("mergeNote", gone.id, kept.id),
    type: "yipanqi.enterprise.EnterpriseMerged", data: { enterprise_id: gone.id, into_id: kept.id }, fields: reason,
  });
  const choices = [merge(other, one), merge(one, other), {
    key: "two", label: t("tellApart"), note: t("tellApartNote"), type: "yipanqi.enterprise.EnterpriseDistinguished",
    data: { enterprise_id: one.id, other_id: other.id }, fields: reason,
  }];
  return keptForm(`pair ${name}`, stamp, () => h("details", { class: "prepare", "data-merge": name }, h("summary", {}, t("prepareMerge")),
    h("div", { class: "prepared" }, eventForm({ unit: state.me.unit, name, title: t("rulingChoice"), choices }))));
}
