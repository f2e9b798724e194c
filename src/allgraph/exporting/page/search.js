"use strict";
/* The search: every name of every node; arrows go through what is found, Enter takes it, Escape closes. */

const box = document.getElementById("search");
const list = document.getElementById("results");
const MOST = 12;

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

const NAMES = DATA.nodes.flatMap((node) =>
  [{ text: node.label, kind: "" }, ...node.names].map((name) => ({ ...name, node, folded: fold(name.text) })));

/** The nodes with a name like this, the best first: the name itself, its start, the start of a word of it, anything in it. */
function found(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const rank = (name) => {
    const at = name.folded.indexOf(wanted);
    if (at < 0) return -1;
    if (at === 0) return name.folded === wanted ? 0 : 1;
    return /[\p{L}\p{N}]/u.test(name.folded[at - 1]) ? 3 : 2;
  };
  const ranked = NAMES.map((name) => ({ name, rank: rank(name) })).filter((one) => one.rank >= 0).sort((one, other) => one.rank - other.rank);
  const first = new Map();
  for (const { name } of ranked) if (!first.has(name.node.id)) first.set(name.node.id, name);
  return [...first.values()].slice(0, MOST);
}

function showResults() {
  const names = found(box.value);
  list.replaceChildren(...names.map((name, at) => {
    const of = name.kind ? `${name.kind} of ${name.node.label}` : name.node.kind;
    const item = make("li", { id: `result-${at}`, role: "option", "aria-selected": "false", "data-node": name.node.id },
      make("span", { class: "cut", dir: "auto" }, name.text), make("span", { class: "quiet cut", dir: "auto" }, of));
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    item.addEventListener("click", () => take(item));
    return item;
  }));
  if (!names.length && box.value.trim()) list.append(make("li", { role: "option", "aria-disabled": "true" }, "No term of this picture has such a name."));
  openResults(Boolean(box.value.trim()));
  if (names.length) point(0);
}

function openResults(open) {
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  if (!open) box.removeAttribute("aria-activedescendant");
}

function point(at) {
  const items = [...list.querySelectorAll("[data-node]")];
  if (!items.length) return;
  const item = items[(at + items.length) % items.length];
  for (const one of items) one.setAttribute("aria-selected", String(one === item));
  box.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

function take(item) {
  openResults(false);
  choose(item.dataset.node);
}

box.addEventListener("input", showResults);
box.addEventListener("focus", () => box.value.trim() && showResults());
box.addEventListener("blur", () => openResults(false));
box.addEventListener("keydown", (event) => {
  const items = [...list.querySelectorAll("[data-node]")];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) showResults();
    else point(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && !list.hidden && at >= 0) {
    event.preventDefault();
    take(items[at]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    event.stopPropagation();
    openResults(false);
  }
});
