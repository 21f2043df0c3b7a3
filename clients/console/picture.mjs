// The picture in docs: node picture.mjs <folder>, by run with PICTURE=<folder from where it is started>.
import { closeBrowser, onPage, settled } from "./browser.mjs";

await onPage(process.env.OPEN, async (page) => {
  await settled(page);
  await page.selectOption("#example", { label: "Questions, and their facts buried in long texts" });
  await page.fill("#policy", "0.5");
  await settled(page, /^At τ = 0\.5:/);
  await page.waitForFunction(() => document.querySelectorAll("#matrix tbody tr").length === 8 && document.querySelector('#results[aria-busy="false"]'));
  await page.evaluate(() => {
    document.activeElement.blur();
    scrollTo(0, 0);
  });
  // The results fade back in.
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${process.argv[2]}/console.png` });
}, { viewport: { width: 1180, height: 1050 } });
await closeBrowser();
