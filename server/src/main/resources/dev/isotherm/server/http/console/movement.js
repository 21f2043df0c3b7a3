// What a temperature moved, in figures, and text by text.
import { byId, element, figure, head, row, shortened, signed } from "./dom.js";
import { meanOfPairs, nearest } from "./maths.js";

/** @return a sentence for those who do not see them */
export function showFigures(now, reference, counts) {
  const before = meanOfPairs(reference);
  const after = meanOfPairs(now);
  const moved = changes(nearest(reference), nearest(now)).length;
  const cut = counts.filter((count) => count.truncated).length;
  byId("figures").replaceChildren(
    figure("Mean cosine at τ = 1", before.toFixed(3)),
    figure("Mean cosine now", after.toFixed(3), signed(after - before)),
    figure("Nearest neighbours changed", String(moved), `of ${now.length}`),
    figure("Tokens read", String(counts.reduce((sum, count) => sum + count.tokens_used, 0)), cut > 0 ? `${cut} cut` : "none cut"));
  return `mean cosine ${signed(after - before)}, ${moved} nearest ${moved === 1 ? "neighbour" : "neighbours"} changed`;
}

const changes = (before, after) => after.map((_, i) => i).filter((i) => before[i] !== after[i]);

export function showTexts(texts, now, reference, counts) {
  const before = nearest(reference);
  const after = nearest(now);
  const columns = ["", "Text", "Tokens", "Nearest, τ = 1", "Nearest now"].map((name) => head(name));
  const rows = texts.map((text, i) => row(
    head(String(i + 1), "row"),
    element("td", { class: "text", title: shortened(text, 600) }, shortened(text, 60)),
    element("td", { class: "number" }, ...tokens(counts[i])),
    element("td", { class: "number" }, neighbour(before[i], reference[i])),
    element("td", { class: before[i] === after[i] ? "number" : "number moved" }, neighbour(after[i], now[i]))));
  byId("details").replaceChildren(element("table", { class: "texts" }, element("thead", {}, row(...columns)), element("tbody", {}, ...rows)));
}

const neighbour = (index, cosines) => `${index + 1} · ${cosines[index].toFixed(3)}`;

function tokens(count) {
  return count.truncated
    ? [`${count.tokens}, `, element("strong", { class: "cut" }, `cut at ${count.tokens_used}`)]
    : [String(count.tokens)];
}

export function showSpace(fingerprint, own) {
  byId("space").replaceChildren("Fingerprint ", element("code", {}, fingerprint), fingerprint === own
    ? ", the space of the server's own settings."
    : element("span", {}, ", another space than the server's own ", element("code", {}, own), ": vectors of the two do not go into one index."));
}
