// The answer to an assignment: figures beside the present ones, value and bound, and for every project what goes where and why.
import { h } from "./dom.js";
import { area, money } from "./format.js";
import { proposeForm } from "./propose.js";
import { codeTitle } from "./values.js";
import { lang, t } from "./words.js";

const SHOWN = 40;
const CHANGES = ["NEW", "MOVED", "LOST", "SAME", "NONE"];
const LOOKS = { NEW: "built", MOVED: "held", LOST: "ended", SAME: "signed", NONE: "" };
const number = (value) => (Math.round(value * 100) / 100).toLocaleString("en-US");

/** The elements of an answer; `plain` is the proposal without a what-if; `onWithdraw(id, name)` asks without a carrier. */
export function answerView({ id, answer, what_if: question }, plain, onRecord, onWithdraw) {
  // What is only assumed can neither be opened nor be proposed anything to.
  const assumed = new Set(question.add.map((one) => one.project_id));
  const sites = (one) => one.sites.map((site, n) => [siteLine(site, onRecord, onWithdraw), assumed.has(one.project_id) ? null : proposeForm(one, n, answer, id)]);
  const who = (one) => (assumed.has(one.project_id) ? h("b", { "data-assumed": "" }, one.name) : h("button", { class: "link strong", type: "button", onclick: () => onRecord("projects", one.project_id) }, one.name));
  return [figures(answer, plain), proof(answer.proof), answer.remarks.length ? h("ul", { class: "remarks" }, answer.remarks.map((one) => h("li", {}, `${one.about}：${one[lang()]}`))) : null,
    plans(answer.plans, onRecord, { who, sites })];
}

/** The proposal beside the present assignment, and beside that without the what-if. */
function figures({ proposed, present, greedy_value: greedy, projects }, plain) {
  const columns = [["proposed", proposed], ["present", present], ...(plain ? [["withoutWhatIf", plain]] : [])];
  const rows = [["valueOf", (one) => number(one.value)], ["placed", (one) => `${one.projects} / ${projects}`], ["sitesUsed", (one) => one.sites],
    ["investmentPlaced", (one) => money(one.investment_cny, "CNY")], ["spacePlaced", (one) => area(one.m2)], ["clusters", (one) => one.clusters.length], ["brokenNow", (one) => one.broken.length]];
  return h("div", { class: "scroll" }, h("table", { class: "compare" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", {}, "")), columns.map(([key]) => h("th", { scope: "col", class: "num" }, h("span", {}, t(key)))))),
    h("tbody", {}, rows.map(([key, words]) => h("tr", { "data-row": key }, h("th", { scope: "row" }, t(key)), columns.map(([, one], n) => h("td", { class: `num ${n ? "" : "strong"}` }, words(one),
      key === "valueOf" && n === 0 ? h("small", {}, t("more_than", signed(proposed.value - present.value), signed(proposed.value - greedy))) : null)))))));
}

const signed = (value) => `${value >= 0 ? "+" : "−"}${number(Math.abs(value))}`;

function proof(found) {
  return h("p", { class: "proof", "data-proof-of": "" }, h("span", { class: `pill ${found.optimal ? "built" : "held"}` }, t(found.optimal ? "optimal" : "notOptimal")),
    h("span", {}, t("boundIs", number(found.bound), Math.round(found.gap * 10_000) / 100)), h("span", { class: "muted" }, found.note[lang()]));
}

function plans(all, onRecord, parts) {
  const counts = Object.fromEntries(CHANGES.map((change) => [change, all.filter((one) => one.change === change)]));
  let change = CHANGES.find((one) => counts[one].length) ?? "NEW";
  const list = h("ol", { class: "plans" });
  const chips = CHANGES.map((one) => h("button", { class: "chip", type: "button", "data-change": one, disabled: !counts[one].length, onclick: () => { change = one; draw(); } }, t(`change_${one}`), h("b", {}, counts[one].length)));
  const draw = (most = SHOWN) => {
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.change === change));
    const rest = counts[change].length - most;
    list.replaceChildren(...counts[change].slice(0, most).map((one) => plan(one, onRecord, parts)), ...(rest > 0 ? [h("li", {}, h("button", { class: "button", type: "button", onclick: () => draw(Infinity) }, t("allOf", counts[change].length)))] : []));
  };
  draw();
  return h("div", {}, h("div", { class: "chips plan-chips" }, chips), list);
}

function plan(one, onRecord, { who, sites }) {
  const carrier = (site) => site.split("#")[0];
  return h("li", { "data-plan": one.project_id },
    h("div", { class: "who" }, who(one), h("span", { class: `pill ${LOOKS[one.change]}` }, t(`change_${one.change}`)),
      one.value ? h("b", { class: "grow" }, t("worth", number(one.value)), one.present_value ? h("small", {}, t("worthNow", number(one.present_value))) : null) : null),
    one.present.length ? h("p", {}, h("span", { class: "muted" }, `${t("present")} `), one.present.map((site) => h("button", { class: "link", type: "button", onclick: () => onRecord("carriers", carrier(site)) }, site))) : null,
    sites(one),
    h("p", { class: "why" }, one.why[lang()], one.bars.length ? h("span", { class: "muted" }, `（${one.bars.slice(0, 3).map((bar) => t("bars", bar[lang()], bar.bars)).join("；")}）`) : null));
}

function siteLine(site, onRecord, onWithdraw) {
  const reasons = (items, key) => (items.length ? h("p", { class: key }, h("b", {}, t(key)), items.map((one) => one[lang()]).join("；")) : null);
  return h("div", { class: "site" },
    h("div", {}, h("span", { class: "muted" }, `${t("proposed")} `), h("button", { class: "link", type: "button", onclick: () => onRecord("carriers", site.carrier_id) }, [site.name, site.unit_no].filter(Boolean).join(" · ")),
      h("small", {}, [site.area_code ? codeTitle("area", site.area_code) : "", site.m2 ? area(site.m2) : "", t("score", Math.round(site.score))].filter(Boolean).join(" · ")),
      onWithdraw ? h("button", { class: "link small", type: "button", "data-without": site.carrier_id, onclick: () => onWithdraw(site.carrier_id, site.name) }, t("withoutThis")) : null),
    h("details", {}, h("summary", {}, t("reasonsFor")), h("div", { class: "rows" }, reasons(site.pros, "pro"), reasons(site.cons, "con"))));
}
