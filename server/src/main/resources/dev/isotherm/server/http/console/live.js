// The server's own figures, every second while somebody looks.
import { ask } from "./api.js";
import { sparkline } from "./chart.js";
import { byId, element, figure } from "./dom.js";
import { readings, series } from "./series.js";

const EVERY = 1000;
const AFTER_SILENCE = 4000;
const SLOTS = 60;

const ROWS = [
  ["tokens", "Tokens a second"],
  ["batches", "Batches a second"],
  ["batchTokens", "Tokens a batch"],
  ["batchSequences", "Texts a batch"],
  ["queue", "Tokens in the queue"],
  ["inside", "Requests inside"],
];

const history = new Map(ROWS.map(([name]) => [name, []]));
const state = byId("live-status");

/** @param back is called when the server answers again after it did not */
export function startLive(back) {
  let last = null;
  let silent = false;

  async function poll() {
    if (document.visibilityState !== "visible") {
      last = null;
      return;
    }
    let next = EVERY;
    try {
      const now = { at: performance.now(), values: series(await (await ask("metrics")).text()) };
      if (last) show(readings(last.values, now.values, (now.at - last.at) / 1000));
      last = now;
      if (silent) back();
      silent = false;
      state.textContent = "";
    } catch (failure) {
      last = null;
      if (failure.status === 404) {
        elsewhere();
        return;
      }
      silent = true;
      state.textContent = "No answer from the server; the page keeps asking.";
      next = AFTER_SILENCE;
    }
    clearTimeout(timer);
    timer = setTimeout(poll, next);
  }

  let timer = null;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    poll();
  });
  poll();
}

function elsewhere() {
  state.textContent = "";
  byId("live").replaceChildren(element("p", { class: "quiet" }, "Metrics have a port of their own here (--metrics-port), so this page does not see them."));
}

function show(reading) {
  byId("live").replaceChildren(...ROWS.map(([name, label]) => {
    const values = history.get(name);
    values.push(reading[name]);
    if (values.length > SLOTS) values.shift();
    const idle = reading.batches === 0 && /^batch[TS]/.test(name);
    const shown = figure(label, idle ? "–" : rounded(reading[name]));
    shown.dataset.series = name;
    shown.append(sparkline(values, SLOTS));
    return shown;
  }));
}

const rounded = (number) => (number >= 10 || Number.isInteger(number) ? Math.round(number).toLocaleString("en") : number.toFixed(1));
