import { html } from "hono/html";
import { comparisonInWords } from "#shared/domain/agreement/analysedReading.ts";
import { fixed } from "#shared/domain/numbersInWords.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { table, type Markup } from "./markup.ts";

/** How drawings overlap, those of each comparison together, and the slices of least agreement. */
export function drawingSection({ drawings: { overlaps, notes } }: AgreementResults): Markup {
  const groups = Map.groupBy(overlaps, ({ kind, readers, passes, region, role, segment }) =>
    JSON.stringify([kind, readers, passes, region, role, segment]),
  );
  const worst = overlaps
    .flatMap((overlap) => overlap.slices.map((slice) => ({ overlap, slice })))
    .toSorted((a, b) => a.slice.dice - b.slice.dice)
    .slice(0, 10);
  return html`<section><h2>Drawings</h2>
<p class="soft">In the plane of each slice, pooled over slices by contour length. A slice that one alone drew lowers Dice and has no distance.</p>
${table(
  ["Compared", "Region", "Role", "Segment", "Cases", "Mean Dice", "Lowest Dice", "Mean HD95, mm", "Mean ASSD, mm", "Slices of one alone"],
  [...groups.values()].map((own) => [
    comparisonInWords(own[0]!),
    own[0]!.region,
    own[0]!.role,
    own[0]!.segment ?? "all segments",
    own.length,
    fixed(meanOf(own.map(({ pooled }) => pooled.dice))),
    fixed(lowestOf(own.flatMap(({ pooled }) => pooled.dice ?? []))),
    fixed(meanOf(own.map(({ pooled }) => pooled.hd95)), 2),
    fixed(meanOf(own.map(({ pooled }) => pooled.assd)), 2),
    own.reduce((sum, { pooled }) => sum + pooled.slicesOnlyA + pooled.slicesOnlyB, 0),
  ]),
)}
${chosenLevels(overlaps)}
<h3>Slices of least agreement</h3>
${table(
  ["Case", "Compared", "Region", "Role", "Segment", "Slice", "Level", "Dice"],
  worst.map(({ overlap, slice }) => [
    overlap.caseCode,
    comparisonInWords(overlap),
    overlap.region,
    overlap.role,
    overlap.segment ?? "all segments",
    slice.slice + 1,
    slice.level ?? "",
    fixed(slice.dice),
  ]),
)}
${notes.map((note) => html`<p class="warn">${note}</p>`)}</section>`;
}

/** Where each reader chose the levels: how far apart the slices lie that two readers took for one. */
function chosenLevels(overlaps: AgreementResults["drawings"]["overlaps"]): Markup {
  const all = overlaps.flatMap(({ chosen, ...overlap }) => (chosen ?? []).map((each) => ({ ...overlap, ...each })));
  if (all.length === 0) return html``;
  // A drawing has an overlap for each segment, all on the same slices.
  const groups = Map.groupBy(all, ({ kind, readers, passes, region, role, level }) =>
    JSON.stringify([kind, readers, passes, region, role, level]),
  );
  return html`<h3>Levels that each reader chose</h3>
<p class="soft">Slices alone that both chose are compared above.</p>
${table(
  ["Compared", "Region", "Role", "Level", "Cases", "On one slice", "Slices apart, mean (most)", "Distance, mm, mean (most)"],
  [...groups.values()].map((group) => {
    const own = [...new Map(group.map((each) => [each.caseCode, each])).values()];
    const apart = own.map(({ sliceA, sliceB }) => Math.abs(sliceB - sliceA));
    const mm = own.flatMap(({ distanceMm }) => distanceMm ?? []);
    return [
      comparisonInWords(own[0]!),
      own[0]!.region,
      own[0]!.role,
      own[0]!.level,
      own.length,
      apart.filter((count) => count === 0).length,
      `${fixed(meanOf(apart), 1)} (${Math.max(...apart)})`,
      mm.length === 0 ? "–" : `${fixed(meanOf(mm), 1)} (${fixed(Math.max(...mm), 1)})`,
    ];
  }),
)}`;
}

const lowestOf = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};
