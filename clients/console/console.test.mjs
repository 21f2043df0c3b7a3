// What the console shows is what the server computes, and what it sends is what it says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { assertMatrix, closeBrowser, cosines, cosinesOf, matrix, meanOfPairs, onPage, settled, write } from "./browser.mjs";

const { OPEN } = process.env;
const TEXTS = ["A cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates were raised again.", "The compiler found a type error."];

after(closeBrowser);

const bodies = (page) => {
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/embed") && sent.push(request.postDataJSON()));
  return sent;
};

const figures = (page) => page.$$eval("#figures dd", (values) => values.map((value) => value.textContent));

async function setPolicy(page, policy) {
  await page.fill("#policy", policy);
  await settled(page, new RegExp(`^At (τ = )?${policy.replace(/[.]/g, "\\.")}:`));
}

test("the matrix has the cosines of /embed", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, TEXTS);
  assertMatrix(await matrix(page), await cosines(OPEN, TEXTS, 1));
}));

test("the slider embeds again, sends what it says, and shows what moved", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, TEXTS);
  const sent = bodies(page);
  await page.focus("#tau");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowLeft");
  await settled(page, /^At τ = 0\.6:/);
  assert.equal(await page.textContent("#tau-value"), "0.6");
  assert.equal(await page.inputValue("#policy"), "0.6");
  assert.equal(sent.at(-1).attention_temperature, 0.6);
  assert.deepEqual(sent.at(-1).inputs, TEXTS);
  const [before, now] = [await cosines(OPEN, TEXTS, 1), await cosines(OPEN, TEXTS, 0.6)];
  assertMatrix(await matrix(page), now);
  const change = now.map((row, i) => row.map((value, j) => value - before[i][j]));
  await page.check("input[value=change]", { force: true });
  const shown = await matrix(page);
  assertMatrix(shown, change);
  assert.ok(shown.flat().some((value) => Math.abs(value) > 0.01), "something moved");
  await page.check("input[value=reference]", { force: true });
  assertMatrix(await matrix(page), before);
  const [reference, after] = await figures(page);
  assert.ok(Math.abs(Number(reference) - meanOfPairs(before)) < 0.006);
  assert.ok(Math.abs(Number.parseFloat(after) - meanOfPairs(now)) < 0.006);
  assert.match(await page.textContent("#space"), /another space than the server's own/);
}));

test("a policy goes as its text", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, TEXTS);
  const sent = bodies(page);
  await setPolicy(page, "first-half:0.5");
  assert.equal(sent.at(-1).attention_temperature, "first-half:0.5");
  assertMatrix(await matrix(page), await cosines(OPEN, TEXTS, "first-half:0.5"));
  await page.click("#reset");
  await settled(page, /as the model is published/);
  assertMatrix(await matrix(page), await cosines(OPEN, TEXTS, 1));
}));

test("an older answer is dropped, its request aborted", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, TEXTS);
  const aborted = [];
  page.on("requestfailed", (request) => aborted.push(request.postDataJSON().attention_temperature));
  await page.route("**/embed", async (route) => {
    if (route.request().postDataJSON().attention_temperature === 0.4) await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest((request) => request.postDataJSON()?.attention_temperature === 0.4);
  await page.fill("#policy", "0.4");
  await asked;
  await setPolicy(page, "0.9");
  await page.waitForTimeout(2000);
  assert.deepEqual(aborted, [0.4]);
  assertMatrix(await matrix(page), await cosines(OPEN, TEXTS, 0.9));
  assert.match(await page.textContent("#status"), /^At τ = 0\.9:/);
}));

test("a policy that is none shows the server's sentence, and what was there stays", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, TEXTS);
  const before = await matrix(page);
  await page.fill("#policy", "log:oops");
  await page.waitForFunction(() => document.querySelector("#policy-error").textContent !== "");
  const direct = await fetch(`${OPEN}/embed`, { method: "POST", body: JSON.stringify({ inputs: "x", attention_temperature: "log:oops" }) });
  assert.equal(direct.status, 422);
  assert.equal(await page.textContent("#policy-error"), (await direct.json()).error);
  assert.equal(await page.getAttribute("#policy", "aria-invalid"), "true");
  assert.deepEqual(await matrix(page), before);
  await setPolicy(page, "0.8");
  assert.equal(await page.textContent("#policy-error"), "");
}, { allowed: [422] }));

test("a text beyond the window is marked as cut", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, ["short", "word ".repeat(600).trim()]);
  const rows = await page.$$eval("#details tbody tr", (all) => all.map((row) => row.children[2].textContent));
  assert.deepEqual(rows, ["3", "602, cut at 512"]);
  assert.match((await figures(page))[3], /^515\s*1 cut$/);
}));

test("hostile text is text", () => onPage(OPEN, async (page) => {
  await settled(page);
  const hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
  await write(page, [hostile, "</textarea><svg onload=alert(1)>"]);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.equal(await page.title(), "Isotherm: console");
  assert.ok((await page.textContent("#details tbody tr td.text")).startsWith("<img src=x onerror="));
}));

test("at most 64 texts go out, and the page says so", () => onPage(OPEN, async (page) => {
  await settled(page);
  const sent = bodies(page);
  await page.fill("#texts", Array.from({ length: 70 }, (_, i) => `number ${i}`).join("\n"));
  await page.waitForFunction(() => document.querySelectorAll("#matrix tbody tr").length === 64);
  assert.ok(sent.every((body) => body.inputs.length <= 64));
  assert.match(await page.textContent("#count"), /the first 64 of 70 are used/);
}));

