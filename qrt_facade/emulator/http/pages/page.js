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
    while (key(at) !== null && !coming.has(key(at))) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
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
    if (!isTouched(gone)) gone.remove();
  }
}

let fetching = false;
let last = "";

async function refresh() {
  if (document.hidden || fetching) return;
  fetching = true;
  const stale = document.getElementById("stale");
  try {
    const answer = await fetch(location.href, {cache: "no-store"});
    const text = answer.ok ? await answer.text() : "";
    stale.hidden = answer.ok;
    if (!answer.ok || text === last) return;
    last = text;
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    enhance(fresh);
    const main = document.querySelector("main");
    const focused = document.activeElement;
    take(main, fresh);
    if (focused?.id && document.activeElement !== focused) document.getElementById(focused.id)?.focus({preventScroll: true});
  } catch {
    stale.hidden = false; // the emulator has stopped
  } finally {
    fetching = false;
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    // Browsers give the clipboard to pages of this machine and of https alone; elsewhere the text is selected.
    getSelection().selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = label; }, 1500);
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
