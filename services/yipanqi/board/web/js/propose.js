// From the assignment to a proposal: the event MatchProposed made ready, for the parties to accept or turn down.
import { h } from "./dom.js";
import { eventForm, keptForm } from "./events.js";
import { state } from "./state.js";
import { t } from "./words.js";

const MAY = ["commerce", "investment", "zone"];
const REASONS = 20;
const LONGEST = 300;

/** The form for a plan's site, the `n`th of it; null for an account that proposes nothing. `run` is the assignment's id. */
export function proposeForm(plan, n, answer, run) {
  const { unit, role } = state.me;
  if (!MAY.includes(role) || ["SAME", "LOST", "NONE"].includes(plan.change)) return null;
  const words = (reasons) => reasons.slice(0, REASONS).map((one) => one.zh.slice(0, LONGEST));
  const site = plan.sites[n];
  // The same site of the same plan has the same id: proposed twice it is still one.
  const id = `${unit}-match-${run.slice(0, 12)}-${plan.project_id}-${n + 1}`;
  const data = {
    match_id: id, project_id: plan.project_id, carrier_id: site.carrier_id, unit_no: site.unit_no, source: "ASSIGNMENT", score: Math.round(site.score),
    rules_version: answer.rules_version, run_id: run, reasons_for: words(site.pros), reasons_against: words(site.cons),
  };
  const choice = { key: "propose", type: "yipanqi.match.MatchProposed", data, fields: [] };
  const element = h("details", { class: "prepare", "data-propose": plan.project_id }, h("summary", {}, t("prepareProposal")));
  const make = () => h("div", { class: "prepared" }, h("p", { class: "hint" }, t("proposalHint")), eventForm({ unit, name: id, title: "", choices: [choice] }));
  // Made when it is opened: an assignment has hundreds of plans.
  element.addEventListener("toggle", () => { if (element.open && element.children.length === 1) element.append(keptForm(`propose ${id}`, "", make)); });
  return element;
}
