// The page: login or board, kept current by the stream.
import { alertPanel, loadAlerts, mayAct } from "./alerts.js";
import { api } from "./api.js";
import { provenFirst } from "./claims.js";
import { debounced, h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { figures } from "./figures.js";
import { moment } from "./format.js";
import { header, showConnection, showToday } from "./header.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { showLogin } from "./login.js";
import { explained, KeyFigures } from "./keyfigures.js";
import { groups } from "./nav.js";
import { loadClaims, office } from "./office.js";
import { openList, readAddress, state, writeAddress } from "./state.js";
import { lang, setLanguage, t, titleOf } from "./words.js";

const root = document.getElementById("app");
let live = null;
let list = null;
let drawer = null;
let keyFigures = null;
let alerts = null;
let claims = [];
let connection = "waiting";
let current = new Date();

async function begin() {
  setLanguage(lang());
  try {
    state.me = await api.me();
  } catch (error) {
    if (error.status === 401) { showLogin(root, begin); return; }
    root.replaceChildren(h("div", { class: "empty", role: "alert" }, h("strong", {}, t("failed")), h("p", {}, error.text?.(lang()) ?? ""),
      h("button", { class: "button", type: "button", onclick: begin }, t("retry"))));
    setTimeout(() => { if (root.querySelector(".empty")) begin(); }, 3000);
    return;
  }
  [state.codes, state.views] = await Promise.all([api.codes(), api.views()]);
  readAddress();
  drawer?.remove();
  drawer = new Drawer(closeRecord, openRecord);
  list = new List(openRecord, drawAround);
  keyFigures = new KeyFigures(openFigure);
  alerts = null;
  claims = [];
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
  drawAlerts();
  drawOffice();
  drawAround();
  onState(connection);
}

function drawFigures() {
  const place = document.getElementById("figures");
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

function drawAlerts() {
  const place = document.getElementById("alerts");
  if (place && alerts) place.replaceChildren(...alertPanel(alerts, openRecord, allAlerts));
}

function drawOffice() {
  const place = document.getElementById("office");
  // Who has chosen a month keeps it: the reports are drawn once, the claims whenever they change.
  const kept = place?.querySelector("#reports");
  const parts = office(claims, openRecord, openProof, (status) => { list.filter("claims", "status", status); list.element.scrollIntoView({ block: "start", behavior: "smooth" }); });
  place?.replaceChildren(...parts.map((part) => (part.id === "reports" && kept && kept.lang === lang() ? kept : Object.assign(part, { lang: lang() }))));
}

async function readClaims() {
  try {
    claims = await loadClaims();
    drawOffice();
  } catch (error) {
    if (error.status === 401) await loggedOut();
  }
}

const claimsSoon = debounced(readClaims, 300);

function allAlerts(filters) {
  list.tab("alerts", filters);
  list.element.scrollIntoView({ block: "start", behavior: "smooth" });
}

async function readAlerts() {
  if (!mayAct()) return;
  try {
    alerts = await loadAlerts();
    drawAlerts();
  } catch (error) {
    if (error.status === 401) await loggedOut();
  }
}

const alertsSoon = debounced(readAlerts, 300);

async function loadSummary() {
  try {
    state.summary = await api.summary();
    current = new Date();
    dayGoesOn(state.summary.live.business_date);
    drawAround();
    list.drawTabs();
    drawNotice();
  } catch (error) {
    if (error.status === 401) await loggedOut();
  }
}

/** A page that stays open lives through midnight, and in a demo through months. */
function dayGoesOn(day) {
  if (!day || !state.me || day === state.me.business_date) return;
  state.me.business_date = day;
  showToday();
  drawAlerts();
  // Clocks in working days are counted by the board, as of the day on which they are read.
  if (state.open) drawer.open(openList(), state.open);
  if (state.tab === "approvals") list.load();
}

const summarySoon = debounced(loadSummary, 300);

function refreshAll() {
  loadSummary();
  readAlerts();
  readClaims();
  list.load();
  if (state.open) drawer.open(openList(), state.open);
}

function onChange(change) {
  list.changed(change);
  summarySoon();
  if (change.list === "alerts") alertsSoon();
  if (change.list === "claims") claimsSoon();
  if (state.open === change.id && openList() === change.list) drawer.open(change.list, change.id);
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

async function openFigure(figure) {
  try {
    drawer.before = document.activeElement;
    drawer.show(titleOf(figure), null, ...(await explained(figure, openRecord)));
  } catch (error) {
    drawer.drawError(error);
  }
}

async function openProof(claim) {
  const before = document.activeElement;
  try {
    const { title, under, sections } = await provenFirst(claim);
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

async function loggedOut() {
  try {
    await api.me();
    return false;
  } catch (error) {
    if (error.status !== 401) return false;
    live?.stop();
    drawer?.remove();
    showLogin(root, begin);
    return true;
  }
}

async function onLogout() {
  live?.stop();
  drawer.remove();
  await api.logout().catch(() => null);
  Object.assign(state, { me: null, summary: null, open: null, of: null });
  showLogin(root, begin);
}

window.addEventListener("popstate", () => {
  if (!state.me) return;
  readAddress();
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
