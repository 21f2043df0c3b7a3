// Keys, what the policy of the page forbids, and a model that does not embed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { assertMatrix, closeBrowser, cosines, cosinesOf, matrix, onPage, settled, write } from "./browser.mjs";

const { OPEN, GUARDED, RERANKER, KEY } = process.env;
const TEXTS = ["one two", "three four", "five six seven"];

after(closeBrowser);

async function giveKey(page, key) {
  await page.waitForSelector("#key-dialog[open]");
  await page.fill("#key-input", key);
  await page.keyboard.press("Enter");
}

test("a key is asked for when the server wants one, and goes nowhere but into the header", () => onPage(GUARDED, async (page, context) => {
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.waitForSelector("#key-dialog[open]");
  assert.equal(await page.textContent("#key-message"), "no API key was given: send it as Authorization: Bearer <key>");
  await giveKey(page, "wrong");
  await page.waitForFunction(() => document.querySelector("#key-message").textContent === "the API key is none of this server's");
  await giveKey(page, KEY);
  await settled(page, /^At τ = 0\.8:/);
  await write(page, TEXTS);
  assertMatrix(await matrix(page), await cosines(GUARDED, TEXTS, 0.8));
  assert.match(await page.textContent("#space"), /the space of the server's own settings/);
  assert.ok(addresses.every((address) => !address.includes(KEY)));
  assert.equal(page.url(), `${GUARDED}/`);
  assert.deepEqual(await context.cookies(), []);
  assert.equal(await page.evaluate((key) => JSON.stringify({ ...localStorage }).includes(key), KEY), false);
  const command = await page.inputValue("#curl");
  assert.ok(!command.includes(KEY) && command.includes('"Authorization: Bearer $ISOTHERM_API_KEY"'));
  const answer = JSON.parse(execFileSync("bash", ["-c", command], { encoding: "utf8", env: { ...process.env, ISOTHERM_API_KEY: KEY } }));
  assertMatrix(await matrix(page), cosinesOf(answer.embeddings));
  await page.reload();
  await settled(page);
  assert.equal(await page.isVisible("#key-dialog"), false);
}, { allowed: [401, 404] }));

test("without a key the page says so and asks again by its button", () => onPage(GUARDED, async (page) => {
  await page.waitForSelector("#key-dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => /Without an API key/.test(document.querySelector("#notice").textContent));
  await page.click("#key");
  await giveKey(page, KEY);
  await settled(page);
  assert.equal(await page.isVisible("#notice"), false);
  await page.click("#key");
  await page.click("#key-cancel");
  await page.click("#reset");
  await settled(page, /as the model is published/);
  await page.click("#own");
  await settled(page, /^At τ = 0\.8:/);
}, { allowed: [401, 404] }));

test("metrics on a port of their own leave a sentence", () => onPage(GUARDED, async (page) => {
  await giveKey(page, KEY);
  await page.waitForFunction(() => /port of their own/.test(document.querySelector("#live").textContent));
}, { allowed: [401, 404] }));

test("a model that scores gets a sentence and keeps the live view", () => onPage(RERANKER, async (page) => {
  await page.waitForFunction(() => /scores texts and does not embed them/.test(document.querySelector("#notice").textContent));
  assert.equal(await page.isVisible("#texts"), false);
  assert.equal(await page.isVisible("#tau"), false);
  await page.waitForSelector('[data-series="tokens"]');
}));

test("nothing inline runs, no string becomes markup, no other origin is asked", () => onPage(OPEN, async (page) => {
  await settled(page);
  const violated = await page.evaluate(async () => {
    const directives = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    const script = document.createElement("script");
    try {
      script.textContent = "document.title = 'owned'";
    } catch {
      directives.push("text of a script refused");
    }
    document.head.append(script);
    try {
      document.body.innerHTML = "<p>owned</p>";
    } catch {
      directives.push("markup refused");
    }
    document.body.setAttribute("style", "color: red");
    await fetch("https://example.org/").catch(() => directives.push("fetch refused"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return [...directives, document.title];
  });
  for (const expected of ["markup refused", "fetch refused", "style-src-attr", "connect-src", "Isotherm: console"]) {
    assert.ok(violated.includes(expected), `${expected} in ${violated}`);
  }
}, { allowed: ["Content Security Policy", "TrustedHTML", "TrustedScript", "Trusted Type"] }));
