import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawSectionFigures } from "../src-main/services/sample/index.ts";

/** Draws the schematic sections beside forms anew: node scripts/draw-section-figures.ts. A test compares them with what is drawn now. */
const figures = (["thigh", "calf"] as const).flatMap((region) => drawSectionFigures(region));
writeFileSync(join(import.meta.dirname, "../src-renderer/forms/sectionFigures.json"), `${JSON.stringify(figures)}\n`);
