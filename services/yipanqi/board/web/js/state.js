// What the page knows: the account, the contract's titles, the list on show. The list's part stands in the address.
export const state = {
  me: null,
  codes: {},
  views: {},
  summary: null,
  // Per list of what is to be done: how many open records are this unit's; null for an account without a unit.
  own: null,
  tab: "projects",
  filters: {},
  sort: "",
  q: "",
  page: 1,
  open: null,
  // The list of the open record where it is not the one on show.
  of: null,
};

const PLAIN = ["q", "sort", "page", "open", "of"];

/** Read the address: #projects?stage=SIGNED&q=…; `has(name)` says whether there is such a list or part. */
export function readAddress(has) {
  const [tab, query = ""] = location.hash.slice(1).split("?");
  const params = new URLSearchParams(query);
  state.tab = has(tab) ? tab : Object.keys(state.views)[0] ?? "projects";
  state.q = params.get("q") ?? "";
  state.sort = params.get("sort") ?? "";
  state.page = Math.max(1, Number(params.get("page")) || 1);
  state.open = params.get("open");
  state.of = state.views[params.get("of")] ? params.get("of") : null;
  state.filters = {};
  const known = new Set(state.views[state.tab]?.filters ?? []);
  for (const [name, value] of params) if (!PLAIN.includes(name) && known.has(name)) state.filters[name] = value;
}

/** Write the address; a new entry for what one wants to come back to with the back button. */
export function writeAddress(push = false) {
  const params = new URLSearchParams(Object.entries(state.filters).filter(([, value]) => value));
  if (state.q) params.set("q", state.q);
  if (state.sort) params.set("sort", state.sort);
  if (state.page > 1) params.set("page", state.page);
  if (state.open) params.set("open", state.open);
  if (state.open && state.of) params.set("of", state.of);
  const query = params.toString();
  const address = `#${state.tab}${query ? `?${query}` : ""}`;
  if (address !== location.hash) history[push ? "pushState" : "replaceState"](null, "", address);
}

/** The list that the open record is in. */
export const openList = () => state.of ?? state.tab;

/** The query of the list as the API takes it. */
export function listParams() {
  const params = new URLSearchParams(Object.entries(state.filters).filter(([, value]) => value));
  if (state.q) params.set("q", state.q);
  if (state.sort) params.set("sort", state.sort);
  return params;
}
