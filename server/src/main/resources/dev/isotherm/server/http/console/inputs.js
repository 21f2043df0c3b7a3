// The fields for texts and prompt.
import { byId, debounced, element } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { split } from "./texts.js";

const example = byId("example");
const field = byId("texts");
const paragraphs = byId("paragraphs");

const read = () => split(field.value, paragraphs.checked);

export const texts = () => read().texts;

export const prompt = () => byId("prompt").value;

const option = (value, name) => element("option", { value }, name);

/** @param changed is called once the user pauses */
export function startInputs(promptNames, changed) {
  const later = debounced(changed);
  example.append(...EXAMPLES.map(({ name }, i) => option(i, name)), element("option", { value: "", hidden: "" }, "your own"));
  byId("prompts").hidden = promptNames.length === 0;
  byId("prompt").append(option("", "the server's default"), ...promptNames.map((name) => option(name, name)));
  example.addEventListener("change", () => {
    fill();
    later(0);
  });
  field.addEventListener("input", () => {
    example.value = "";
    count();
    later(400);
  });
  paragraphs.addEventListener("change", () => {
    if (example.value !== "") fill();
    count();
    later(0);
  });
  byId("prompt").addEventListener("change", () => later(0));
  fill();
}

function fill() {
  field.value = EXAMPLES[example.value].texts.join(paragraphs.checked ? "\n\n" : "\n");
  count();
}

function count() {
  const { texts: used, left } = read();
  byId("count").textContent = left || `${used.length} ${used.length === 1 ? "text" : "texts"}`;
}
