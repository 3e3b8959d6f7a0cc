// The page's own words, Chinese first. Titles of fields, codes and events come from the contract by the API.

const WORDS = {
  brand: ["一盘棋", "Yipanqi"],
  slogan: ["全区招商项目与载体，一张图、一个口径、一份凭据。", "One board for the district's projects and carriers: one order, one decision, one proof."],
  promise: ["谁先报、谁在办、依据是什么，各单位看到的是同一盘棋。", "Who came first, who acts, on what evidence: every unit looks at the same board."],
  login: ["登录", "Log in"],
  logging: ["正在登录…", "Logging in…"],
  username: ["用户名", "User name"],
  password: ["密码", "Password"],
  logout: ["退出", "Log out"],
  other: ["English", "中文"],
  live: ["实时", "Live"],
  waiting: ["正在重连…", "Reconnecting…"],
  lost: ["连接已断开", "Disconnected"],
  lostNotice: ["与看板的连接已断开，下面的数据停在 {0}。正在自动重连。", "The connection is lost; the data below are of {0}. Reconnecting."],
  behind: ["看板正在追赶最新数据（还差 {0} 条），数字可能不是最新。", "The board is catching up ({0} records to go): figures may be out of date."],
  business: ["业务日期", "Business date"],
  demo: ["演示数据", "Demo data"],
  projects: ["在库项目", "Projects"],
  signedOn: ["已签约及以后 {0} 个", "{0} signed or beyond"],
  planned: ["计划总投资", "Planned investment"],
  known: ["{0} 个项目已知金额，{1} 个未知", "known for {0} projects, unknown for {1}"],
  andAlso: ["另有 {0}", "and {0}"],
  idle: ["闲置载体", "Idle carriers"],
  idleParts: ["土地 {0} · 房屋 {1}", "land {0} · floor {1}"],
  fdi: ["外资到账（合计）", "Foreign capital entries"],
  entries: ["{0} 笔", "{0} entries"],
  unconfirmed: ["台账接续待确认", "Taken over, to confirm"],
  unconfirmedHint: ["由单位台账带入，待商务局核实", "from units' ledgers, not yet confirmed"],
  fresh: ["按周期更新的单位", "Units up to date"],
  freshHint: ["{0}", "{0}"],
  allFresh: ["各单位均在周期内", "all within their cycle"],
  silent: ["{0} 尚无或超期", "late or silent: {0}"],
  pipeline: ["项目推进", "Pipeline"],
  pipelineHint: ["按阶段的个数与计划总投资，点击可筛选", "count and planned investment by stage; click to filter"],
  countsOnly: ["按阶段的个数，点击可筛选", "count by stage; click to filter"],
  elsewhere: ["其他状态", "Elsewhere"],
  carriers: ["载体状态", "Carriers by state"],
  carriersHint: ["个数与面积", "count and area"],
  chains: ["产业链分布", "Chains"],
  chainsHint: ["项目个数", "projects"],
  freshness: ["各单位更新情况", "Freshness by unit"],
  cycle: ["每 {0} 天", "every {0} days"],
  never: ["尚无数据", "nothing yet"],
  ago: ["{0}前", "{0} ago"],
  justNow: ["刚刚", "just now"],
  overdue: ["超期", "overdue"],
  search: ["搜索名称、投资方、编号…（按 / 键）", "Search name, investor, number… (press /)"],
  all: ["全部{0}", "All: {0}"],
  clear: ["清除筛选", "Clear"],
  csv: ["导出 CSV", "Export CSV"],
  print: ["打印", "Print"],
  total: ["共 {0} 条", "{0} records"],
  page: ["第 {0} / {1} 页", "Page {0} of {1}"],
  previous: ["上一页", "Previous"],
  next: ["下一页", "Next"],
  nothing: ["没有符合条件的记录", "Nothing matches"],
  nothingHint: ["换个关键词，或清除筛选条件。", "Try other words, or clear the filters."],
  noData: ["还没有{0}", "No {0} yet"],
  noDataHint: ["单位报送并被接受后，会自动出现在这里。", "They appear here by themselves once units report them."],
  failed: ["没有取到数据", "The data could not be loaded"],
  retry: ["重试", "Try again"],
  takenOver: ["台账接续", "taken over"],
  takenOverHint: ["阶段由单位台账带入，待商务局确认", "the stage comes from a unit's ledger and awaits confirmation"],
  notShared: ["未共享", "not shared"],
  own: ["本单位", "own"],
  about: ["约", "about "],
  details: ["详细信息", "Details"],
  history: ["过程记录", "History"],
  historyHint: ["谁、何时、依据什么", "who, when, on what evidence"],
  more: ["更早的记录", "Earlier"],
  content: ["内容", "Content"],
  evidence: ["佐证", "Evidence"],
  unknownFields: ["未填报：{0}", "Not given: {0}"],
  hiddenFields: ["按共享属性不向本单位提供：{0}", "Not shared with your unit: {0}"],
  close: ["关闭", "Close"],
  yes: ["是", "yes"],
  no: ["否", "no"],
  toStage: ["进入阶段", "to stage"],
  changed: ["{0} 有更新", "{0} changed"],
  version: ["第 {0} 版", "version {0}"],
  source: ["原文：{0}", "as written: {0}"],
};

const LISTS = {
  projects: ["项目", "Projects"],
  carriers: ["载体", "Carriers"],
  enterprises: ["企业", "Enterprises"],
  fdi: ["外资到账", "Foreign capital"],
  targets: ["目标", "Targets"],
};

let language = localStorage.getItem("yipanqi.language") === "en" ? "en" : "zh";

export const lang = () => language;

export function setLanguage(next) {
  language = next;
  localStorage.setItem("yipanqi.language", next);
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

/** Return a word or sentence with its values put in. */
export function t(key, ...values) {
  return WORDS[key][language === "zh" ? 0 : 1].replace(/\{(\d)\}/g, (_, n) => values[n]);
}

/** Return what a list is called; one that the page does not know is called what the catalogue calls it. */
export function listTitle(plural, view) {
  const known = LISTS[plural];
  if (known) return known[language === "zh" ? 0 : 1];
  return language === "zh" ? view.zh : plural[0].toUpperCase() + plural.slice(1);
}

export const titleOf = (thing) => (language === "zh" ? thing.zh : thing.en ?? thing.zh);
