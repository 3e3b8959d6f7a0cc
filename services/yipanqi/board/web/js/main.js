// The page: login or board, kept current by the stream.
import { mayAct } from "./alerts.js";
import { api, whenDenied } from "./api.js";
import { debounced, h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { forgetForms } from "./events.js";
import { figures } from "./figures.js";
import { moment } from "./format.js";
import { header, showConnection, showToday } from "./header.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { showLogin } from "./login.js";
import { explained, KeyFigures } from "./keyfigures.js";
import { has } from "./lists.js";
import { groups } from "./nav.js";
import { Panels, tellFailure } from "./panels.js";
import { makeParts } from "./parts.js";
import { openList, readAddress, state, writeAddress } from "./state.js";
import { lang, setLanguage, t } from "./words.js";

const root = document.getElementById("app");
let live = null;
let list = null;
let drawer = null;
let keyFigures = null;
let panels = null;
let who = null;
let connection = "waiting";
let current = new Date();

async function begin() {
  setLanguage(lang());
  try {
    state.me = await api.me();
    [state.codes, state.views] = await Promise.all([api.codes(), api.views()]);
  } catch (error) {
    if (error.status === 401) { showLogin(root, begin); return; }
    root.replaceChildren(h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, error.text?.(lang()) ?? ""), h("p", {}, t("tryingAgain")),
      h("button", { class: "button", type: "button", onclick: begin }, t("retry"))));
    setTimeout(() => { if (root.firstElementChild?.matches(".empty")) begin(); }, 3000);
    return;
  }
  if (who !== state.me.username) forgetForms();
  who = state.me.username;
  readAddress(has);
  drawer?.remove();
  drawer = new Drawer(closeRecord, openRecord);
  list = new List(openRecord, drawAround, makeParts({ onRecord: openRecord, onShow: openMade }));
  keyFigures = new KeyFigures((figure) => openMade(() => explained(figure, openRecord)));
  panels = new Panels({ onRecord: openRecord, onShow: openMade, list, onCounts: () => { drawGroups(); list.drawTabs(); } });
  draw();
  live?.stop();
  live = new Live({ onHello: refreshAll, onChange, onReset: refreshAll, onState, onDenied: loggedOut });
  live.start();
  if (state.open) drawer.open(openList(), state.open);
}

function draw() {
  document.title = `${t("brand")} · ${lang() === "zh" ? state.me.unit_zh : state.me.unit_en}`;
  root.replaceChildren(
    header({ onLanguage: () => { setLanguage(lang() === "zh" ? "en" : "zh"); draw(); }, onLogout }),
    h("div", { id: "notice", "aria-live": "polite" }),
    h("nav", { class: "groups", id: "groups", "aria-label": t("navigation") }),
    h("main", { class: "page" }, mayAct() ? h("section", { class: "card alerts", id: "alerts" }) : null,
      h("div", { id: "figures", class: "figures" }), h("div", { id: "office", class: "office" }), keyFigures.element, list.element));
  list.draw();
  keyFigures.draw();
  panels.draw();
  drawAround();
  onState(connection);
}

function drawFigures() {
  const place = document.getElementById("figures");
  if (place && !state.summary) place.replaceChildren(h("p", { class: "card empty" }, t("loading")));
  if (place && state.summary) place.replaceChildren(...figures((plural, field, code) => list.filter(plural, field, code)));
}

/** What tells which list is on show: the parts, and the figures by which it is filtered. */
function drawAround() {
  drawGroups();
  drawFigures();
}

function drawGroups() {
  const place = document.getElementById("groups");
  const focused = place?.contains(document.activeElement);
  place?.replaceChildren(groups((plural) => { list.tab(plural); list.element.scrollIntoView({ block: "start", behavior: "smooth" }); }));
  if (focused) place.querySelector('[aria-current="true"]')?.focus();
}

async function loadSummary() {
  try {
    state.summary = await api.summary();
    current = new Date();
    dayGoesOn(state.summary.live.business_date);
    drawAround();
    list.drawTabs();
    drawNotice();
  } catch (error) {
    if (state.summary) return;
    tellFailure("figures", error, loadSummary);
    setTimeout(() => { if (state.me && !state.summary) summarySoon(); }, 3000);
  }
}

/** A page that stays open lives through midnight, and in a demo through months. */
function dayGoesOn(day) {
  if (!day || !state.me || day === state.me.business_date) return;
  state.me.business_date = day;
  showToday();
  panels.drawAlerts();
  // Clocks in working days are counted by the board, as of the day on which they are read.
  if (state.open) drawer.open(openList(), state.open);
  panels.read("leads");
  if (["approvals", "leads"].includes(state.tab) || list.part) list.load();
}

const summarySoon = debounced(loadSummary, 300);

function refreshAll() {
  loadSummary();
  panels.readAll();
  list.load();
  if (state.open) drawer.open(openList(), state.open);
}

function onChange(change) {
  list.changed(change);
  summarySoon();
  panels.changed(change);
  // A doubt, its answer and its end change the mark on the record that it is about.
  const about = change.list === "corrections" && change.record?.subject_id === state.open;
  if (state.open && (about || (state.open === change.id && openList() === change.list))) drawer.open(openList(), state.open);
}

function onState(kind) {
  connection = kind;
  showConnection(kind);
  drawNotice();
}

function drawNotice() {
  const place = document.getElementById("notice");
  const behind = state.summary?.live;
  if (connection === "lost") {
    place?.replaceChildren(h("div", { class: "notice bad", role: "alert" }, h("p", {}, t("lostNotice", moment(current.toISOString())))));
  } else if (behind && behind.phase !== "live") {
    place?.replaceChildren(h("div", { class: "notice" }, h("p", {}, t("behind", behind.lag_records))));
    setTimeout(summarySoon, 2000);
  } else place?.replaceChildren();
}

function openRecord(plural, id) {
  state.open = id;
  state.of = plural === state.tab ? null : plural;
  writeAddress(true);
  drawer.open(plural, id);
}

/** Show what is made of several answers in the drawer: `make()` gives { title, under, sections }. */
async function openMade(make) {
  const before = document.activeElement;
  try {
    const { title, under, sections } = await make();
    drawer.before = before;
    drawer.show(title, under, ...sections);
  } catch (error) {
    drawer.drawError(error);
  }
}

function closeRecord() {
  state.open = null;
  state.of = null;
  writeAddress(true);
  drawer.close();
}

/** Whether the session is over: then the form is shown, and whoever logs in again is where they were. */
async function loggedOut() {
  if (!state.me) return true;
  try {
    await api.me();
    return false;
  } catch (error) {
    if (error.status !== 401) return false;
    if (state.me) leave("loginOver");
    return true;
  }
}

async function onLogout() {
  await api.logout().catch(() => null);
  Object.assign(state, { open: null, of: null });
  who = null;
  leave();
}

function leave(notice = null) {
  live?.stop();
  drawer?.remove();
  Object.assign(state, { me: null, summary: null, own: null });
  showLogin(root, begin, notice);
}

whenDenied(loggedOut);

window.addEventListener("popstate", () => {
  if (!state.me) return;
  readAddress(has);
  list.draw();
  list.load();
  drawAround();
  if (state.open) drawer.open(openList(), state.open);
  else drawer.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select, textarea") || state.open) return;
  event.preventDefault();
  document.getElementById("search")?.focus();
});

setInterval(() => { if (state.me && connection === "live" && !document.hidden) loadSummary(); }, 60_000);

begin();
