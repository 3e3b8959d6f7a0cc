// One field's value as nodes: in a cell, in the drawer, in the history. What is missing was not shared; null is not known.
import { h } from "./dom.js";
import { area, currency, daysUntil, exact, exactMoney, fuzzyDate, moment, money } from "./format.js";
import { state } from "./state.js";
import { lang, listTitle, t, titleOf } from "./words.js";

const EARLY = ["SCREENING", "NEGOTIATING", "PENDING_SIGN", "REGISTERED", "VERIFIED", "AVAILABLE", "VACATED", "SUBMITTED", "NOTICE"];
const SIGNED = ["SIGNED", "APPROVING", "READY_TO_START", "FITTING_OUT"];
const BUILT = ["BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY", "OPERATING", "OCCUPIED", "GRANTED", "CLEARED", "MADE"];
const HELD = ["RESERVED", "COMMITTED", "SUSPENDED", "SNOOZED", "OPEN", "CONFLICT", "SUPPLEMENT", "WARNING"];

export const DISTRICT = "district";

export function tone(code) {
  if (EARLY.includes(code)) return "early";
  if (SIGNED.includes(code)) return "signed";
  if (BUILT.includes(code)) return "built";
  if (HELD.includes(code)) return "held";
  return ["TERMINATED", "WITHDRAWN", "REFUSED", "URGENT"].includes(code) ? "ended" : "";
}

export function codeTitle(list, code) {
  const found = state.codes[list]?.find((entry) => entry.code === code);
  return found ? titleOf(found) : code;
}

/** A unit's name; a target of the whole district names no unit. */
export const unitTitle = (key) => (key === DISTRICT ? t("wholeDistrict") : codeTitle("unit", key));

/** The list that an aggregate's records are in, null when there is none here. */
export const listOf = (aggregate) => Object.keys(state.views).find((plural) => state.views[plural].aggregate === aggregate && !state.views[plural].whole) ?? null;

const MARKS = { URGENT: "▲", WARNING: "◆", NOTICE: "●" };

/** How urgent something is: by shape and word, not by colour alone. */
export const level = (code) => h("span", { class: `pill level ${tone(code)}` }, h("span", { "aria-hidden": "true" }, MARKS[code] ?? ""), codeTitle("alert.level", code));

/** How long there is until a day, or how long it is past; null where the day is not known exactly. */
export function dueNote(day) {
  const left = daysUntil(day, state.me.business_date);
  if (left === null) return null;
  const [key, kind] = left < 0 ? ["daysPast", "late"] : left === 0 ? ["dueToday", "soon"] : ["daysLeft", left <= 7 ? "soon" : "far"];
  return h("span", { class: `due ${kind}` }, t(key, Math.abs(left)));
}

/** The doubts about a record; a claim has a field of its own that is called disputed, so its doubts go by another name. */
export const doubtsOf = (record) => (Array.isArray(record.disputed) ? record.disputed : []);

/** What a record's doubted field is called, who doubts it and until when the source must answer. */
export function doubt(view, entry) {
  const field = view.fields.find((f) => f.name === entry.field);
  return t("disputedBy", field ? titleOf(field) : entry.field, unitTitle(entry.by), fuzzyDate(entry.due_on));
}

const isArea = (name) => name.endsWith("_m2") && !name.includes("cny");

/** The text of a value; what a doubted record's field is called depends on the `record` that names it. */
export function text(field, value, record = {}) {
  switch (field.kind) {
    case "money": return exactMoney(value.amount, value.currency);
    case "decimal": return isArea(field.name) ? `${exact(value)} ${lang() === "zh" ? "㎡" : "m²"}` : exact(value);
    case "boolean": return t(value ? "yes" : "no");
    case "code": return codeTitle(field.codes, value);
    case "unit": return unitTitle(value);
    case "list": return value.map((item) => (field.codes ? codeTitle(field.codes, item) : field.name.endsWith("units") ? unitTitle(item) : exactOrText(item))).join("、");
    case "records": return t("items", value.length);
    case "date": case "fuzzy_date": return fuzzyDate(value);
    case "time": return moment(value);
    case "map": return Object.values(value).join("；");
    default: return word(field, String(value), record);
  }
}

/** Names of what the contract calls by a word of its own: aggregates, a doubted record's field. */
function word(field, value, record) {
  if (field.name === "measure") return currency(value);
  if (field.name === "field" && record.subject_aggregate) {
    const named = state.views[listOf(record.subject_aggregate)]?.fields.find((one) => one.name === value);
    return named ? titleOf(named) : value;
  }
  if (field.name !== "subject_aggregate") return value;
  const plural = listOf(value);
  return value === "unit" ? t("unit") : plural ? listTitle(plural, state.views[plural]) : value;
}

const exactOrText = (item) => (/^-?\d+(\.\d+)?$/.test(item) ? exact(item) : String(item));

/** A value in the table. */
export function cell(field, record) {
  if (!(field.name in record)) return h("span", { class: "muted" }, t("notShared"));
  const value = record[field.name];
  if (value === null || (Array.isArray(value) && !value.length)) return h("span", { class: "muted" }, "—");
  if (field.kind === "money") {
    const about = record[`${field.name}_about`] ? t("about") : "";
    return h("span", { title: exactMoney(value.amount, value.currency) }, about + money(value.amount, value.currency));
  }
  if (field.codes === "alert.level") return level(value);
  if (field.kind === "code" && ["stage", "status"].includes(field.name)) {
    return h("span", { class: `pill ${tone(value)}` }, codeTitle(field.codes, value));
  }
  if (isArea(field.name)) return h("span", { title: text(field, value) }, area(value));
  return text(field, value, record);
}

/** Whether a value says nothing. */
export const blank = (value) =>
  value === null || value === undefined || (Array.isArray(value) && !value.length) || (typeof value === "object" && !Object.keys(value).length);

/** A record inside a record as one line, without ids and what only a correction restores. */
export function line(members, item) {
  return members.filter((m) => !blank(item[m.name]) && !["before", "event_id", "hold_id", "request_id"].includes(m.name) && item[m.name] !== false)
    .map((m) => (m.kind === "records" ? item[m.name].map((inner) => line(m.members ?? EVIDENCE, inner)).join("；")
      : m.kind === "boolean" ? titleOf(m) : text(m, item[m.name])))
    .join(" · ");
}

/** Evidence is written out once per schema; where it is only referred to, these are its fields. */
export const EVIDENCE = [
  { name: "kind", kind: "code", codes: "evidence.kind" },
  { name: "reference", kind: "text" },
  { name: "issued_on", kind: "date" },
  { name: "issuer", kind: "text" },
];
