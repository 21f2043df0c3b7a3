// The page for those who have a phone, the dark, or no mouse.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, onPage, settled, write } from "./browser.mjs";

const { OPEN } = process.env;

after(closeBrowser);

const background = (page, selector) => page.$eval(selector, (node) => getComputedStyle(node).backgroundColor);

const brightness = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);

test("a phone scrolls down and not sideways", () => onPage(OPEN, async (page) => {
  await settled(page);
  await write(page, ["x".repeat(3000), "a <b> c", ...Array.from({ length: 20 }, (_, i) => `text ${i}`)]);
  await page.fill("#policy", `ranges:1=1.0,129=0.9,257=0.8`);
  await settled(page, /^At ranges/);
  await page.click("#measure");
  await page.waitForSelector("#lengths table");
  await page.click("summary");
  await page.waitForSelector("#collapse table");
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.equal(width, 390);
  assert.ok(content <= width, `${content} > ${width}`);
  const small = await page.$$eval("main button, main select, nav button", (all) => all.filter((node) => node.offsetParent && node.offsetHeight < 24).map((node) => node.id));
  assert.deepEqual(small, [], "large enough for a finger");
}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }));

test("dark and light differ, follow the system, and can be chosen", async () => {
  const colors = {};
  for (const colorScheme of ["light", "dark"]) {
    await onPage(OPEN, async (page) => {
      await settled(page);
      colors[colorScheme] = [await background(page, "body"), await background(page, ".card"), await background(page, "#matrix td.warm")];
      if (colorScheme === "dark") {
        await page.click("#theme");
        assert.equal(await background(page, "body"), colors.light[0]);
        await page.reload();
        assert.equal(await background(page, "body"), colors.light[0]);
        assert.equal(await page.textContent("#theme"), "Dark theme");
      }
    }, { colorScheme });
  }
  colors.light.forEach((light, i) => assert.notEqual(light, colors.dark[i]));
  assert.ok(brightness(colors.light[0]) > 600 && brightness(colors.dark[0]) < 150);
});

test("all of it works by keyboard", () => onPage(OPEN, async (page) => {
  await settled(page);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent || document.activeElement.tagName);
  const reached = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const name = await focused();
    reached.push(name);
    const outlined = await page.evaluate(() => {
      const node = document.activeElement;
      const drawn = node.type === "radio" ? node.nextElementSibling : node;
      return node === document.body || getComputedStyle(drawn).outlineStyle !== "none";
    });
    assert.ok(outlined, `focus is seen on ${name}`);
    if (name === "tau") {
      await page.keyboard.press("Home");
      await settled(page, /^At τ = 0\.3:/);
    }
    if (name === "example") {
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction(() => document.querySelector("#example").value === "1" && document.querySelectorAll("#matrix tbody tr").length === 6);
    }
    if (await page.evaluate(() => document.activeElement.name === "view")) {
      await page.keyboard.press("ArrowLeft");
      await page.waitForFunction(() => document.querySelector("input[value=change]").checked && /^[+−]/.test(document.querySelector("#matrix td[title]").textContent));
    }
    if (name === "measure") break;
  }
  for (const id of ["theme", "tau", "policy", "reset", "example", "texts", "paragraphs", "prompt", "matrix", "details", "source", "measure"]) {
    assert.ok(reached.includes(id), `${id} is reached by Tab: ${reached}`);
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector("#lengths table");
}));

test("every field has a name, and results are announced", () => onPage(OPEN, async (page) => {
  await settled(page);
  const nameless = await page.$$eval("input, select, textarea, button", (all) => all
    .filter((node) => !(node.labels?.length || node.getAttribute("aria-label") || node.textContent.trim())).map((node) => node.id || node.name));
  assert.deepEqual(nameless, []);
  assert.equal(await page.getAttribute("#status", "role"), "status");
  const headers = await page.$$eval("#matrix th", (all) => all.map((th) => th.scope));
  assert.ok(headers.length > 0 && headers.every((scope) => scope === "col" || scope === "row"));
}));

test("who wants no motion has none", () => onPage(OPEN, async (page) => {
  await settled(page);
  assert.equal(await page.$eval("#matrix", (node) => getComputedStyle(node).transitionProperty), "none");
}, { reducedMotion: "reduce" }));
