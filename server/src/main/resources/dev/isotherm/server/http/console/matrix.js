// Cosines as a table: numbers for those who read, colours for those who look.
import { byId, element, head, row, shortened, signed } from "./dom.js";
import { difference, rangeOfPairs } from "./maths.js";

/** How much of the colour a cell takes, 0 to 1. */
function cell(text, heat, hue, title) {
  const td = element("td", { title, class: hue }, text);
  td.style.setProperty("--heat", `${Math.round(100 * Math.min(1, Math.max(0, heat)))}%`);
  return td;
}

function table(texts, matrix, describe) {
  const width = texts.length > 12 ? 18 : 34;
  const columns = row(element("td"), ...texts.map((_, j) => head(String(j + 1))));
  const rows = matrix.map((values, i) => row(
    element("th", { scope: "row", title: shortened(texts[i], 300) }, element("b", {}, String(i + 1)), " ", shortened(texts[i], width)),
    ...values.map((value, j) => (i === j ? element("td", { class: "self" }, "·") : describe(value, i, j)))));
  return element("table", { class: texts.length > 12 ? "matrix dense" : "matrix" },
    element("thead", {}, columns), element("tbody", {}, ...rows));
}

function cosineTable(texts, matrix) {
  const [low, high] = rangeOfPairs(matrix);
  const span = Math.max(high - low, 1e-9);
  byId("legend").textContent = `Colours from ${low.toFixed(2)}, the least alike, to ${high.toFixed(2)}.`;
  return table(texts, matrix, (value, i, j) =>
    cell(value.toFixed(2), 0.06 + 0.94 * (value - low) / span, "warm", `${i + 1} and ${j + 1}: ${value.toFixed(4)}`));
}

function changeTable(texts, matrix) {
  const most = Math.max(...rangeOfPairs(matrix).map(Math.abs), 1e-9);
  byId("legend").textContent = most < 1e-6 ? "Nothing moves." : `Warm: more alike than at τ = 1. Cool: less. At most ${most.toFixed(3)}.`;
  return table(texts, matrix, (value, i, j) => cell(
    Math.abs(value) < 5e-4 ? "0" : signed(value), most < 1e-6 ? 0 : Math.abs(value) / most, value > 0 ? "warm" : "cool",
    `${i + 1} and ${j + 1}: ${signed(value, 4)}`));
}

/** @param view one of now, reference, change */
export function showMatrix(view, texts, now, reference) {
  const shown = view === "change" ? changeTable(texts, difference(now, reference)) : cosineTable(texts, view === "now" ? now : reference);
  byId("matrix").replaceChildren(shown);
}