test("paragraphs and a prompt", () => onPage(OPEN, async (page) => {
  await settled(page);
  const sent = bodies(page);
  await page.check("#paragraphs");
  await page.fill("#texts", "one\nstill one\n\n\ntwo");
  await page.waitForFunction(() => document.querySelectorAll("#matrix tbody tr").length === 2);
  assert.deepEqual(sent.at(-1).inputs, ["one\nstill one", "two"]);
  assert.equal(sent.at(-1).prompt_name, undefined);
  const asked = page.waitForRequest((request) => request.postDataJSON()?.prompt_name === "query");
  await page.selectOption("#prompt", "query");
  await asked;
}));

test("the curl command does the same in a shell", () => onPage(OPEN, async (page, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await settled(page);
  const texts = ["it's \"quoted\" $HOME `id` \\ !x", "Ünïcode – 漢字 \t tab", "-d @file; exit 1"];
  await write(page, texts);
  await setPolicy(page, "0.5");
  await page.click("summary");
  await page.click("#copy");
  await page.waitForFunction(() => document.querySelector("#copied").textContent === "Copied.");
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(command, await page.inputValue("#curl"));
  const answer = JSON.parse(execFileSync("bash", ["-c", command], { encoding: "utf8" }));
  assertMatrix(await matrix(page), cosinesOf(answer.embeddings));
  assert.equal(answer.inputs.length, 3);
  assert.ok((await page.textContent("#space")).includes(answer.fingerprint));
}));

test("texts grow to the lengths that stand in the table, with the means of what came back", () => onPage(OPEN, async (page) => {
  await settled(page);
  await setPolicy(page, "0.5");
  const answers = [];
  page.on("response", async (response) => response.url().endsWith("/embed")
    && answers.push([response.request().postDataJSON().attention_temperature, await response.json()]));
  await page.click("#measure");
  await page.waitForFunction(() => /^At τ = 0\.5: mean cosine/.test(document.querySelector("#growth-status").textContent));
  const rows = await page.$$eval("#lengths tbody tr", (all) => all.map((row) => [...row.children].map((cell) => Number(cell.textContent.replace("−", "-")))));
  assert.deepEqual(rows.map((row) => row[0]), [16, 32, 64, 128, 256, 512]);
  const means = (temperature) => answers.filter(([at]) => at === temperature).map(([, answer]) => meanOfPairs(cosinesOf(answer.embeddings)));
  rows.forEach((row, i) => {
    assert.ok(Math.abs(row[1] - means(1)[i]) < 0.001);
    assert.ok(Math.abs(row[2] - means(0.5)[i]) < 0.001);
    assert.ok(Math.abs(row[3] - (row[2] - row[1])) < 0.0021);
  });
  assert.equal(await page.locator("#plot circle.now").count(), 6);
  assert.equal(await page.locator("#plot polyline").count(), 2);
  await page.check("#centred");
  assert.match(await page.textContent("#growth-status"), /centred mean cosine/);
  await setPolicy(page, "0.8");
  await page.waitForFunction(() => /^At τ = 0\.8:/.test(document.querySelector("#growth-status").textContent));
}));

test("the live view counts what others send", () => onPage(OPEN, async (page) => {
  await settled(page);
  await page.waitForSelector('[data-series="tokens"]');
  let stop = false;
  const traffic = (async () => {
    while (!stop) await cosines(OPEN, Array.from({ length: 8 }, () => "some words ".repeat(20)), 1);
  })();
  await page.waitForFunction(() => Number(document.querySelector('[data-series="tokens"] dd')?.textContent.replaceAll(",", "")) > 100);
  stop = true;
  await traffic;
  assert.equal(await page.locator("#live svg.spark").count(), 6);
  await page.waitForFunction(() => document.querySelector('[data-series="tokens"] dd').textContent === "0");
}));

test("what passed through is that of /collapse", () => onPage(OPEN, async (page) => {
  await settled(page);
  await cosines(OPEN, Array.from({ length: 10 }, (_, i) => `${i} pages about ${["sea", "sky", "sand"][i % 3]} ${"and more ".repeat(40)}`), 1);
  const { buckets } = await (await fetch(`${OPEN}/collapse`)).json();
  const { tokens, seen, ...means } = buckets.find((bucket) => bucket.tokens === "65-128");
  const shown = [means.mean_cosine, means.mean_cosine_centred_on_all].map((mean) => mean.toFixed(3).replace("-", "−"));
  // What the page asked for before these texts came may still be shown.
  await page.waitForFunction((expected) => [...document.querySelectorAll("#collapse tbody tr")]
    .some((row) => [...row.children].map((cell) => cell.textContent).join() === expected), [tokens, seen, ...shown].join());
}));

test("a server that does not answer, or shuts down, is no broken page", () => onPage(OPEN, async (page, context) => {
  await settled(page);
  await write(page, TEXTS);
  await context.setOffline(true);
  await page.fill("#policy", "0.7");
  await page.waitForFunction(() => /does not answer/.test(document.querySelector("#notice").textContent));
  await page.waitForFunction(() => /keeps asking/.test(document.querySelector("#live-status").textContent));
  await context.setOffline(false);
  await settled(page, /^At τ = 0\.7:/);
  assert.equal(await page.isVisible("#notice"), false);
  await page.route("**/embed", (route) => route.fulfill({ status: 503, body: '{"error":"the server is shutting down","error_type":"Unavailable"}' }));
  await page.fill("#policy", "0.6");
  await page.waitForFunction(() => document.querySelector("#notice").textContent === "the server is shutting down");
  assert.match(await page.textContent("#status"), /Still shown: τ = 0\.7/);
}, { allowed: [503, "ERR_INTERNET_DISCONNECTED"] }));
