// An enterprise's group: parents up to the ultimate one, subsidiaries of all levels.
import { api } from "./api.js";
import { h } from "./dom.js";
import { lang, t } from "./words.js";

const SHOWN = 20;

/** The section for an enterprise's drawer, read after the record is there. */
export function groupSections(record, onRecord) {
  const section = h("section", { id: "group", "aria-busy": "true" }, h("h3", {}, t("group")), h("p", { class: "unknown" }, t("loading")));
  const fill = async () => {
    try {
      section.replaceChildren(h("h3", {}, t("group"), h("small", {}, t("groupHint"))), ...tree(await api.group(record.id), onRecord));
    } catch (error) {
      section.replaceChildren(h("h3", {}, t("group")), h("p", { class: "unknown" }, error.text?.(lang()) ?? String(error)));
    }
    section.removeAttribute("aria-busy");
  };
  fill();
  return [section];
}

function tree(found, onRecord) {
  const { parents, subsidiaries, merged_into: into } = found;
  const alone = !parents.length && !subsidiaries.length && !found.parent_name;
  if (alone) return [h("p", { class: "unknown" }, t("noGroup")), into ? merged(into, onRecord) : null].filter(Boolean);
  const top = parents.length;
  const above = [...parents].reverse().map((one, n) => member(one, n, onRecord, n === 0 ? t("ultimate") : t("parent")));
  const named = found.parent_name ? [h("li", {}, found.parent_name, h("small", {}, t("parentByName")))] : [];
  const self = h("li", { class: "self", vars: { "--level": String(top + named.length) }, "aria-current": "true" }, h("b", {}, found.name ?? found.id));
  const below = subsidiaries.map((one) => member(one, top + named.length + one.level, onRecord));
  const list = h("ul", { class: "tree" }, named, above, self, below.slice(0, SHOWN));
  const more = below.length > SHOWN ? h("button", { class: "button", type: "button", onclick: () => { list.append(...below.slice(SHOWN)); more.remove(); } }, t("allOf", below.length)) : null;
  return [into ? merged(into, onRecord) : null, list, more, found.more_subsidiaries ? h("p", { class: "unknown" }, t("moreSubsidiaries", subsidiaries.length)) : null].filter(Boolean);
}

const merged = (into, onRecord) => h("p", {}, `${t("mergedInto")} `, link(into, onRecord));

const member = (one, level, onRecord, note = null) => h("li", { vars: { "--level": String(level) } }, link(one, onRecord),
  note ? h("small", {}, note) : null, one.registered ? null : h("small", {}, t("notRegistered")));

const link = (one, onRecord) => (one.registered ? h("button", { class: "link", type: "button", onclick: () => onRecord("enterprises", one.id) }, one.name ?? one.id) : h("span", {}, one.name ?? one.id));
