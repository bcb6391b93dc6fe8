import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawGradePicture, type MercuriGrade } from "../src-main/services/sample/index.ts";
import { encodePng } from "../src-main/services/volumes/encodePng.ts";

/** Draws the reference pictures of the modified Mercuri score anew: node scripts/draw-grade-pictures.ts. A test compares them with what is drawn now. */
const folder = join(import.meta.dirname, "../src-renderer/forms/gradePictures");
mkdirSync(folder, { recursive: true });
for (const grade of [0, 1, 2, 3, 4, 5] as const satisfies readonly MercuriGrade[]) {
  const { columns, rows, pixels } = drawGradePicture(grade);
  writeFileSync(join(folder, `mercuri-modified-0-5.${grade}.png`), encodePng(columns, rows, 1, pixels));
}
