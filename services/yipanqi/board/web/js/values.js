// One field's value as nodes: in a cell, in the drawer, in the history. What is missing was not shared; null is not known.
import { h } from "./dom.js";
import { area, exact, exactMoney, fuzzyDate, moment, money } from "./format.js";
import { state } from "./state.js";
import { lang, t, titleOf } from "./words.js";

const EARLY = ["SCREENING", "NEGOTIATING", "PENDING_SIGN", "REGISTERED", "VERIFIED", "AVAILABLE", "VACATED"];
const SIGNED = ["SIGNED", "APPROVING", "READY_TO_START", "FITTING_OUT"];
const BUILT = ["BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY", "OPERATING", "OCCUPIED"];
const HELD = ["RESERVED", "COMMITTED", "SUSPENDED"];

export function tone(code) {
  if (EARLY.includes(code)) return "early";
  if (SIGNED.includes(code)) return "signed";
  if (BUILT.includes(code)) return "built";
  if (HELD.includes(code)) return "held";
  return ["TERMINATED", "WITHDRAWN"].includes(code) ? "ended" : "";
}

export function codeTitle(list, code) {
  const found = state.codes[list]?.find((entry) => entry.code === code);
  return found ? titleOf(found) : code;
}

export const unitTitle = (key) => codeTitle("unit", key);

const isArea = (name) => name.endsWith("_m2") && !name.includes("cny");

/** The text of a value. */
export function text(field, value) {
  switch (field.kind) {
    case "money": return exactMoney(value.amount, value.currency);
    case "decimal": return isArea(field.name) ? `${exact(value)} ${lang() === "zh" ? "㎡" : "m²"}` : exact(value);
    case "boolean": return t(value ? "yes" : "no");
    case "code": return codeTitle(field.codes, value);
    case "unit": return unitTitle(value);
    case "list": return value.map((item) => (field.codes ? codeTitle(field.codes, item) : exactOrText(item))).join("、");
    case "date": case "fuzzy_date": return fuzzyDate(value);
    case "time": return moment(value);
    case "map": return Object.values(value).join("；");
    default: return String(value);
  }
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
  if (field.kind === "code" && ["stage", "status"].includes(field.name)) {
    return h("span", { class: `pill ${tone(value)}` }, codeTitle(field.codes, value));
  }
  if (isArea(field.name)) return h("span", { title: text(field, value) }, area(value));
  return text(field, value);
}

/** Whether a value says nothing. */
export const blank = (value) =>
  value === null || value === undefined || (Array.isArray(value) && !value.length) || (typeof value === "object" && !Object.keys(value).length);

/** A record inside a record as one line. */
export function line(members, item) {
  return members.filter((m) => !blank(item[m.name]) && !["event_id", "hold_id", "request_id"].includes(m.name) && item[m.name] !== false)
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
