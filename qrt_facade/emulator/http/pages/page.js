// Fetches the page every two seconds and applies the differences to the displayed one. Unchanged nodes are kept: details
// stay open, and a selection, the focus, the scroll position and a partly filled form survive.
"use strict";

const INTERVAL_MS = 2000;

function enhance(root) {
  for (const button of root.querySelectorAll("button[data-copies]")) button.hidden = false;
  for (const time of root.querySelectorAll("time[datetime]")) {
    const instant = new Date(time.dateTime);
    if (!Number.isNaN(instant.getTime())) time.title = `${instant.toLocaleString()} (local time)`;
  }
}

function key(node) {
  return node?.nodeType === Node.ELEMENT_NODE && node.id ? node.id : null;
}

function sameNode(old, fresh) {
  return old !== null && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && key(old) === key(fresh);
}

function isTouched(node) {
  return node.nodeName === "FORM" && (node.dataset.touched !== undefined || node.contains(document.activeElement));
}

function updateAttributes(old, fresh) {
  const keeps = old.nodeName === "DETAILS" && old.id ? ["open"] : [];
  for (const {name} of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !keeps.includes(name)) old.removeAttribute(name);
  }
  for (const {name, value} of fresh.attributes) {
    if (old.getAttribute(name) !== value && !keeps.includes(name)) old.setAttribute(name, value);
  }
}

// Whether an entry must be kept although newer ones would replace it: the reader has it open, focused or selected.
function mustKeep(node) {
  if (node?.parentElement?.dataset.keepsEntries === undefined) return false;
  const selection = getSelection();
  return node.open || node.contains(document.activeElement) || (!selection.isCollapsed && selection.containsNode(node, true));
}

// The node that keeps its position in the window: the one that the reader has open, else the one scrolled to.
function anchorOf(main) {
  const top = document.querySelector("header").getBoundingClientRect().bottom;
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    return box.height > 0 && box.bottom > top && box.top < innerHeight;
  };
  const near = document.activeElement?.closest("main details[open][id]");
  if (near && seen(near)) return near;
  const open = [...main.querySelectorAll("details[open][id]")].filter(seen);
  if (open.length > 0) return open.at(-1);
  return scrollY > 0 ? [...main.querySelectorAll("tr[id], details[id], section, .scroll")].find(seen) ?? null : null;
}

function update(old, fresh) {
  if (old.isEqualNode(fresh) || isTouched(old)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  updateAttributes(old, fresh);
  updateChildren(old, fresh);
}

function updateChildren(old, fresh) {
  const known = new Map([...old.childNodes].filter(key).map((node) => [key(node), node]));
  const coming = new Set([...fresh.childNodes].map(key));
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const stays = known.has(key(child));
    while (key(at) !== null && !coming.has(key(at)) && (stays || !mustKeep(at))) {
      const gone = at;
      at = at.nextSibling;
      if (!mustKeep(gone)) gone.remove();
    }
    const match = key(child) === null ? at : known.get(key(child)) ?? null;
    if (sameNode(match, child)) {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      update(match, child);
    } else {
      old.insertBefore(document.adoptNode(child), at);
    }
  }
  while (at !== null) {
    const gone = at;
    at = at.nextSibling;
    if (!isTouched(gone) && !mustKeep(gone)) gone.remove();
  }
}

let fetching = false;
let last = "";
let keepsEntries = false; // kept entries are removed once closed, even if the fetched page has not changed

const LAST_STATE = "This page shows its last known state.";
const GONE = `This no longer exists: it was deleted, or the emulator was restarted. ${LAST_STATE}`;

function showProblem(problem) {
  const stale = document.getElementById("stale");
  if (problem !== null && stale.textContent !== problem) stale.textContent = problem;
  stale.hidden = problem === null;
}

async function refresh() {
  if (document.hidden || fetching) return;
  fetching = true;
  try {
    const response = await fetch(location.href, {cache: "no-store"});
    const text = response.ok ? await response.text() : "";
    showProblem(response.ok ? null : response.status === 404 ? GONE : `The emulator responds with status ${response.status}. ${LAST_STATE}`);
    if (!response.ok || (text === last && !keepsEntries)) return;
    last = text;
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    enhance(fresh);
    const main = document.querySelector("main");
    const focused = document.activeElement;
    const anchor = anchorOf(main);
    const before = anchor?.getBoundingClientRect().top;
    update(main, fresh);
    keepsEntries = main.querySelector("[data-keeps-entries] > [open]") !== null;
    if (anchor?.isConnected) scrollBy({top: anchor.getBoundingClientRect().top - before, behavior: "instant"});
    if (focused?.id && document.activeElement !== focused) document.getElementById(focused.id)?.focus({preventScroll: true});
  } catch {
    showProblem(`The emulator does not respond. ${LAST_STATE}`);
  } finally {
    fetching = false;
  }
}

const labels = new WeakMap();
const restoring = new WeakMap();

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  if (!labels.has(button)) labels.set(button, button.textContent);
  clearTimeout(restoring.get(button));
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    // Browsers allow the clipboard only for pages of this machine and https; elsewhere the text is selected.
    getSelection().selectAllChildren(source);
    button.textContent = "Selected";
  }
  restoring.set(button, setTimeout(() => { button.textContent = labels.get(button); }, 1500));
}

enhance(document);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-copies]");
  if (button) copy(button);
});
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (form) form.dataset.touched = "";
});
document.addEventListener("visibilitychange", () => { if (document.body.dataset.live !== undefined) refresh(); });
if (document.body.dataset.live !== undefined) setInterval(refresh, INTERVAL_MS);
