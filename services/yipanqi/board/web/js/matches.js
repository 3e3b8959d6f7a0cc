// What suits a project, or a carrier: ranked, with what speaks for and against; what must be, apart from what is preferred.
import { api } from "./api.js";
import { h } from "./dom.js";
import { exact } from "./format.js";
import { codeTitle } from "./values.js";
import { lang, t } from "./words.js";

const FEW = 5;
const MANY = 30;
const LOOKS = { suitable: "built", to_check: "held", barred: "ended" };
const MARKS = { passed: "✓", unknown: "?", failed: "✕" };

/** The section for a drawer, read when it is asked for. */
export function matchSection(plural, id, onRecord) {
  const section = h("section", { id: "matches" }, h("h3", {}, t(plural === "projects" ? "suitableCarriers" : "suitableProjects")));
  const place = h("div", {});
  const show = async (limit) => {
    button.disabled = true;
    try {
      place.replaceChildren(...ranking(plural, await api.matches(plural, id, limit), limit, onRecord, show));
      button.remove();
    } catch (error) {
      button.disabled = false;
      place.replaceChildren(h("p", { class: "error", role: "alert" }, error.text?.(lang()) ?? String(error)));
    }
  };
  const button = h("button", { class: "button", type: "button", onclick: () => show(FEW) }, t("showMatches"));
  section.append(button, place);
  return section;
}

function ranking(plural, found, limit, onRecord, show) {
  const { suitable, to_check: check, barred } = found.counts;
  const more = found.items.length === limit && limit < MANY && suitable + check + barred > limit;
  return [h("p", { class: "unknown" }, t("matchCounts", suitable, check, barred)), bars(found.bars),
    found.items.length ? h("ol", { class: "rows" }, found.items.map((item) => match(plural, item, onRecord))) : h("p", {}, t("noMatches")),
    more ? h("button", { class: "button", type: "button", onclick: () => show(MANY) }, t("moreMatches", MANY)) : null].filter(Boolean);
}

/** What bars how many: where nothing suits, that tells which requirement to think about. */
const bars = (all) => (all.length ? h("p", { class: "unknown" }, t("barredBy", [...all].sort((a, b) => b.bars - a.bars).map((one) => t("bars", one[lang()], one.bars)).join(lang() === "zh" ? "、" : ", "))) : null);

function match(plural, item, onRecord) {
  const ofProject = plural === "projects";
  const [list, id] = ofProject ? ["carriers", item.carrier_id] : ["projects", item.project_id];
  const space = ofProject ? item : item.space;
  const about = [ofProject ? "" : codeTitle("project.stage", item.stage), space?.unit_no, space?.area_code ? codeTitle("area", space.area_code) : "", space?.m2 ? `${exact(space.m2)} ㎡` : ""];
  const speaking = (side, ...lists) => lists.flat().filter((one) => one.speaks === side);
  return h("li", { "data-match": id },
    h("div", {}, h("button", { class: "link strong", type: "button", onclick: () => onRecord(list, id) }, item.name ?? id),
      h("span", { class: `pill ${LOOKS[item.standing]}` }, item[`standing_${lang()}`]), h("b", { class: "score" }, t("score", Math.round(item.score)))),
    h("small", {}, about.filter(Boolean).join(" · ")),
    // What is preferred tells more than what every suitable site has; against it, what bars comes first.
    reasons("pro", speaking("for", item.preferences, item.requirements)), reasons("con", speaking("against", item.requirements, item.preferences)),
    h("details", {}, h("summary", {}, t("matchInFull")),
      h("h4", {}, t("requirementsMust")), h("ul", { class: "must" }, item.requirements.map((one) => h("li", { class: one.verdict }, h("span", { "aria-hidden": "true" }, MARKS[one.verdict]),
        h("b", {}, one[`title_${lang()}`]), h("span", { class: "sr" }, t(`verdict_${one.verdict}`)), h("span", {}, one[lang()])))),
      h("h4", {}, t("preferencesWish")), h("ul", { class: "wish" }, item.preferences.map((one) => h("li", {}, h("b", {}, one[`title_${lang()}`], h("small", {}, t("weightOf", Math.round(one.weight * 100)))),
        one.score === null ? h("span", { class: "muted" }, t("verdict_unknown")) : h("span", { class: "share", role: "img", "aria-label": `${Math.round(one.score * 100)}%` }, h("i", { vars: { "--w": `${one.score * 100}%` } })), h("span", {}, one[lang()]))))));
}

const reasons = (key, items) => (items.length ? h("p", { class: key }, h("b", {}, t(key)), items.slice(0, 3).map((one) => one[lang()]).join("；")) : null);
