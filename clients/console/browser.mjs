// A page in a real browser that notes whatever it should not do.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const { CHROMIUM, KEY } = process.env;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });

export const closeBrowser = () => browser.close();

/**
 * Runs a test on a fresh page. It fails when the page asked another origin, logged an error or threw.
 *
 * @param allowed statuses that the browser may log as failed requests
 */
export async function onPage(address, work, { allowed = [], ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const strays = [];
  const complaints = [];
  page.on("request", (request) => new URL(request.url()).origin === address || strays.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const expected = allowed.some((status) => message.text().includes(`status of ${status}`) || message.text().includes(String(status)));
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  page.setDefaultTimeout(30_000);
  try {
    await page.goto(`${address}/`);
    await work(page, context);
    assert.deepEqual(strays, [], "requests left the origin");
    assert.deepEqual(complaints, [], "the console logged errors");
  } finally {
    await context.close();
  }
}

/** Waits until results are shown and nothing is asked any more. */
export async function settled(page, pattern = /./) {
  await page.waitForFunction((source) => document.querySelector("#matrix td.warm, #matrix td.cool, #matrix td")
    && document.querySelector("#results").getAttribute("aria-busy") === "false" && new RegExp(source).test(document.querySelector("#status").textContent), pattern.source);
}

export async function write(page, texts) {
  await page.fill("#texts", texts.join("\n"));
  await page.waitForFunction((count) => document.querySelectorAll("#matrix tbody tr").length === count
    && document.querySelector("#results").getAttribute("aria-busy") === "false", texts.length);
}

/** The numbers of the matrix; the diagonal is NaN. */
export const matrix = (page) => page.$$eval("#matrix tbody tr", (rows) =>
  rows.map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent.replace("−", "-").replace("·", "NaN")))));

export async function cosines(address, texts, temperature, more = {}) {
  const response = await fetch(`${address}/embed`, {
    method: "POST", headers: { Authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ inputs: texts, attention_temperature: temperature, ...more }),
  });
  assert.equal(response.status, 200);
  return cosinesOf(await response.json());
}

export function cosinesOf(vectors) {
  const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  return vectors.map((a) => vectors.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
}

export function meanOfPairs(all) {
  const pairs = all.flatMap((row, i) => row.slice(0, i));
  return pairs.reduce((sum, x) => sum + x, 0) / pairs.length;
}

/** Equal but for the rounding of what is shown, and of bfloat16 in batches of other sizes. */
export function assertMatrix(shown, expected, tolerance = 0.012) {
  assert.equal(shown.length, expected.length);
  shown.forEach((row, i) => row.forEach((value, j) => {
    if (i === j) assert.ok(Number.isNaN(value));
    else assert.ok(Math.abs(value - expected[i][j]) <= tolerance, `${i}, ${j}: ${value}, ${expected[i][j]}`);
  }));
}
