// Starts what the model allows, again when a key was given or the server came back.
import { Refusal, askJson } from "./api.js";
import { startCollapse } from "./collapse.js";
import { startComparison } from "./compare.js";
import { byId, element, notice } from "./dom.js";
import { startGrowth } from "./growth.js";
import { startInputs, texts } from "./inputs.js";
import { startKeys } from "./key.js";
import { startLive } from "./live.js";
import { policy, startTemperature } from "./temperature.js";

let again = null;

async function start() {
  try {
    if (again) return again();
    const info = await askJson("info");
    notice("");
    showModel(info);
    again = [undefined, "splade"].includes(info.model_type.embedding?.pooling) ? () => refuseToEmbed(info) : startEmbedding(info);
    again();
  } catch (failure) {
    notice(failure.status === 401 ? "Without an API key this server answers nothing here." : failure.message);
  }
}

function startEmbedding(info) {
  const growth = startGrowth(info.max_input_length, () => ({ policy: policy(), texts: texts() }),
    (failure) => failure instanceof Refusal || notice(failure.message));
  const refresh = startComparison(info.fingerprint, growth.follow);
  startTemperature(info.attention_temperature, refresh);
  startInputs(info.prompt_names, refresh);
  startCollapse();
  return refresh;
}

function refuseToEmbed(info) {
  document.querySelectorAll("[data-embeds]").forEach((section) => { section.hidden = true; });
  notice(`${info.model_id} ${info.model_type.embedding ? "yields sparse vectors" : "scores texts and does not embed them"}: nothing to compare. See Routes.`);
}

function showModel(info) {
  byId("model").replaceChildren(element("b", {}, info.model_id), ` · ${info.model_dtype} on ${info.device} · window ${info.max_input_length} · `,
    element("code", { title: "Fingerprint of the server's own settings" }, info.fingerprint));
}

startKeys(start);
startLive(start);
start();
