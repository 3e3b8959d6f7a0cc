// The figures: tiles, pipeline, carriers by state, chains, freshness of each unit.
import { h } from "./dom.js";
import { age, areaParts, money, moneyParts, shortArea } from "./format.js";
import { state } from "./state.js";
import { tone } from "./values.js";
import { lang, t, titleOf } from "./words.js";

const MAIN = ["SCREENING", "NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY"];

/** All figures; `onFilter(list, field, code)` shows the records behind one. */
export function figures(onFilter) {
  const s = state.summary;
  return [tiles(s), pipeline(s.projects, onFilter), h("div", { class: "panels" },
    carriers(s.carriers, onFilter), chains(s.projects, onFilter), freshness(s.freshness))];
}

function tile(title, [number, unit], note, warm = false) {
  return h("section", { class: `card tile ${warm ? "warm" : ""}` },
    h("h2", {}, title), h("b", {}, number, unit ? h("small", {}, unit) : null), h("p", {}, note));
}

function tiles(s) {
  const list = [tile(t("projects"), [s.projects.count, lang() === "zh" ? "个" : ""], t("signedOn", s.projects.of_which.signed.count))];
  const planned = s.projects.planned_investment;
  if (planned) list.push(plannedTile(planned, s.projects.count));
  const idle = s.carriers.of_which.idle;
  const [number, unit] = [idle.count, lang() === "zh" ? "处" : ""];
  list.push(tile(t("idle"), [number, unit], t("idleParts", shortArea(idle.land_m2.sum), shortArea(idle.floor_m2.sum)), true));
  if (s.fdi.usd) list.push(tile(t("fdi"), moneyParts(s.fdi.usd.sum, "USD"), t("entries", s.fdi.count)));
  list.push(tile(t("unconfirmed"), [s.projects.of_which.unconfirmed.count, lang() === "zh" ? "个" : ""], t("unconfirmedHint"), true));
  const late = s.freshness.filter((unit_) => unit_.state !== "current");
  const note = late.length ? t("silent", late.map(titleOf).join("、")) : t("allFresh");
  list.push(tile(t("fresh"), [s.freshness.length - late.length, `/ ${s.freshness.length}`], note, late.length > 0));
  return h("div", { class: "tiles" }, list);
}

function plannedTile(planned, count) {
  const known = Object.values(planned).reduce((sum, one) => sum + one.known, 0);
  const currencies = Object.keys(planned).sort((a, b) => (a === "CNY" ? -1 : b === "CNY" ? 1 : a.localeCompare(b)));
  const [first = "CNY", ...others] = currencies;
  const also = others.map((code) => money(planned[code].sum, code)).join("、");
  const note = t("known", known, count - known);
  const shown = tile(t("planned"), moneyParts(planned[first]?.sum ?? 0, first), also ? t("andAlso", also) : note);
  shown.title = note;
  return shown;
}

const isSet = (list, field, code) => state.tab === list && state.filters[field] === code;

function pipeline(projects, onFilter) {
  const stages = new Map(projects.by.stage.map((stage) => [stage.code, stage]));
  const main = MAIN.map((code) => stages.get(code)).filter(Boolean);
  const most = Math.max(1, ...main.map((stage) => stage.count));
  const others = [...stages.values()].filter((stage) => !MAIN.includes(stage.code));
  const amounts = "planned_investment" in projects;
  return h("section", { class: "card pipeline", id: "pipeline" },
    h("header", {}, h("h2", {}, t("pipeline")), h("small", {}, t(amounts ? "pipelineHint" : "countsOnly"))),
    h("ol", {}, main.map((stage) => h("li", {}, column(stage, most, amounts, onFilter)))),
    h("div", { class: "aside" }, t("elsewhere"), others.map((stage) => h("button", {
      class: "chip", type: "button", "aria-pressed": String(isSet("projects", "stage", stage.code)), onclick: () => onFilter("projects", "stage", stage.code),
    }, titleOf(stage), h("b", {}, stage.count)))));
}

function column(stage, most, amounts, onFilter) {
  const height = stage.count ? `${6 + Math.round((stage.count / most) * 38)}px` : "2px";
  const sums = Object.entries(stage.planned_investment ?? {}).sort(([a], [b]) => (a === "CNY" ? -1 : b === "CNY" ? 1 : a.localeCompare(b)));
  return h("button", {
    class: `stage ${tone(stage.code)} ${stage.count ? "" : "none"}`, type: "button", "data-stage": stage.code,
    "aria-pressed": String(isSet("projects", "stage", stage.code)), onclick: () => onFilter("projects", "stage", stage.code),
  },
  h("span", { class: "column" }, h("b", {}, stage.count), h("span", { class: "bar", vars: { "--h": height } })),
  h("span", { class: "name", title: titleOf(stage) }, titleOf(stage)),
  amounts ? h("span", { class: "money" }, sums.slice(0, 2).map(([code, one]) => h("span", {}, money(one.sum, code))), sums.length ? null : "—") : null);
}

function bars(list, field, rows, value, onFilter, sizes) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return h("ul", { class: "bars", vars: sizes }, rows.map((row) => h("li", { class: row.code ? tone(row.code) : "ended" }, h("button", {
    type: "button", "aria-pressed": String(isSet(list, field, row.code ?? "none")), onclick: () => onFilter(list, field, row.code ?? "none"),
  },
  h("span", { class: "label", title: titleOf(row) }, titleOf(row)),
  h("span", { class: "track" }, h("i", { vars: { "--w": `${(row.count / most) * 100}%` } })),
  h("span", { class: "count" }, row.count),
  h("span", { class: "value" }, value(row))))));
}

function carriers(summary, onFilter) {
  const size = (row) => {
    const sum = Number(row.land_m2.sum) + Number(row.floor_m2.sum);
    return sum ? areaParts(sum).join(" ") : "";
  };
  return h("section", { class: "card", id: "carriers" }, h("header", {}, h("h2", {}, t("carriers")), h("small", {}, t("carriersHint"))),
    bars("carriers", "status", summary.by.status, size, onFilter, { "--label": lang() === "zh" ? "4.5em" : "6em", "--value": "6.5em" }));
}

function chains(summary, onFilter) {
  return h("section", { class: "card" }, h("header", {}, h("h2", {}, t("chains")), h("small", {}, t("chainsHint"))),
    bars("projects", "chain", summary.by.chain, () => "", onFilter, { "--label": "9.5em", "--value": "0px" }));
}

function freshness(units) {
  return h("section", { class: "card" }, h("header", {}, h("h2", {}, t("freshness"))),
    h("ul", { class: "fresh" }, units.map((unit) => h("li", { class: unit.state },
      h("i"), h("span", { class: "label", title: `${titleOf(unit)} · ${t("cycle", unit.update_days)}` }, titleOf(unit)),
      h("span", { class: "when", title: t("cycle", unit.update_days) },
        unit.state === "never" ? t("never") : (unit.age_seconds === null ? unit.last_event_on : age(unit.age_seconds)) + (unit.state === "overdue" ? ` · ${t("overdue")}` : ""))))));
}
