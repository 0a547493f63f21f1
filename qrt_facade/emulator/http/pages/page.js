// Every two seconds the page is fetched again, and what differs is taken over into the one that is shown. Nodes that are
// the same stay as they are: details stay open, and a selection, the focus, a scroll position and a half-filled form survive.
"use strict";

const EVERY = 2000;

function enhance(root) {
  for (const button of root.querySelectorAll("button[data-copies]")) button.hidden = false;
  for (const time of root.querySelectorAll("time[datetime]")) {
    const instant = new Date(time.dateTime);
    if (!Number.isNaN(instant.getTime())) time.title = `${instant.toLocaleString()} here`;
  }
}

function key(node) {
  return node?.nodeType === Node.ELEMENT_NODE && node.id ? node.id : null;
}

function alike(old, fresh) {
  return old !== null && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && key(old) === key(fresh);
}

function isTouched(node) {
  return node.nodeName === "FORM" && (node.dataset.touched !== undefined || node.contains(document.activeElement));
}

function takeAttributes(old, fresh) {
  const keeps = old.nodeName === "DETAILS" && old.id ? ["open"] : [];
  for (const {name} of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !keeps.includes(name)) old.removeAttribute(name);
  }
  for (const {name, value} of fresh.attributes) {
    if (old.getAttribute(name) !== value && !keeps.includes(name)) old.setAttribute(name, value);
  }
}

// Whether the reader has an entry open or selected, of a list whose older entries make room for newer ones.
function isHeld(node) {
  if (node?.parentElement?.dataset.holds === undefined) return false;
  const selection = getSelection();
  return node.open || node.contains(document.activeElement) || (!selection.isCollapsed && selection.containsNode(node, true));
}

// What the reader looks at, which stays where it is in the window: what is open, else what the page is scrolled to.
function looked(main) {
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

function take(old, fresh) {
  if (old.isEqualNode(fresh) || isTouched(old)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  takeAttributes(old, fresh);
  takeChildren(old, fresh);
}

function takeChildren(old, fresh) {
  const known = new Map([...old.childNodes].filter(key).map((node) => [key(node), node]));
  const coming = new Set([...fresh.childNodes].map(key));
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const stays = known.has(key(child));
    while (key(at) !== null && !coming.has(key(at)) && (stays || !isHeld(at))) {
      const gone = at;
      at = at.nextSibling;
      if (!isHeld(gone)) gone.remove();
    }
    const match = key(child) === null ? at : known.get(key(child)) ?? null;
    if (alike(match, child)) {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      take(match, child);
    } else {
      old.insertBefore(document.adoptNode(child), at);
    }
  }
  while (at !== null) {
    const gone = at;
    at = at.nextSibling;
    if (!isTouched(gone) && !isHeld(gone)) gone.remove();
  }
}

let fetching = false;
let last = "";
let holds = false; // what is held goes when it is closed, which changes nothing in what is fetched

const SEEN = "This is what was last seen.";
const GONE = `The emulator has this no longer: it was deleted, or the emulator began anew. ${SEEN}`;

function say(problem) {
  const stale = document.getElementById("stale");
  if (problem !== null && stale.textContent !== problem) stale.textContent = problem;
  stale.hidden = problem === null;
}

async function refresh() {
  if (document.hidden || fetching) return;
  fetching = true;
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    const text = answer.ok ? await answer.text() : "";
    say(answer.ok ? null : answer.status === 404 ? GONE : `The emulator answers with ${answer.status}. ${SEEN}`);
    if (!answer.ok || (text === last && !holds)) return;
    last = text;
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    enhance(fresh);
    const main = document.querySelector("main");
    const focused = document.activeElement;
    const seen = looked(main);
    const before = seen?.getBoundingClientRect().top;
    take(main, fresh);
    holds = main.querySelector("[data-holds] > [open]") !== null;
    if (seen?.isConnected) scrollBy({top: seen.getBoundingClientRect().top - before, behavior: "instant"});
    if (focused?.id && document.activeElement !== focused) document.getElementById(focused.id)?.focus({preventScroll: true});
  } catch {
    say(`The emulator does not answer. ${SEEN}`); // it has stopped
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
    // Browsers give the clipboard to pages of this machine and of https alone; elsewhere the text is selected.
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
if (document.body.dataset.live !== undefined) setInterval(refresh, EVERY);
