// Mean cosine against length, at τ = 1 and at the chosen policy.
import { embed } from "./api.js";
import { lineChart } from "./chart.js";
import { byId, element, head, row, signed } from "./dom.js";
import { TOPICS } from "./examples.js";
import { grown, lengthsFor } from "./grow.js";
import { around, centre, cosines, meanOfPairs } from "./maths.js";
import { isOne, shown } from "./temperature.js";

const TEXTS = 6;

/**
 * @param chosen the user's texts and policy of now
 * @param failed is told when the server says no
 */
export function startGrowth(window, chosen, failed) {
  const lengths = lengthsFor(window);
  let running = null;
  let reference = null;
  let latest = null;
  let measured = null;

  async function measure() {
    running?.abort();
    const { signal } = (running = new AbortController());
    const { policy, texts } = chosen();
    measured = policy;
    const source = byId("source").value === "topics" ? TOPICS.map((topic) => topic.join(" ")) : texts.slice(0, TEXTS);
    if (source.length < 2) {
      byId("growth-status").textContent = "Two texts at least are needed to compare.";
      return;
    }
    try {
      const key = JSON.stringify(source);
      if (reference?.key !== key) {
        const all = await grown(source, lengths, signal);
        reference = { key, all, result: await at("1.0", all, signal) };
      }
      const now = isOne(policy) ? reference.result : await at(policy, reference.all, signal);
      latest = { reference: reference.result, now, policy };
      show(latest);
    } catch (failure) {
      if (failure.name === "AbortError") return;
      byId("growth-status").textContent = failure.message;
      measured = null;
      failed(failure);
    }
  }

  /** One length after the other: short ones are there at once, and no request is large. */
  async function at(policy, all, signal) {
    const result = [];
    for (const texts of all) {
      byId("growth-status").textContent = `Measuring at ${shown(policy)}: ${lengths[result.length]} tokens…`;
      const answer = await embed(texts, policy, "", signal);
      const tokens = answer.inputs.reduce((sum, count) => sum + count.tokens_used, 0) / texts.length;
      result.push({ tokens: Math.round(tokens), vectors: answer.embeddings });
    }
    return result;
  }

  byId("measure").addEventListener("click", measure);
  byId("centred").addEventListener("change", () => latest && show(latest));
  byId("source").addEventListener("change", () => latest && measure());
  // Once asked for, the plot follows what is chosen.
  return { follow: () => running && chosen().policy !== measured && measure() };
}

function series(result) {
  const centred = byId("centred").checked;
  const middle = centred && centre(result.flatMap((step) => step.vectors));
  return result.map((step) => ({ x: step.tokens, y: meanOfPairs(cosines(centred ? around(step.vectors, middle) : step.vectors)) }));
}

function show({ reference, now, policy }) {
  const before = { name: "τ = 1", kind: "reference", points: series(reference) };
  const after = { name: shown(policy), kind: "now", points: series(now) };
  const lines = isOne(policy) ? [before] : [before, after];
  const kind = byId("centred").checked ? "Centred mean cosine" : "Mean cosine";
  byId("plot").replaceChildren(
    lineChart(lines, before.points.map((point) => point.x), `${kind} against tokens; the table beside it has the numbers.`),
    element("figcaption", {}, `${kind} between ${reference[0].vectors.length} texts: `,
      ...lines.map((line) => element("span", { class: `key ${line.kind}` }, line.name))));
  byId("lengths").replaceChildren(table(before, after, isOne(policy)));
  byId("growth-status").textContent = conclusion(lines.at(-1), kind);
}

function conclusion(line, kind) {
  const change = line.points.at(-1).y - line.points[0].y;
  return `At ${line.name}: ${kind.toLowerCase()} ${signed(change)} from ${line.points[0].x} to ${line.points.at(-1).x} tokens.`;
}

function table(before, after, same) {
  const columns = ["Tokens", "τ = 1", ...(same ? [] : [after.name, "Change"])].map((name) => head(name));
  const rows = before.points.map((point, i) => row(
    head(String(point.x), "row"), number(point.y.toFixed(3)),
    ...(same ? [] : [number(after.points[i].y.toFixed(3)), number(signed(after.points[i].y - point.y))])));
  return element("table", { class: "texts" }, element("thead", {}, row(...columns)), element("tbody", {}, ...rows));
}

const number = (text) => element("td", { class: "number" }, text.replace("-", "−"));
