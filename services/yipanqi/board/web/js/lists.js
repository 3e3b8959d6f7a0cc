// Which lists there are, where they stand in the navigation, and what each shows. All else comes from the API's views.

import { state } from "./state.js";

/** The parts of the navigation, each with its lists; a list that is named nowhere stands under the last. */
export const GROUPS = [
  { key: "projects", zh: "项目", en: "Projects", lists: ["projects", "approvals", "problems"] },
  { key: "carriers", zh: "载体", en: "Carriers", lists: ["carriers", "revitalisations", "matches", "assignment"] },
  { key: "enterprises", zh: "企业", en: "Enterprises", lists: ["enterprises", "duplicates", "listings"] },
  { key: "promotion", zh: "招商", en: "Promotion", lists: ["leads", "check", "claims", "claim-registers", "activities", "visits", "recruiters"] },
  { key: "services", zh: "服务", en: "Services", lists: ["services"] },
  { key: "targets", zh: "目标与考核", en: "Targets", lists: ["progress", "assessment", "targets", "evaluations"] },
  { key: "capital", zh: "外资", en: "Foreign capital", lists: ["fdi", "suspicions"] },
  { key: "watch", zh: "预警与校核", en: "Alerts and doubts", lists: ["alerts", "corrections", "submissions"] },
  { key: "other", zh: "其他", en: "Other", lists: [] },
];

/**
 * What the navigation has besides lists: what it is called, and of which list; `may`: whether an account may read it.
 */
export const PARTS = {
  check: { zh: "登记前查重", en: "Check before filing", of: "enterprises" },
  duplicates: { zh: "疑似重复", en: "Possible duplicates", of: "enterprises" },
  progress: { zh: "目标进度", en: "Progress", of: "targets" },
  assessment: { zh: "考核", en: "Assessment", of: "targets" },
  assignment: { zh: "统筹配置", en: "Assignment", of: "matches", may: (me) => me.kind === "government" },
  suspicions: { zh: "疑似重复到账", en: "Counted twice?", of: "fdi" },
};

/** Whether there is a list or a part of this name for this account. */
export const has = (name) => Boolean(PARTS[name] ? state.views[PARTS[name].of] && (PARTS[name].may?.(state.me) ?? true) : state.views[name]);

/**
 * What fits a screen; the drawer has all fields, the CSV all listed ones. A list not named here shows its first eight.
 * `columns`, the first with `under` below it; `filters`; `start` and `sort`: how it opens, for a unit with its own by the
 * field `mine`, and so for all or for one `role`; `open`: its open records are counted (or that part of
 * the summary); `due`: the field that holds the last day, and in which status it runs.
 */
