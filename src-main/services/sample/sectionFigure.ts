import { contoursOf } from "#shared/domain/drawing/contours.ts";
import type { SectionFigure } from "#shared/domain/sectionFigure.ts";
import { limbParameters, type LimbRegion } from "./limbParameters.ts";
import { cutLimb, tissues, type LimbSection, type Point } from "./limbSection.ts";
import { hashSeed } from "./random.ts";

/** The figure's pixels, mm, and how far it reaches to each side of the middle of the limb. */
const spacingMm = 0.5;
const reachMm = 96;
/** Half the gap that is drawn between two muscles, mm: wider than in a body, so that neighbours are told apart in a small figure. */
const gapMm = 0.9;
/** A line takes every so many points of a contour, which has about one a pixel. */
const everyNth = 5;
/** Contours of fewer points, about 30 mm around, are specks. */
const fewestPoints = 60;
/** Where the levels lie, as fractions of the region's length from distal to proximal. */
const heights = { proximal: 0.8, middle: 0.5, distal: 0.2 } as const;

const side = (2 * reachMm) / spacingMm;

/** Draws the schematic sections of a region that stand beside forms: a right leg, patient's right on the left, anterior above. Always the same. */
export function drawSectionFigures(region: LimbRegion): SectionFigure[] {
  const parameters = limbParameters(region);
  const lengthMm = parameters.levelsMm.at(-1)!;
  return Object.entries(heights).map(([level, height]) => {
    const section = cutLimb(parameters, height * lengthMm, hashSeed(0x5f, "section figures"), () => 1, gapMm);
    const { limb, bones, muscles } = labelsOf(section);
    return {
      region,
      level: level as SectionFigure["level"],
      limb: pathOf(limb, 1),
      bones: pathOf(bones, 1),
      muscles: [...new Set(section.muscles.map(({ code }) => code))].flatMap((code) => {
        // Of two heads of a muscle, both.
        const path = section.muscles.map((muscle, at) => (muscle.code === code ? pathOf(muscles, at + 1) : "")).join("");
        return path === "" ? [] : [{ code, path }];
      }),
    };
  });
}

/** What lies at each pixel: limb or air, bone or not, and the number of the muscle from 1. */
function labelsOf(section: LimbSection) {
  const [limb, bones, muscles] = [new Uint8Array(side ** 2), new Uint8Array(side ** 2), new Uint8Array(side ** 2)];
  const point: Point = { tissue: 0, muscle: -1, marginMm: 0, depthMm: 0 };
  const bone = new Set([tissues.indexOf("cortex"), tissues.indexOf("marrow")]);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      // Of a right leg, lateral is to the left.
      const [lateral, posterior] = [reachMm - (column + 0.5) * spacingMm, (row + 0.5) * spacingMm - reachMm];
      const [x, y] = section.distortion(lateral, posterior);
      section.classify(lateral + x, posterior + y, point);
      const at = row * side + column;
      limb[at] = point.tissue === tissues.indexOf("air") ? 0 : 1;
      bones[at] = bone.has(point.tissue) ? 1 : 0;
      muscles[at] = point.muscle + 1;
    }
  return { limb, bones, muscles };
}

/** The outlines of a label as an SVG path in mm from the middle of the limb; specks are left out. */
function pathOf(labels: Uint8Array, label: number): string {
  return contoursOf(labels, side, label)
    .filter((contour) => contour.length >= fewestPoints)
    .map((contour) => {
      const points = contour
        .filter((_, at) => at % everyNth === 0)
        .map(([x, y]) => `${((x + 0.5) * spacingMm - reachMm).toFixed(1)} ${((y + 0.5) * spacingMm - reachMm).toFixed(1)}`);
      return `M${points.join("L")}Z`;
    })
    .join("");
}
