// Requests to the board's API; errors carry what the server says in both languages.

export class ApiError extends Error {
  constructor(status, problems) {
    super(problems[0]?.en ?? `HTTP ${status}`);
    this.status = status;
    this.problems = problems;
  }

  text(language) {
    return this.problems.map((p) => p[language]).filter(Boolean).join("；") || this.message;
  }
}

/** Called when an answer says that nobody is logged in any more. */
let onDenied = null;
export const whenDenied = (call) => { onDenied = call; };

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, { credentials: "same-origin", ...options });
  } catch {
    throw new ApiError(0, [{ zh: "无法连接看板服务，请检查网络", en: "the board can't be reached: check the network" }]);
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  let problems = [];
  try {
    problems = (await response.json()).errors ?? [];
  } catch {
    // What stands between may answer with a page of its own.
  }
  if (!problems.length) problems = [{ zh: `服务出错（${response.status}）`, en: `the service failed (${response.status})` }];
  if (response.status === 401 && !["me", "login", "logout"].includes(path)) onDenied?.();
  throw new ApiError(response.status, problems);
}

const post = (path, body) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  me: () => request("me"),
  login: (username, password) => post("login", { username, password }),
  logout: () => post("logout", {}),
  codes: () => request("codes"),
  views: () => request("views"),
  summary: () => request("summary"),
  list: (plural, params, signal) => request(`${plural}?${params}`, { signal }),
  record: (plural, id) => request(`${plural}/${encodeURIComponent(id)}`),
  timeline: (id) => request(`projects/${encodeURIComponent(id)}/timeline`),
  matches: (plural, id, limit) => request(`${plural}/${encodeURIComponent(id)}/matches?limit=${limit}`),
  ownFigures: (id) => request(`evaluations/${encodeURIComponent(id)}/figures`),
  alertKinds: () => request("alerts/kinds"),
  leadsDue: (limit) => request(`leads/due?mine=true&limit=${limit}`),
  check: (question) => post("enterprises/check", question),
  duplicates: (params) => request(`enterprises/duplicates?${params}`),
  group: (id) => request(`enterprises/${encodeURIComponent(id)}/group`),
  suspicions: () => request("fdi/suspicions"),
  progress: (year) => request(`targets/progress?year=${year}`),
  targetTree: (year) => request(`targets/tree?year=${year}`),
  assessment: (year) => request(`assessment?year=${year}`),
  explainScore: (unit, year) => request(`assessment/${encodeURIComponent(unit)}/explain?year=${year}`),
  assignments: () => request("assignments"),
  assignment: (id) => request(`assignments/${encodeURIComponent(id)}`),
  assign: (question) => post("assignments", question),
  conflicts: (limit) => request(`claims/conflicts?limit=${limit}`),
  proof: (id) => request(`claims/${encodeURIComponent(id)}/proof`),
  figures: () => request("figures"),
  figure: (id, params) => request(`figures/${encodeURIComponent(id)}?${new URLSearchParams(params)}`),
  explain: (id, params) => request(`figures/${encodeURIComponent(id)}/explain?${new URLSearchParams(params)}`),
  history: (plural, id, page) => request(`${plural}/${encodeURIComponent(id)}/history?page=${page}&page_size=50`),
};
