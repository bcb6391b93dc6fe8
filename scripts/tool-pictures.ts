import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startBrowser } from "../test/e2e/browser.ts";
import { startProgram, temporaryFolder } from "../test/e2e/program.ts";
import { palettePng } from "./toolPictures/palettePng.ts";
import { toolShots } from "./toolPictures/shots.ts";
import { openThigh } from "./toolPictures/thighPage.ts";

/**
 * Takes the pictures of docs/drawing.md anew, of the built program, on the sample study's thigh, with a real mouse:
 * node scripts/tool-pictures.ts [NAME ...], of all tools or of those named. Wants a built dist and an installed Chromium, as the browser tests do.
 */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !toolShots.some((shot) => shot.name === name));
if (unknown.length > 0) {
  console.error(`There is no picture ${unknown.join(", ")}. There are: ${toolShots.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const folder = join(import.meta.dirname, "../docs/drawing");
mkdirSync(folder, { recursive: true });

const [data, work] = [temporaryFolder(), temporaryFolder()];
const program = await startProgram(data.path);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  page.setDefaultTimeout(60_000);
  await page.goto(program.url);
  const thigh = await openThigh(page, work.path);
  for (const shot of toolShots) {
    if (wanted.length > 0 && !wanted.includes(shot.name)) continue;
    await thigh.begin(shot);
    await shot.use(thigh);
    const png = await palettePng(await thigh.crop(shot.middle));
    writeFileSync(join(folder, `${shot.name}.png`), png);
    console.log(`${shot.name}.png: ${png.length} bytes`);
    await thigh.end();
  }
} finally {
  await browser.close();
  await program.stop();
  data.remove();
  work.remove();
}
