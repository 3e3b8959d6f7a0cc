// A figure split by unit, by chain or by month.
import { api } from "./api.js";
import { h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { lang, t, titleOf } from "./words.js";

const STATISTIC = { median: ["中位数", "median"], p90: ["九成位", "90 %"] };
const NAMES = { unit: "byUnit", chain: "byChain", month: "byMonth" };

/** The section that asks for a figure by one of what it can be split by; `words(cell)` says a value. */
export function splitSection(figure, words) {
  const place = h("div", { class: "scroll", "aria-live": "polite" });
  const buttons = figure.by.map((by) => h("button", { class: "chip", type: "button", "aria-pressed": "false", "data-by": by, onclick: () => show(by) }, t(NAMES[by])));
  const show = async (by) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.by === by));
    try {
      place.replaceChildren(split(await api.figure(figure.id, { by }), by, words));
    } catch (error) {
      place.replaceChildren(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  };
  return h("section", { id: "split" }, h("h3", {}, t("splitBy")), h("div", { class: "chips" }, buttons), place);
}

function split(found, by, words) {
  const columns = new Map();
  const groups = new Map();
  for (const cell of found.values) {
    const column = `${cell.series?.code ?? ""} ${cell.statistic ?? ""}`;
    columns.set(column, [cell.series ? titleOf(cell.series) : "", cell.statistic ? STATISTIC[cell.statistic]?.[lang() === "zh" ? 0 : 1] ?? cell.statistic : ""].filter(Boolean).join(" · ") || t("value"));
    const group = groups.get(cell.group?.code) ?? { name: nameOf(by, cell.group), cells: new Map() };
    group.cells.set(column, cell);
    groups.set(cell.group?.code, group);
  }
  if (!groups.size) return h("p", { class: "unknown" }, t("noTerms"));
  return h("table", { class: "small split" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t(NAMES[by])), [...columns.values()].map((name) => h("th", { scope: "col", class: "num" }, name)))),
    h("tbody", {}, [...groups.values()].map((group) => h("tr", {}, h("th", { scope: "row" }, group.name), [...columns.keys()].map((key) => value(group.cells.get(key), words))))));
}

const nameOf = (by, group) => (!group ? "—" : by === "month" ? fuzzyDate(group.code) : titleOf(group));

const value = (cell, words) => h("td", { class: "num", title: cell?.reason?.[lang()] ?? null }, cell ? words(cell) : "—");
