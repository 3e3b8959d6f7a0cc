// The key figures: value with unit, as of when, why there is none, and the records behind a number.
import { api } from "./api.js";
import { h } from "./dom.js";
import { exact, fuzzyDate, moment, money } from "./format.js";
import { splitSection } from "./split.js";
import { codeTitle, listOf, unitTitle } from "./values.js";
import { lang, t, titleOf } from "./words.js";

const EACH = 50;
const STATISTIC = { median: ["中位数", "median"], p90: ["九成位", "90 %"] };
const said = (pair) => (pair ? pair[lang()] : "");

/** The panel, read when it is first opened; `onWhy(figure)` shows what is behind one. */
export class KeyFigures {
  constructor(onWhy) {
    this.onWhy = onWhy;
    this.element = h("details", { class: "card keyfigures", id: "keyfigures", ontoggle: () => this.load() });
    this.body = h("div", { class: "scroll" });
  }

  /** Draw it anew in the language of the page. */
  draw() {
    this.element.replaceChildren(h("summary", {}, h("h2", {}, t("keyFigures")), h("small", {}, t("keyFiguresHint"))), this.body);
    if (this.found) this.table();
  }

  async load() {
    if (!this.element.open) return;
    if (!this.found) this.body.replaceChildren(h("p", { class: "nothing" }, t("loading")));
    try {
      this.found = await api.figures();
      this.table();
    } catch (error) {
      this.body.replaceChildren(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  }

  table() {
    const heads = ["figure", "value", "asOf", "basis"];
    this.body.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col" }, h("span", {}, t(key)))))),
      h("tbody", {}, this.found.items.map((figure) => h("tr", { "data-figure": figure.id },
        h("th", { scope: "row", title: said(figure.formula) }, titleOf(figure), figure.scope === "own" ? h("small", { title: said(figure.scope_note) }, t("ownPart")) : null),
        h("td", {}, values(figure)),
        h("td", { class: "tight" }, figure.as_of ? moment(figure.as_of) : "—"),
        h("td", { class: "tight" }, h("button", { class: "link", type: "button", "aria-label": `${t("behindIt")}：${titleOf(figure)}`, onclick: () => this.onWhy(figure) }, t("behindIt"))))))));
  }
}

function amount(figure, value) {
  const unit = figure.unit.en;
  if (["ratio", "share"].includes(unit)) return `${Math.round(Number(value) * 1000) / 10}%`;
  if (unit === "USD") return money(value, "USD");
  if (unit === "CNY per mu") return lang() === "zh" ? `${money(value, "CNY")}/亩` : `${money(value, "CNY")} per mu`;
  return `${exact(String(Math.round(Number(value) * 10) / 10))} ${said(figure.unit)}`;
}

/** The values that there are, then for each reason what has none. */
function values(figure) {
  const name = (cell) => [cell.series ? titleOf(cell.series) : "", cell.statistic ? STATISTIC[cell.statistic]?.[lang() === "zh" ? 0 : 1] ?? cell.statistic : ""].filter(Boolean).join(" · ");
  const gaps = new Map();
  for (const cell of figure.values.filter((one) => one.value === null)) {
    const why = said(cell.reason);
    gaps.set(why, [...(gaps.get(why) ?? []), name(cell)].filter(Boolean));
  }
  const known = figure.values.filter((one) => one.value !== null);
  const parts = known.map((cell) => h("span", { class: "value" }, name(cell) ? h("span", {}, name(cell)) : null, h("b", {}, amount(figure, cell.value))));
  const missing = [...gaps].map(([why, names]) => {
    const short = names.length > 3 ? `${names.slice(0, 2).join("、")} ${t("andMore", names.length)}` : names.join("、");
    return h("span", { class: "gap", title: names.join("、") }, `${t("notComputable")}：${short ? `${short} — ` : ""}${why}`);
  });
  return h("div", { class: "values" }, parts, missing);
}

/** What is behind a figure, for the drawer: its values by unit, chain or month, and its terms; `query` narrows it. */
export async function explained(figure, onRecord, query = {}) {
  const ask = (page) => api.explain(figure.id, { ...query, page, page_size: EACH });
  const first = await ask(1);
  const items = h("ol", { class: "terms" }, first.terms.map((term) => line(first, term, onRecord)));
  let page = 1;
  const more = first.total > first.terms.length ? h("button", {
    class: "button", type: "button",
    onclick: async () => {
      page += 1;
      const next = await ask(page);
      items.append(...next.terms.map((term) => line(first, term, onRecord)));
      if (items.children.length >= next.total) more.remove();
    },
  }, t("further")) : null;
  return { title: titleOf(figure), under: null, sections: [
    h("section", {}, h("h3", {}, t("formula")), h("p", {}, said(first.formula)), h("p", { class: "unknown" }, said(first.note)), figure.values ? values(figure) : null),
    figure.values && figure.by.length ? splitSection(figure, (one) => (one.value === null ? "—" : amount(figure, one.value))) : null,
    h("section", { id: "terms" }, h("h3", {}, t("behindIt"), h("small", {}, t("total", first.total))), first.total ? items : h("p", { class: "unknown" }, t("noTerms")), more),
  ] };
}

/** What records are called that are left out as one: whose they are, of which chain, how many. */
const together = (term) => [...term.chains.map((code) => codeTitle("chain", code)), term.unit && unitTitle(term.unit), t("recordsTogether", term.stands_for)].filter(Boolean).join(" · ");

function line(figure, term, onRecord) {
  const plural = listOf(term.aggregate);
  const name = term.stands_for ? together(term) : term.name ?? term.id;
  const series = figure.series.find((one) => one.code === term.series);
  const part = term.left_out ? null : term.denominator && !["0", "1"].includes(term.denominator) ? `${exact(term.numerator)} / ${exact(term.denominator)}` : exact(term.numerator ?? "");
  return h("li", {},
    plural ? h("button", { class: "link", type: "button", onclick: () => onRecord(plural, term.id) }, name) : h("span", {}, name),
    h("span", { class: "part" }, part ?? h("span", { class: "gap" }, `${t("leftOut")}：${said(term.left_out)}`)),
    h("small", {}, [series ? titleOf(series) : "", term.on ? fuzzyDate(term.on) : ""].filter(Boolean).join(" · ")));
}