export const LISTS = {
  projects: {
    columns: ["name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "planned_investment", "land_m2", "updated_at"],
    filters: ["stage", "owner_unit", "chain"], under: "investor_name",
  },
  approvals: {
    columns: ["kind", "project_name", "status", "authority", "submitted_on", "limit_working_days", "due_on", "decided_on", "overdue_working_days", "host_unit"],
    filters: ["status", "kind", "host_unit"], under: "name", due: ["due_on", "SUBMITTED", "ACCEPTED"],
  },
  problems: {
    columns: ["kind", "project_name", "level", "status", "description", "responsible_unit", "raised_on", "due_on"],
    filters: ["status", "kind", "responsible_unit"], under: "project_id", due: ["due_on", "RAISED", "ESCALATED", "REOPENED"],
  },
  carriers: {
    columns: ["name", "kind", "status", "owner_unit", "area_code", "land_m2", "floor_m2", "rent_cny_m2_month", "vacant_since", "updated_at"],
    filters: ["status", "owner_unit", "kind", "area_code"], under: "owner_name",
  },
  revitalisations: {
    columns: ["carrier_id", "mode", "status", "owner_unit", "identified_on", "planned_on", "done_on", "expected_m2", "freed_m2"],
    filters: ["status", "mode", "owner_unit"], under: "partner_name", due: ["planned_on", "PLAN_APPROVED", "IN_PROGRESS"],
  },
  matches: {
    columns: ["project_id", "carrier_id", "unit_no", "status", "outcome", "source", "score", "party_units", "proposed_at", "decided_by"],
    filters: ["status", "outcome", "source", "owner_unit"],
  },
  enterprises: {
    columns: ["name", "country", "parent_name", "chain", "industry_code", "owner_unit", "updated_at"],
    filters: ["chain", "owner_unit", "target"], under: "enterprise_id",
  },
  listings: {
    columns: ["name", "board", "stage", "stage_since", "chain", "next_step", "next_due_on", "owner_unit"],
    filters: ["stage", "board", "chain", "owner_unit"], under: "sponsor",
  },
  leads: {
    columns: ["name", "status", "clock", "assigned_unit", "channel", "chain", "planned_investment", "received_on"],
    filters: ["status", "assigned_unit", "channel", "chain"], under: "investor_name", sort: "own,-received_on",
  },
  claims: {
    columns: ["investor_name", "status", "scope", "owner_unit", "filed_on", "protected_until_on", "contact_due_on", "contested", "planned_investment"],
    filters: ["status", "scope", "owner_unit", "contested"], under: "investor_id",
  },
  "claim-registers": { columns: ["group_id", "entries", "updated_at"], filters: [] },
  activities: {
    columns: ["name", "kind", "status", "starts_on", "ends_on", "owner_unit", "chains", "guests", "cost"],
    filters: ["status", "kind", "channel", "owner_unit"], under: "place_text",
  },
  visits: {
    columns: ["enterprise_name", "leader", "kind", "held_on", "spent_hours", "place_text", "owner_unit"],
    filters: ["kind", "owner_unit"], under: "project_id",
  },
  recruiters: {
    columns: ["name", "owner_unit", "post", "chains", "languages", "active", "joined_on", "training_years"],
    filters: ["owner_unit", "active"],
  },
  services: {
    columns: ["title", "category", "status", "responsible_unit", "received_on", "resolve_due_on", "in_time", "rating"],
    filters: ["status", "category", "responsible_unit", "in_time"], under: "enterprise_name", open: true,
    due: ["resolve_due_on", "SUBMITTED", "ACCEPTED", "DISPATCHED", "WORKING"],
  },
  targets: {
    columns: ["metric", "year", "responsible", "annual", "measure", "quarters", "locked_through", "updated_at"],
    filters: ["metric", "responsible"],
  },
  fdi: {
    columns: ["project_name", "kind", "status", "received_on", "amount", "usd", "verified_usd", "flags", "owner_unit"],
    filters: ["status", "kind", "owner_unit"], under: "voucher", start: { status: "RECORDED" }, role: "commerce", sort: "received_on", open: "to_verify",
  },
  evaluations: {
    columns: ["subject_name", "year", "keeper_unit", "status", "total_score", "grade", "rank", "appeal_until_on"],
    filters: ["status", "grade", "keeper_unit"], under: "subject_id",
  },
  alerts: {
    columns: ["kind", "level", "reason_zh", "units", "due_on", "status"],
    filters: ["status", "level", "kind", "units"], under: "subject_name", start: { status: "RAISED" }, mine: "units", sort: "due_on", open: true,
    due: ["due_on", "RAISED", "SNOOZED"],
  },
  corrections: {
    columns: ["field", "subject_aggregate", "status", "doubt", "suggested", "owner_unit", "source_unit", "due_on"],
    filters: ["status", "owner_unit", "source_unit"], under: "subject_id", start: { status: "OPEN" }, sort: "due_on", open: true,
    due: ["due_on", "OPEN"],
  },
  submissions: {
    columns: ["layouts", "owner_unit", "submitted_on", "rows_read", "rows_unreadable", "rows_refused", "rows_accepted", "rows_unchanged", "rows_unanswered"],
    filters: ["owner_unit", "layouts"], sort: "-submitted_on",
  },
};

/** How a list opens: for a unit with its own, where the list says which field names them; all are one choice away. */
export function startOf(plural) {
  const { start, mine } = forWhom(plural);
  return mine && state.me.unit ? { ...start, [mine]: state.me.unit } : start;
}

export const sortOf = (plural) => forWhom(plural).sort ?? "";

/** What is said of a list for this account: what is for one role only, others don't begin with. */
function forWhom(plural) {
  const about = LISTS[plural] ?? {};
  return about.role && about.role !== state.me.role ? {} : about;
}

/** Return the parts that have lists for this account, with those that the API has. */
export function groupsOf(views) {
  const named = new Set(GROUPS.flatMap((group) => group.lists));
  const rest = Object.keys(views).filter((plural) => !named.has(plural));
  return GROUPS.map((group) => ({ ...group, lists: [...group.lists, ...(group.key === "other" ? rest : [])].filter(has) }))
    .filter((group) => group.lists.length);
}

export const groupOf = (views, plural) => groupsOf(views).find((group) => group.lists.includes(plural));

/** Return how many records of a list are open, as the summary says; null where that is not asked. */
export function openCount(summary, plural) {
  const { open, role } = LISTS[plural] ?? {};
  if (!open || (role && role !== state.me.role)) return null;
  return summary?.[plural]?.of_which?.[open === true ? "open" : open]?.count ?? null;
}
