"use strict";
/* The list is whole without this: it filters, and keeps ticks and notes. */
const all = (selector) => [...document.querySelectorAll(selector)];
const items = all(".item");
const groups = all(".group");
const links = all(".counts a");
const choices = all(".choices select");
const shown = document.getElementById("shown");
const unkept = document.getElementById("unkept");

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/* "#missing&issue=2" as what is wanted: {group: "missing", issue: "2"}. */
function wanted() {
  const want = {};
  for (const word of location.hash.slice(1).split("&")) {
    const at = word.indexOf("=");
    if (at > 0) want[word.slice(0, at)] = decoded(word.slice(at + 1));
    else if (groups.some((group) => group.id === word)) want.group = word;
  }
  return want;
}

function address(group, want) {
  const words = choices.filter((choice) => want[choice.id]).map(
    (choice) => choice.id + "=" + encodeURIComponent(want[choice.id]));
  return "#" + [group || "items", ...words].join("&");
}

function fits(item, want) {
  return (!want.group || item.closest(".group").id === want.group) &&
    choices.every((choice) => !want[choice.id] ||
      item.dataset[choice.id] === want[choice.id]);
}

function filter() {
  const want = wanted();
  for (const item of items) item.hidden = !fits(item, want);
  for (const group of groups)
    group.hidden = !group.querySelector(".item:not([hidden])");
  for (const choice of choices) choice.value = want[choice.id] || "";
  for (const link of links) {
    const group = link.dataset.group;
    link.href = address(group, want);
    if (group === (want.group || "")) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  shown.textContent = shown.dataset.text
    .replace("{n}", items.filter((item) => !item.hidden).length)
    .replace("{all}", items.length);
}

/* An item may have been hidden when the browser went to its address. */
function follow() {
  filter();
  const item = document.getElementById(decoded(location.hash.slice(1)));
  if (item && items.includes(item)) item.scrollIntoView();
}

function read(item) {
  try {
    return JSON.parse(localStorage.getItem("oit:" + item.dataset.key)) || {};
  } catch {
    return {};
  }
}

function fields(item) {
  return item.querySelectorAll(".tick input");
}

function keep(item) {
  const [done, note] = fields(item);
  try {
    localStorage.setItem("oit:" + item.dataset.key,
      JSON.stringify({ done: done.checked, note: note.value }));
  } catch {
    unkept.hidden = false;
  }
}

function restore(item) {
  const [done, note] = fields(item);
  const kept = read(item);
  done.checked = kept.done === true;
  note.value = typeof kept.note === "string" ? kept.note : "";
  done.addEventListener("change", () => keep(item));
  note.addEventListener("input", () => keep(item));
}

/* What nobody touched is left out, so that it undoes nothing elsewhere. */
function rows() {
  const all = [];
  for (const item of ticked) {
    const [done, note] = fields(item);
    if (done.checked || note.value || "done" in read(item))
      all.push({ fingerprint: item.dataset.key, done: done.checked,
        note: note.value });
  }
  return all;
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(
    [JSON.stringify(rows(), null, 1) + "\n"], { type: "application/json" }));
  link.download = "oit-status.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const ticked = items.filter((item) => fields(item).length === 2);
ticked.forEach(restore);
for (const choice of choices)
  choice.addEventListener("change", () => {
    location.hash = address(wanted().group,
      { ...wanted(), [choice.id]: choice.value });
  });
document.getElementById("save").addEventListener("click", save);
addEventListener("hashchange", follow);
/* On paper stands what somebody has to work on. */
let folded = [];
addEventListener("beforeprint", () => {
  folded = ticked.flatMap(
    (item) => [...item.querySelectorAll(".places:not([open])")]);
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
for (const part of all(".scripted")) part.hidden = false;
follow();
