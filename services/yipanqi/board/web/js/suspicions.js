// Entries of foreign capital that may be the same money, beside each other with the reasons.
import { api } from "./api.js";
import { h } from "./dom.js";
import { exactMoney, fuzzyDate } from "./format.js";
import { Part, partHead } from "./part.js";
import { codeTitle, tone, unitTitle } from "./values.js";
import { lang, t } from "./words.js";

const SHOWN = 20;

export class SuspicionsPart extends Part {
  constructor(to) {
    super(to, "suspicions", ["fdi"]);
    this.most = SHOWN;
  }

  load() { return api.suspicions(); }

  view({ items, total }) {
    return [partHead(t("suspicionsTitle"), `${t("suspicionsHint")} · ${t("total", total)}`),
      items.length ? items.slice(0, this.most).map((one) => this.pair(one)) : h("p", { class: "empty" }, t("noSuspicions")),
      items.length > this.most ? h("p", { class: "foot" }, h("button", { class: "button", type: "button", onclick: () => { this.most += SHOWN; this.draw(); } }, t("further"))) : null];
  }

  pair({ reasons, entries }) {
    return h("article", { class: "pair", "data-suspicion": entries.map((one) => one.id).join(" ") },
      h("div", { class: "state" }, h("span", { class: "pill held" }, t("lookAt")), h("b", {}, reasons.map((one) => one[lang()]).join("；"))),
      h("ol", { class: "sides" }, entries.map((one) => this.side(one, entries))));
  }

  /** One entry; what it has in common with the other stands out. */
  side(entry, entries) {
    const facts = { amount: entry.amount ? exactMoney(entry.amount.amount, entry.amount.currency) : null, usd: entry.usd ? exactMoney(entry.usd, "USD") : null, receivedOn: entry.received_on ? fuzzyDate(entry.received_on) : null, voucher: entry.voucher };
    const value = { amount: "amount", usd: "usd", receivedOn: "received_on", voucher: "voucher" };
    const same = (name) => entries.length > 1 && entry[value[name]] && new Set(entries.map((one) => JSON.stringify(one[value[name]]))).size === 1;
    return h("li", { "data-entry": entry.id },
      h("div", { class: "who" }, h("b", {}, unitTitle(entry.owner_unit)), h("span", { class: `pill ${tone(entry.status)}` }, codeTitle("fdi.status", entry.status)), h("span", { class: "muted" }, codeTitle("fdi.kind", entry.kind))),
      h("button", { class: "link", type: "button", onclick: () => this.onRecord("fdi", entry.id) }, entry.project_name ?? entry.id),
      h("dl", {}, Object.entries(facts).flatMap(([name, words]) => [h("dt", {}, t(name)), h("dd", {}, same(name) ? h("mark", { title: t("sameInBoth") }, words) : words ?? "—")])));
  }
}
