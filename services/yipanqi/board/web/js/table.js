// The rows of a list: heads that sort, values, marks, and under a day how long there is.
import { countdown } from "./countdown.js";
import { h } from "./dom.js";
import { fuzzyDate } from "./format.js";
import { LISTS } from "./lists.js";
import { state } from "./state.js";
import { blank, cell, doubt, doubtsOf, dueNote, text } from "./values.js";
import { t, titleOf } from "./words.js";

const TIGHT = ["date", "fuzzy_date", "time", "boolean"];
const NAMES = ["unit", "code"];
const NUMBERS = ["decimal", "money", "integer"];

/** A column of leads that no record has: the step that is open, and what is left of its limit. */
export const COUNTDOWN = { name: "clock", kind: "clock", zh: "办理时限", en: "Countdown" };

/** The table of `items`; `onSort(sort)` sorts, `onOpen(plural, id)` opens a record; `flashing` ids have just changed. */
export function table({ plural, columns, items, flashing, onSort, onOpen }) {
  const view = state.views[plural];
  return h("table", {}, head(view, columns, onSort), h("tbody", {}, items.map((item) => row(plural, view, columns, item, flashing, onOpen))));
}

function head(view, columns, onSort) {
  const [name, down] = [state.sort.replace("-", ""), state.sort.startsWith("-")];
  return h("thead", {}, h("tr", {}, columns.map((field) => {
    const number = NUMBERS.includes(field.kind) ? "num" : "";
    if (!view.sorts.includes(field.name)) return h("th", { scope: "col", class: number, "data-title": titleOf(field) }, h("span", {}, titleOf(field)));
    const sorted = field.name === name;
    return h("th", { scope: "col", class: number, "data-title": titleOf(field), "aria-sort": sorted ? (down ? "descending" : "ascending") : null }, h("button", {
      type: "button", onclick: () => onSort(sorted ? (down ? "" : `-${field.name}`) : field.name),
    }, titleOf(field), sorted ? (down ? " ↓" : " ↑") : ""));
  })));
}

function row(plural, view, columns, item, flashing, onOpen) {
  const { whole, whole_id: wholeId } = view;
  const about = LISTS[plural] ?? {};
  const id = whole ? item[wholeId] : item.id;
  const open = () => onOpen(whole ?? plural, id);
  return h("tr", {
    tabindex: 0, "data-id": item.id, class: `${item.own ? "own" : ""} ${flashing.has(id) ? "flash" : ""}`,
    onclick: open, onkeydown: (event) => { if (event.key === "Enter") open(); },
  },
  columns.map((field, n) => (n === 0 ? first(view, about, field, item) : other(about, field, item))));
}

function other(about, field, item) {
  if (field === COUNTDOWN) return h("td", { class: "tight", "data-title": titleOf(field) }, countdown(item.clock) ?? h("span", { class: "muted" }, "—"));
  const named = [...NAMES, "text"].includes(field.kind) && !blank(item[field.name]);
  return h("td", {
    class: `${NUMBERS.includes(field.kind) ? "num tight" : ""} ${TIGHT.includes(field.kind) ? "tight" : ""} ${NAMES.includes(field.kind) ? "name" : ""} ${field.kind === "text" ? "words" : ""}`,
    "data-title": titleOf(field), title: named ? text(field, item[field.name]) : null,
  }, field.kind === "text" ? h("span", { class: "clamp" }, cell(field, item)) : cell(field, today(field, item)), due(about, field, item));
}

/** How long there is, under the day by which an open record wants something; under a state, how long it rests. */
function due(about, field, item) {
  if (field.name === "status" && item.status === "SNOOZED" && item.snoozed_until_on) return h("span", { class: "sub" }, t("snoozedUntil", fuzzyDate(item.snoozed_until_on)));
  if (field.name === "limit_working_days" && item.clock) return h("span", { class: "sub" }, usedOf(item.clock));
  const [name, ...running] = about.due ?? [];
  return field.name === name && running.includes(item.status) ? h("span", { class: "sub" }, dueNote(item[name])) : null;
}

function first(view, about, field, item) {
  const badge = item.taken_over && item.taken_over_confirmed === false;
  const under = item[about.under];
  const doubts = doubtsOf(item).map((entry) => doubt(view, entry)).join("\n");
  return h("td", { class: "wide" }, h("span", { class: "title" }, cell(field, item)),
    badge ? h("span", { class: "badge", title: t("takenOverHint") }, t("takenOver")) : null,
    doubts ? h("span", { class: "badge doubt", title: doubts }, t("disputed")) : null,
    under ? h("span", { class: "sub", title: under }, under) : null);
}

/** How many working days of a running limit are used today. */
const usedOf = ({ used_working_days: used, left_working_days: left, near_limit: near }) =>
  (used === null ? null : h("span", { class: `due ${left < 0 ? "late" : near ? "soon" : ""}` }, t("usedShort", used)));

/** A matter's record counts the days overdue once its clock has stopped; while it runs, its clock knows them. */
const today = (field, item) =>
  (field.name === "overdue_working_days" && item.clock ? { ...item, overdue_working_days: item.clock.left_working_days === null ? null : Math.max(0, -item.clock.left_working_days) } : item);
