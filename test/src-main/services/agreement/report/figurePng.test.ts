import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { printTheme } from "#shared/charts/chartTheme.ts";
import { heatMapChart } from "#shared/charts/heatMapChart.ts";
import { intervalChart } from "#shared/charts/intervalChart.ts";
import { differenceChart } from "#shared/charts/pairChart.ts";
import { drawFigure } from "../../../../../src-main/services/agreement/report/drawFigure.ts";
import { figurePng } from "../../../../../src-main/services/agreement/report/figurePng.ts";
import { withPictures } from "../../../../../src-main/services/agreement/report/withPictures.ts";
import { pythonWith } from "../../../../debianPython.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const python = pythonWith("PIL");
const noOracle = python === undefined || spawnSync("rsvg-convert", ["--version"]).status !== 0;
if (noOracle) console.warn("skipped: Pillow and rsvg-convert (Debian: python3-pil, librsvg2-bin) are not installed");

/** What Pillow reads of two PNGs: size, dots an inch, and the share of pixels whose grey differs by more than a quarter of the range. */
const compare = `
import sys
from PIL import Image, ImageChops
own, other = (Image.open(path) for path in sys.argv[1:])
assert own.size == other.size, (own.size, other.size)
differences = ImageChops.difference(own.convert("L"), other.convert("L")).histogram()
print(*own.size, *(round(each) for each in own.info["dpi"]), sum(differences[64:]) / (own.size[0] * own.size[1]))
`;

/** An SVG by librsvg at 300 dots an inch, with the shipped font alone. */
function byLibrsvg(folder: string, svg: string): string {
  const font = createRequire(import.meta.url).resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf");
  const settings = join(folder, "fonts.conf");
  const cache = join(folder, "cache");
  mkdirSync(cache, { recursive: true });
  writeFileSync(settings, `<fontconfig><dir>${dirname(font)}</dir><cachedir>${cache}</cachedir></fontconfig>`);
  const [input, output] = [join(folder, "figure.svg"), join(folder, "librsvg.png")];
  writeFileSync(input, svg);
  execFileSync("rsvg-convert", ["--zoom", String(300 / 96), input, "-o", output], { env: { ...process.env, FONTCONFIG_FILE: settings } });
  return output;
}

const points = [0, 1, 2, 3, 4].map((at) => ({ id: `C-0${at}`, first: 10 + at, second: 11 + 1.4 * at }));
const figures = {
  intervals: intervalChart(
    {
      axis: "kappa, unweighted",
      from: -0.2,
      to: 1,
      rows: ["Gluteus maximus right", "Sartorius left"],
      series: [
        {
          name: "readers 1 and 2, pass 1",
          values: [
            { value: 0.62, lower: 0.41, upper: 0.83 },
            { value: 1, lower: null, upper: null },
          ],
        },
      ],
    },
    printTheme,
  ),
  differences: differenceChart(
    { what: "total score", first: "reader 1", second: "reader 2", points },
    { bias: -1.8, lower: -3, upper: -0.6 },
    printTheme,
  ),
  grades: heatMapChart(
    {
      rows: ["Soleus R", "Soleus L"],
      groups: [{ name: "LGMD", columns: ["C-01", "C-02", "C-03"] }],
      values: [
        [0, 2, 5],
        [null, 3, 1],
      ],
      grades: ["0", "1", "2", "3", "4", "5"],
    },
    printTheme,
  ),
};

test.skipIf(noOracle).each(Object.entries(figures))("%s: as librsvg draws it, letters too, 300 dots an inch", async (_, option) => {
  const folder = temporaryFolder();
  // librsvg before 2.56 knows no dominant-baseline, and puts every line of words higher.
  const svg = (await drawFigure({ option, width: 640, height: 320 })).replaceAll(/ dominant-baseline="[a-z]+"/g, "");
  const apart = async (own: string): Promise<number[]> => {
    const path = join(folder, "own.png");
    writeFileSync(path, (await figurePng(own)).png);
    return execFileSync(python!, ["-c", compare, path, byLibrsvg(folder, svg)], { encoding: "utf8" })
      .split(" ")
      .map(Number);
  };
  const [columns, rows, ...rest] = await apart(svg);
  expect([columns, rows, rest[0], rest[1]]).toEqual([2000, 1000, 300, 300]);
  // Edges are smoothed otherwise; a figure without its letters differs ten times as much.
  const without = (await apart(svg.replaceAll(/<text.*?<\/text>/gs, "")))[4]!;
  console.log(`pixels that differ: ${rest[2]}, without letters ${without}`);
  expect(10 * rest[2]!).toBeLessThan(without);
});

test("each SVG gets a PNG of its name; letters that the font does not have are named", async () => {
  const svg = (words: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="32"><text y="20">${words}</text></svg>`;
  const texts = { "report.html": "<p>", "figures/a.svg": svg("Größe ≥ 3 – µm²"), "figures/b.svg": svg("比目鱼肌 R") };
  const { files, notes } = await withPictures({ files: texts, notes: ["first"] });
  expect(Object.keys(files)).toEqual([...Object.keys(texts), "figures/a.png", "figures/b.png"]);
  const png = Buffer.from(files["figures/a.png"]!);
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(["PNG", 300, 100]);
  expect(notes).toEqual([
    "first",
    "figures/b.png has boxes in place of 比 目 鱼 肌: the font that is shipped has no such letters. The SVG has them.",
  ]);
});
