// GET /collapse: do vectors of what passed through draw together as texts grow?
import { askJson } from "./api.js";
import { byId, element, head, row } from "./dom.js";

const EVERY = 5000;
/** The page's own first texts are through by then. */
const FIRST = 1500;

export function startCollapse() {
  async function poll() {
    if (document.visibilityState !== "visible") return;
    try {
      show(await askJson("collapse"));
    } catch (failure) {
      if (failure.status === 401) return;
    }
    clearTimeout(timer);
    timer = setTimeout(poll, EVERY);
  }

  let timer = null;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    poll();
  });
  timer = setTimeout(poll, FIRST);
}

function show(answer) {
  const buckets = answer.buckets.filter((bucket) => bucket.seen > 0);
  byId("collapse-status").textContent = buckets.length === 0
    ? "Nothing has passed through yet."
    : `Of each length the last ${answer.kept_per_bucket} vectors; a mean from ${answer.needed} on. Centred: around the mean of all lengths.`;
  if (buckets.length === 0) {
    byId("collapse").replaceChildren();
    return;
  }
  const columns = ["Tokens", "Texts", "Mean cosine", "Centred"].map((name) => head(name));
  byId("collapse").replaceChildren(element("table", { class: "texts bars" }, element("thead", {}, row(...columns)), element("tbody", {},
    ...buckets.map((bucket) => row(
      head(bucket.tokens, "row"), element("td", { class: "number" }, bucket.seen.toLocaleString("en")),
      bar(bucket.mean_cosine), bar(bucket.mean_cosine_centred_on_all))))));
}

function bar(value) {
  if (value === null) return element("td", { class: "number quiet" }, "too few");
  const td = element("td", { class: "number bar" }, value.toFixed(3).replace("-", "−"));
  td.style.setProperty("--length", `${Math.round(100 * Math.max(0, value))}%`);
  return td;
}
