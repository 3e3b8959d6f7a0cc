// The units' assessment: scores and their parts; each opens to what is behind it, down to the events of the ledger.
import { api } from "./api.js";
import { h } from "./dom.js";
import { exact, fuzzyDate, moment } from "./format.js";
import { Part, partHead, yearChoice } from "./part.js";
import { state } from "./state.js";
import { listOf, unitTitle } from "./values.js";
import { lang, t, titleOf } from "./words.js";

const points = (value) => (value === null || value === undefined ? "—" : String(Math.round(Number(value) * 100) / 100));
const percent = (value) => `${Math.round(Number(value) * 1000) / 10}%`;

export class Assessment extends Part {
  constructor(to) {
    super(to, "assessment", ["targets", "fdi", "projects", "enterprises"]);
    this.year = null;
  }

  load() {
    this.year ??= Number(state.me.business_date.slice(0, 4));
    return api.assessment(this.year);
  }

  view(found) {
    const head = partHead(t("assessmentTitle"), t("assessmentHint"), yearChoice(this.year, state.me.business_date, (year) => { this.year = year; this.show(); }));
    if (!found.items.length) return [head, h("div", { class: "empty" }, h("strong", {}, t("noAssessment", this.year)), t("noAssessmentHint"))];
    const parts = found.items[0].parts;
    const most = Math.max(1, ...found.items.map((one) => Number(one.comparable ?? 0)));
    return [head, h("p", { class: "hint" }, found.formula[lang()]),
      h("div", { class: "scroll" }, h("table", { class: "scores" },
        h("thead", {}, h("tr", {}, [t("unit"), t("scoreOf"), ...parts.map(titleOf)].map((words, n) => h("th", { scope: "col", class: n ? "num" : "" }, h("span", {}, words))))),
        h("tbody", {}, found.items.map((one, n) => this.row(one, n + 1, most))))), settings(found.settings)];
  }

  row(one, place, most) {
    const open = () => this.onShow(() => scoreExplained(one, this.year, this.onRecord));
    return h("tr", { "data-unit": one.unit.code },
      h("th", { scope: "row" }, h("span", { class: "place" }, place), h("button", { class: "link strong", type: "button", onclick: open }, unitTitle(one.unit.code))),
      h("td", { class: "num", "data-title": t("scoreOf") }, h("b", {}, points(one.comparable)), h("span", { class: "share", "aria-hidden": "true" }, h("i", { vars: { "--w": `${(Math.max(0, Number(one.comparable ?? 0)) * 100) / most}%` } })),
        one.weights_counted !== "1" ? h("small", {}, t("weightsCounted", percent(one.weights_counted))) : null),
      one.parts.map((part) => h("td", { class: "num", "data-title": titleOf(part), title: part.reason?.[lang()] }, part.reason ? h("span", { class: "muted" }, t("notCounted"))
        : [points(part.points), part.completion ? h("small", {}, percent(part.completion)) : Number(part.count) ? h("small", {}, `× ${part.count}`) : null])));
  }
}

/** The weights, caps and points, each with its source. */
function settings(all) {
  const value = (one) => (typeof one.value === "object" ? Object.entries(one.value).map(([key, part]) => `${key} ${part}`).join(" · ") : one.value);
  return h("details", { class: "settings" }, h("summary", {}, t("scoreSettings")), h("dl", { class: "facts" }, Object.values(all).flatMap((one) => [
    h("dt", {}, titleOf(one)), h("dd", {}, value(one), h("small", {}, ` · ${one.source[lang()]}`))])));
}

/** What is behind a unit's score, for the drawer. */
async function scoreExplained(score, year, onRecord) {
  const found = await api.explainScore(score.unit.code, year);
  const under = h("div", { class: "under" }, h("span", {}, t("yearOf", year)), h("b", {}, t("score", points(found.comparable))), h("span", {}, t("untilDay", fuzzyDate(found.until))));
  return { title: `${t("assessmentTitle")} · ${unitTitle(found.unit.code)}`, under, sections: found.parts.map((part) => partSection(part, onRecord)) };
}

function partSection(part, onRecord) {
  const { terms, terms_total: total } = part;
  return h("section", { "data-score-part": part.code }, h("h3", {}, titleOf(part), h("small", {}, t("score", points(part.points)))),
    part.reason ? h("p", { class: "unknown" }, `${t("notCounted")}：${part.reason[lang()]}`) : h("p", { class: "formula" }, h("code", {}, part.formula)),
    total ? lazily(t("termsOf", total), () => [h("ol", { class: "terms" }, terms.map((term) => termLine(term, onRecord))), total > terms.length ? h("p", { class: "unknown" }, t("largestTerms", terms.length)) : null]) : null);
}

/** Details whose content is made when they are first opened: a score may rest on thousands of events. */
function lazily(words, make) {
  const element = h("details", {}, h("summary", {}, words));
  element.addEventListener("toggle", () => { if (element.open && element.children.length === 1) element.append(...make().filter(Boolean)); });
  return element;
}

function termLine(term, onRecord) {
  const plural = listOf(term.aggregate);
  const plan = term.numerator === "0" && term.denominator !== "0";
  const name = term.name ?? (plan ? t("planPart") : term.id);
  const value = term.left_out ? h("span", { class: "gap" }, `${t("leftOut")}：${term.left_out[lang()]}`) : h("span", { class: "part-value" }, exact(plan ? term.denominator : term.numerator));
  return h("li", {}, plural ? h("button", { class: "link", type: "button", onclick: () => onRecord(plural, term.id) }, name) : h("span", {}, name), value,
    h("small", {}, term.on ? fuzzyDate(term.on) : ""),
    term.months?.length > 1 ? lazily(t("monthsOf", term.months.length), () => [h("ul", { class: "ledger months" }, term.months.map(monthLine))]) : null,
    lazily(t("eventsBehind", term.events.length), () => [h("ul", { class: "ledger" }, term.events.map(eventLine))]));
}

/** What an event is called: in Chinese the contract says it, in English its name does. */
function eventTitle(type) {
  const titled = Object.values(state.views).map((view) => view.events[type]).find(Boolean);
  return lang() === "zh" && titled ? titled.zh : type.split(".").pop().replace(/([a-z])([A-Z])/g, "$1 $2");
}

/** A month of a plan: when, how much. */
const monthLine = (month) => h("li", {}, h("time", { datetime: month.on }, month.on.slice(0, 7)), " ", h("b", {}, exact(month.denominator)));

/** One event of the ledger: what, who, when, where it stands. */
const eventLine = (event) => h("li", {}, h("b", {}, eventTitle(event.event_type)), " ", unitTitle(event.unit), " ",
  h("time", { datetime: event.decided_at }, moment(event.decided_at)), h("code", {}, event.position));
