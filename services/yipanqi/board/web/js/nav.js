// The navigation: the parts above the page, and the lists of the part on show as tabs.
import { h } from "./dom.js";
import { groupOf, groupsOf, openCount, PARTS } from "./lists.js";
import { state } from "./state.js";
import { listTitle, t, titleOf } from "./words.js";

/** How many records of a list are open: in the district, and of them this unit's; null where that is not counted. */
const district = (plural) => openCount(state.summary, plural);
const own = (plural) => state.own?.[plural] ?? null;

const sum = (counts) => counts.reduce((all, one) => all + (one ?? 0), 0);

/** What is open in these lists: for a unit its own and the district's beside each other, for others the district's. */
function badge(plurals) {
  const all = sum(plurals.map(district));
  const parts = plurals.map(own).filter((one) => one !== null);
  if (!all) return null;
  if (!parts.length) return h("b", { class: "open", title: t("openCount", all) }, all, h("span", { class: "sr" }, t("openCount", all)));
  return counts(sum(parts), all);
}

const counts = (ours, all) => h("span", { class: "counts" }, h("b", { class: ours ? "open" : "none" }, t("ofOurs", ours)), h("small", {}, t("ofDistrict", all)));

/** The parts; `onGroup(plural)` shows the first list of one. */
export function groups(onGroup) {
  const mine = groupOf(state.views, state.tab);
  return h("div", { class: "in" }, groupsOf(state.views).map((group) => h("button", {
    type: "button", "data-group": group.key, "aria-current": group.key === mine?.key ? "true" : null, onclick: () => onGroup(group.lists[0]),
  }, titleOf(group), ["watch", "services", "capital"].includes(group.key) ? badge(group.lists) : null)));
}

/** The lists of the part on show; arrow keys go from one to the next. */
export function tabs(onTab) {
  const names = groupOf(state.views, state.tab)?.lists ?? [state.tab];
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) onTab(names[(names.indexOf(state.tab) + step + names.length) % names.length]);
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": t("lists"), onkeydown: move }, names.map((name) => h("button", {
    type: "button", role: "tab", "data-tab": name, "aria-selected": String(name === state.tab), tabindex: name === state.tab ? 0 : -1, onclick: () => onTab(name),
  }, PARTS[name] ? titleOf(PARTS[name]) : listTitle(name, state.views[name]), PARTS[name] ? null : count(name))));
}

function count(name) {
  const open = district(name);
  const all = state.summary?.[name]?.count ?? "";
  if (open === null) return h("b", {}, all);
  if (own(name) !== null) return counts(own(name), open);
  return h("b", { class: open ? "open" : "", title: t("openOf", open, all) }, open, h("span", { class: "sr" }, t("openOf", open, all)));
}
