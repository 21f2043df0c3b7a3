// Puts the page together: what is chosen, what is asked, what is shown.
import { Refusal, askJson, embed, hasKey } from "./api.js";
import { startCollapse } from "./collapse.js";
import { curl } from "./curl.js";
import { byId, debounced, element } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { startGrowth } from "./growth.js";
import { startKeys } from "./key.js";
import { startLive } from "./live.js";
import { cosines } from "./maths.js";
import { showMatrix } from "./matrix.js";
import { showFigures, showSpace, showTexts } from "./movement.js";
import { isOne, policy, showPolicyError, shown, startTemperature } from "./temperature.js";
import { split } from "./texts.js";

let info = null;
let running = null;
let reference = null;
let latest = null;
let growth = null;

const texts = () => split(byId("texts").value, byId("paragraphs").checked).texts;
const prompt = () => byId("prompt").value;
const view = () => document.querySelector("input[name=view]:checked").value;

function notice(message) {
  byId("notice").textContent = message;
  byId("notice").hidden = message === "";
}

function countTexts() {
  const { texts: used, left } = split(byId("texts").value, byId("paragraphs").checked);
  byId("count").textContent = left || `${used.length} ${used.length === 1 ? "text" : "texts"}`;
}

/** Asks for what is chosen; what was asked before and is not answered yet is dropped. */
async function refresh() {
  running?.abort();
  const mine = (running = new AbortController());
  const asked = { texts: texts(), policy: policy(), prompt: prompt() };
  if (asked.texts.length < 2) {
    byId("status").textContent = "Two texts at least are needed to compare.";
    return;
  }
  byId("results").setAttribute("aria-busy", "true");
  try {
    const start = performance.now();
    const [before, now] = await Promise.all([referenceFor(asked, mine.signal), nowFor(asked, mine.signal)]);
    if (mine !== running) return;
    latest = { ...asked, counts: (now ?? before).inputs, fingerprint: (now ?? before).fingerprint,
      reference: before.cosines, now: (now ?? before).cosines };
    const moved = show();
    byId("status").textContent = isOne(asked.policy)
      ? `${asked.texts.length} texts as the model is published. Move τ to see what moves.`
      : `At ${shown(asked.policy)}: ${moved}. ${Math.round(performance.now() - start)} ms`;
    notice("");
    showPolicyError("");
    growth.follow();
  } catch (failure) {
    if (mine === running && failure.name !== "AbortError") showFailure(failure);
  } finally {
    if (mine === running) byId("results").removeAttribute("aria-busy");
  }
}

/** At τ = 1, kept for as long as texts and prompt stay. */
async function referenceFor(asked, signal) {
  const key = JSON.stringify([asked.texts, asked.prompt]);
  if (reference?.key !== key) reference = { key, ...(await answer(asked, "1.0", signal)) };
  return reference;
}

const nowFor = (asked, signal) => (isOne(asked.policy) ? null : answer(asked, asked.policy, signal));

async function answer(asked, at, signal) {
  const { embeddings, inputs, fingerprint } = await embed(asked.texts, at, asked.prompt, signal);
  return { cosines: cosines(embeddings), inputs, fingerprint };
}

function show() {
  const moved = showFigures(latest.now, latest.reference, latest.counts);
  showMatrix(view(), latest.texts, latest.now, latest.reference);
  showTexts(latest.texts, latest.now, latest.reference, latest.counts);
  showSpace(latest.fingerprint, info.fingerprint);
  byId("curl").value = curl(new URL("embed", document.baseURI).href, hasKey(), latest.texts, latest.policy, latest.prompt);
  byId("copied").textContent = "";
  return moved;
}

function showFailure(failure) {
  byId("status").textContent = latest ? `Still shown: ${shown(latest.policy)}` : "";
  const ofPolicy = failure instanceof Refusal && failure.message.includes("attention_temperature");
  showPolicyError(ofPolicy ? failure.message : "");
  notice(ofPolicy ? "" : failure.message);
}

async function copy() {
  const field = byId("curl");
  try {
    await navigator.clipboard.writeText(field.value);
    byId("copied").textContent = "Copied.";
  } catch {
    // The clipboard is for pages that came over TLS or from this machine.
    field.select();
    byId("copied").textContent = document.execCommand("copy") ? "Copied." : "Selected: copy it with the keyboard.";
  }
}

function startTexts() {
  const example = byId("example");
  example.append(...EXAMPLES.map(({ name }, i) => element("option", { value: i }, name)), element("option", { value: "", hidden: "" }, "your own"));
  const choose = () => {
    byId("texts").value = EXAMPLES[example.value].texts.join(byId("paragraphs").checked ? "\n\n" : "\n");
    changed(0);
  };
  const changed = (delay) => {
    countTexts();
    later(delay);
  };
  const later = debounced(refresh);
  example.addEventListener("change", choose);
  byId("texts").addEventListener("input", () => {
    example.value = "";
    changed(400);
  });
  byId("paragraphs").addEventListener("change", () => (example.value === "" ? changed(0) : choose()));
  byId("prompt").addEventListener("change", () => later(0));
  choose();
}

function startPrompts() {
  byId("prompts").hidden = info.prompt_names.length === 0;
  byId("prompt").append(element("option", { value: "" }, "the server's default"), ...info.prompt_names.map((name) => element("option", { value: name }, name)));
}

function showModel() {
  byId("model").replaceChildren(element("b", {}, info.model_id), ` · ${info.model_dtype} on ${info.device} · window ${info.max_input_length} · `,
    element("code", { title: "Fingerprint of the server's own settings" }, info.fingerprint));
}

function startEmbedding() {
  startPrompts();
  startTemperature(info.attention_temperature, refresh);
  growth = startGrowth(info.max_input_length, () => ({ policy: policy(), texts: texts() }), (failure) => failure instanceof Refusal || notice(failure.message));
  document.querySelectorAll("input[name=view]").forEach((input) => input.addEventListener("change", () => latest && show()));
  byId("copy").addEventListener("click", copy);
  startTexts();
  startCollapse();
}

function refuseToEmbed() {
  document.querySelectorAll("[data-embeds]").forEach((section) => { section.hidden = true; });
  notice(`${info.model_id} scores texts and does not embed them, so there are no vectors to compare here. See /rerank and /predict under Routes.`);
}

let started = false;

/** Again when a key was given, or the server came back. */
async function start() {
  try {
    info ??= await askJson("info");
    notice("");
    if (started) {
      if (info.model_type.embedding) refresh();
      else refuseToEmbed();
      return;
    }
    started = true;
    showModel();
    if (info.model_type.embedding) startEmbedding();
    else refuseToEmbed();
  } catch (failure) {
    notice(failure.status === 401 ? "Without an API key this server answers nothing here." : failure.message);
  }
}

startKeys(start);
startLive(start);
start();
