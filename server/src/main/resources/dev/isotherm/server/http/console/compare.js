// The chosen texts at τ = 1 and at the chosen policy: asked for, and shown beside each other.
import { Refusal, embed, hasKey } from "./api.js";
import { curl } from "./curl.js";
import { byId, notice } from "./dom.js";
import { prompt, texts } from "./inputs.js";
import { cosines } from "./maths.js";
import { showMatrix } from "./matrix.js";
import { showFigures, showSpace, showTexts } from "./movement.js";
import { isOne, policy, showPolicyError, shown } from "./temperature.js";

let running = null;
let reference = null;
let latest = null;

const status = (text) => { byId("status").textContent = text; };

const busy = (is) => byId("results").setAttribute("aria-busy", String(is));

/**
 * @param own the fingerprint of the server's own settings
 * @param after is called when there is something new to see
 * @return asks for what is chosen; what was asked before and is not answered yet is dropped
 */
export function startComparison(own, after) {
  document.querySelectorAll("input[name=view]").forEach((input) => input.addEventListener("change", () => latest && matrix()));
  byId("copy").addEventListener("click", copy);
  return async () => {
    running?.abort();
    const mine = (running = new AbortController());
    const asked = { texts: texts(), policy: policy(), prompt: prompt() };
    busy(asked.texts.length > 1);
    if (asked.texts.length < 2) return status("Two texts at least are needed to compare.");
    try {
      await compare(asked, mine.signal);
      show(own);
      after();
    } catch (failure) {
      if (failure.name !== "AbortError") showFailure(failure);
    } finally {
      if (mine === running) busy(false);
    }
  };
}

async function compare(asked, signal) {
  const start = performance.now();
  const [before, other] = await Promise.all([referenceFor(asked, signal), isOne(asked.policy) ? null : answer(asked, asked.policy, signal)]);
  signal.throwIfAborted();
  const now = other ?? before;
  latest = { ...asked, ...now, now: now.cosines, reference: before.cosines, took: Math.round(performance.now() - start) };
}

/** At τ = 1, kept for as long as texts and prompt stay. */
async function referenceFor(asked, signal) {
  const key = JSON.stringify([asked.texts, asked.prompt]);
  if (reference?.key !== key) reference = { key, ...(await answer(asked, "1.0", signal)) };
  return reference;
}

async function answer(asked, at, signal) {
  const { embeddings, inputs, fingerprint } = await embed(asked.texts, at, asked.prompt, signal);
  return { cosines: cosines(embeddings), counts: inputs, fingerprint };
}

const matrix = () => showMatrix(document.querySelector("input[name=view]:checked").value, latest.texts, latest.now, latest.reference);

function show(own) {
  const moved = showFigures(latest.now, latest.reference, latest.counts);
  matrix();
  showTexts(latest.texts, latest.now, latest.reference, latest.counts);
  showSpace(latest.fingerprint, own);
  byId("curl").value = curl(new URL("embed", document.baseURI).href, hasKey(), latest.texts, latest.policy, latest.prompt);
  byId("copied").textContent = "";
  status(isOne(latest.policy)
    ? `${latest.texts.length} texts as the model is published. Move τ to see what moves.`
    : `At ${shown(latest.policy)}: ${moved}. ${latest.took} ms`);
  notice("");
  showPolicyError("");
}

function showFailure(failure) {
  status(latest ? `Still shown: ${shown(latest.policy)}` : "");
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
