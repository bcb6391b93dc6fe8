import type { Form } from "#shared/domain/project/form.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Drawing, Region, Role, RoleRule } from "#shared/domain/project/region.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { parseDuration } from "#shared/domain/project/duration.ts";
import { settingsInWords } from "../../../settings/imageTypeWords.ts";
import { formatCounted } from "../../../ui/format.ts";

type Pass = Protocol["passes"][number];

/** A rule for series, for people: "“T1”, “thigh” in the description; axial". */
export function ruleInWords({ descriptionHas, descriptionLacks, imageTypeHas, plane }: RoleRule): string {
  const quoted = (words: readonly string[]) => words.map((word) => `“${word}”`).join(", ");
  const parts = [
    ...(descriptionHas.length > 0 ? [`${quoted(descriptionHas)} in the description`] : []),
    ...(descriptionLacks.length > 0 ? [`without ${quoted(descriptionLacks)}`] : []),
    ...(imageTypeHas.length > 0 ? [`image type ${quoted(imageTypeHas)}`] : []),
    ...(plane === null ? [] : [plane]),
  ];
  return parts.length === 0 ? "any series" : parts.join("; ");
}

/** The window of a role at the start. */
export function windowInWords({ window }: Pick<Role, "window">): string {
  return window === null ? "as in the file" : `centre ${window.center}, width ${window.width}`;
}

/** How features are extracted on a role: "features: bin width 25, original". */
export function extractionInWords({ extraction }: Pick<Role, "extraction">): string {
  return extraction === null ? "no features" : `features: ${settingsInWords(extraction)}`;
}

/** How the viewports lie at the start: "2 side by side". */
export function layoutInWords(layout: Region["start"]["layout"]): string {
  return { "1x1": "one", "1x2": "2 side by side", "2x1": "2 one above the other", "2x2": "4, two by two" }[layout];
}

/** What is drawn in a region. */
export function drawingInWords(drawing: Drawing): string {
  switch (drawing.kind) {
    case "nothing":
      return "nothing";
    case "all muscle":
      return drawing.sides === "together" ? "all muscle, both sides as one segment" : "all muscle, a segment a side";
    case "single muscles":
      return `${formatCounted(drawing.muscles.length, "muscle", "muscles")}, ${drawing.sides.join(" and ")}: ${drawing.muscles.join(", ")}`;
    case "list":
      return segmentsToDraw(drawing)
        .map(({ name }) => name)
        .join(", ");
  }
}

/** A washout: "2 months". */
export function washoutInWords(washout: string): string {
  const { years, months, weeks, days, hours } = parseDuration(washout);
  return [
    [years, "year", "years"] as const,
    [months, "month", "months"] as const,
    [weeks, "week", "weeks"] as const,
    [days, "day", "days"] as const,
    [hours, "hour", "hours"] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => formatCounted(count, one, many))
    .join(" ");
}

/** One pass: which cases, by whom, after what. */
export function passInWords({ cases, readers, washout, hasNewCodes }: Pass): string {
  return [
    cases.of === "all" ? "all cases" : `a random ${formatCounted(cases.size, "case", "cases")}`,
    readers === "all" ? "by all readers" : `by reader ${readers.join(", ")}`,
    ...(washout === null ? [] : [`${washoutInWords(washout)} after the reader’s own submission at least`]),
    ...(hasNewCodes ? ["under new codes"] : []),
  ].join(", ");
}

/** What a form asks for. */
export function formInWords({ items, muscles, sides, version }: Form): string {
  return [
    `version ${version}`,
    formatCounted(items.length, "item", "items"),
    ...(muscles.length > 0 ? [`${formatCounted(muscles.length, "muscle", "muscles")}, ${sides.join(" and ")}`] : []),
  ].join("; ");
}

/** What features are extracted of: "of whole drawings, and of each level and side". */
export function featuresInWords({ featuresPer = [] }: Protocol["agreement"]): string {
  const parts = featuresPer.length < 3 ? featuresPer.join(" and ") : `${featuresPer.slice(0, -1).join(", ")} and ${featuresPer.at(-1)}`;
  return `of whole drawings${parts === "" ? "" : `, and of each ${parts}`}`;
}

/** Of which cases a consensus is made. */
export function adjudicationInWords({ adjudication: { gradeDifference, diceBelow } }: Protocol["agreement"]): string {
  const rules = [
    ...(gradeDifference === null ? [] : [`grades ${gradeDifference} or more apart`]),
    ...(diceBelow === null ? [] : [`a Dice below ${diceBelow}`]),
  ];
  return rules.length === 0 ? "of no case" : `of cases with ${rules.join(", or ")}`;
}
