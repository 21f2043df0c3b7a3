// Elements are made here, and every text goes in as a text node.
const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A term and its value, for a list of figures. */
export function figure(term, value, note = "") {
  return element("div", {}, element("dt", {}, term), element("dd", {}, value, note && element("small", {}, note)));
}

export function row(...cells) {
  return element("tr", {}, ...cells);
}

export const head = (text, scope = "col") => element("th", { scope }, text);

export const signed = (number, digits = 3) => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(digits);

export function shortened(text, length) {
  const line = text.replace(/\s+/g, " ");
  return line.length > length ? line.slice(0, length - 1).trimEnd() + "…" : line;
}

/** A sentence for the whole page; none with an empty one. */
export function notice(message) {
  byId("notice").textContent = message;
  byId("notice").hidden = message === "";
}

export function debounced(work) {
  let timer;
  return (delay = 200) => {
    clearTimeout(timer);
    timer = setTimeout(work, delay);
  };
}
