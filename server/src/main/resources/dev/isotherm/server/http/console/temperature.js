// One policy, with a slider for those that are a number.
import { byId, debounced } from "./dom.js";

const slider = byId("tau");
const field = byId("policy");
const POLICIES = ["0.5", "0.8", "log:64", "log:512", "first-half:0.5", "blend:1.0,0.5", "ranges:1=1.0,129=0.8,257=0.6"];

const isNumber = (text) => text.trim() !== "" && Number.isFinite(Number(text));

/** In few characters: 0.8 for 0.80, 1 for 1.0. */
export const shown = (policy) => (isNumber(policy) ? `τ = ${Number(policy)}` : policy);

export const isOne = (policy) => isNumber(policy) && Number(policy) === 1;

export const policy = () => field.value.trim() || "1.0";

export function showPolicyError(message) {
  byId("policy-error").textContent = message;
  field.setAttribute("aria-invalid", String(message !== ""));
}

function set(text) {
  field.value = text;
  showOnSlider(text);
}

function showOnSlider(text) {
  if (isNumber(text)) slider.value = text;
  const label = isNumber(text) ? String(Number(text)) : "policy";
  byId("tau-value").textContent = label;
  slider.setAttribute("aria-valuetext", isNumber(text) ? label : `policy ${text}`);
}

/**
 * @param own the server's policy
 * @param changed is called once the user pauses
 */
export function startTemperature(own, changed) {
  byId("policies").append(...POLICIES.map((text) => Object.assign(document.createElement("option"), { value: text })));
  let told = own;
  const later = debounced(() => {
    if (policy() !== told) changed();
    told = policy();
  });
  const choose = (text) => {
    set(text);
    later(0);
  };
  set(own);
  slider.addEventListener("input", () => {
    set(slider.value);
    later(120);
  });
  field.addEventListener("input", () => {
    showOnSlider(policy());
    later(400);
  });
  field.addEventListener("change", () => later(0));
  byId("reset").addEventListener("click", () => choose("1.0"));
  byId("own").hidden = isOne(own);
  byId("own").addEventListener("click", () => choose(own));
}
