// A little help on top of pages that work without it: keys in lists, live checks of a letter, one click that counts once.
"use strict";

function rows() {
  return Array.from(document.querySelectorAll("table[data-rows] tbody tr"));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  all.forEach((row) => row.classList.remove("here"));
  next.classList.add("here");
  next.querySelector("a").focus();
  next.scrollIntoView({ block: "nearest" });
}

// Keys without Ctrl may get in the way of speech input, so they can be switched off (WCAG 2.2, 2.1.4).
const keysSwitch = document.getElementById("toetsen-aan");
const keysOff = () => { try { return localStorage.getItem("sneltoetsen") === "uit"; } catch { return false; } };
if (keysSwitch) {
  keysSwitch.closest("label").hidden = false;
  keysSwitch.checked = !keysOff();
  keysSwitch.addEventListener("change", () => {
    try { localStorage.setItem("sneltoetsen", keysSwitch.checked ? "aan" : "uit"); } catch { /* then it holds for this page */ }
  });
}

function showKeys() {
  const help = document.getElementById("toetsen");
  if (!help) return;
  help.open = true;
  help.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (keysSwitch ? !keysSwitch.checked : keysOff()) return;
  const keyed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?") showKeys();
  else if (keyed) { event.preventDefault(); keyed.focus(); if (keyed.tagName === "A") keyed.click(); }
});

// The server takes so many characters in a field (access.LONGEST_TEXT); said here, the text stays where it is.
function tooLong(form) {
  const field = Array.from(form.elements).find((one) => one.tagName === "TEXTAREA" && one.value.replace(/\n/g, "\r\n").length > 500000);
  if (!field) return false;
  field.setCustomValidity("Deze tekst is te lang. Een veld mag ten hoogste 500 duizend tekens hebben. Er is nog niets opgeslagen.");
  field.reportValidity();
  field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  return true;
}

// A second click on the same button sends nothing; the server refuses it as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (tooLong(form)) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (form === editor) changed = false;  // any other form would leave unsaved text behind: then the browser asks
  window.setTimeout(() => { delete form.dataset.sent; }, 8000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Live check of a letter: the server judges, the page shows it.
let changed = false;
const editor = document.querySelector("form[data-check]");
if (editor) {
  const target = document.getElementById("controle");
  const state = document.getElementById("controle-stand");
  let timer = 0;
  let running = null;
  const check = async () => {
    if (running) running.abort();
    running = new AbortController();
    const typed = new FormData(editor);
    typed.delete("bestand");
    state.textContent = "Controleren …";
    try {
      const answer = await fetch(editor.dataset.check, { method: "POST", body: typed, signal: running.signal, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      target.replaceChildren(...found.findings.map((one) => {
        const item = document.createElement("li");
        item.className = one.severity;
        const what = document.createElement("strong");
        what.textContent = `${one.severity === "error" ? "Moet beter" : "Let op"}: ${one.what}`;
        item.append(what, document.createTextNode(one.how));
        return item;
      }));
      state.textContent = found.summary;
    } catch (problem) {
      if (problem.name !== "AbortError") state.textContent = "De controle lukt nu niet. Sla op om te controleren.";
    }
  };
  editor.addEventListener("input", () => { changed = true; window.clearTimeout(timer); timer = window.setTimeout(check, 700); });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
