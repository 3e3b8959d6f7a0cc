// A project that is not on the board yet, for a what-if: what it is and what it looks for.
import { h } from "./dom.js";
import { state } from "./state.js";
import { t, titleOf } from "./words.js";

const WAN = 10_000;

/** The form; `onAdd(project)` gets what the assignment's question takes. It is made once, so that what is typed stays. */
export function assumedForm(onAdd) {
  let count = 0;
  const field = (key, control) => h("label", {}, h("span", {}, t(key)), control);
  const input = (name, more) => h("input", { class: "field", name, autocomplete: "off", ...more });
  const size = (name) => input(name, { type: "number", min: 1, max: 10_000_000, step: "any" });
  const choice = (name, list) => h("select", { class: "field", name }, h("option", { value: "" }, t("assumeAny")), state.codes[list].map((one) => h("option", { value: one.code }, titleOf(one))));
  const floor = size("floor_m2");
  const form = h("form", {
    class: "assumed",
    onsubmit: (event) => {
      event.preventDefault();
      count += 1;
      onAdd(project(new FormData(form), count));
      form.reset();
    },
    oninput: () => floor.setCustomValidity(floor.value || form.elements.land_m2.value ? "" : t("assumeSpace")),
  },
  field("assumeName", input("name", { required: true, maxlength: 300 })), field("assumeChain", choice("chain", "chain")), field("assumeKind", choice("kinds", "carrier.kind")),
  field("assumeFloor", floor), field("assumeLand", size("land_m2")), field("assumeInvestment", size("investment")), field("assumeFrom", input("from_on", { type: "date" })),
  h("button", { class: "button", type: "submit", "data-add": "" }, t("assumeAdd")));
  floor.setCustomValidity(t("assumeSpace"));
  form.addEventListener("reset", () => floor.setCustomValidity(t("assumeSpace")));
  return h("details", { class: "assume", "data-assume": "" }, h("summary", {}, t("assumeProject")), form);
}

function project(data, number) {
  const said = (name) => data.get(name) || null;
  const investment = said("investment");
  return {
    project_id: `what-if-${number}`, name: data.get("name").trim(), chain: said("chain"), kinds: said("kinds") ? [said("kinds")] : [],
    floor_m2: said("floor_m2"), land_m2: said("land_m2"), from_on: said("from_on"), investment_cny: investment && String(Math.round(Number(investment) * WAN)),
  };
}
