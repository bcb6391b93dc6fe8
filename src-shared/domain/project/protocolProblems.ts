import { repeatedIn } from "./fieldProblems.ts";
import { gradePictureProblems } from "./protocolPictures.ts";
import { mostReaders, type Protocol } from "./protocolShape.ts";
import type { Region } from "./region.ts";
import { partsOfRegion } from "./featurePart.ts";
import { segmentsToDraw } from "./segmentsToDraw.ts";

/** What of a protocol contradicts itself, in words that name the field; empty where nothing does. */
export function protocolProblems(protocol: Protocol): string[] {
  const { regions, forms, passes } = protocol;
  return [
    ...repeatedIn(
      "ids of regions",
      regions.map(({ id }) => id),
    ),
    ...repeatedIn(
      "ids of forms",
      forms.map(({ id }) => id),
    ),
    ...regions.flatMap(regionProblems),
    ...formRegionProblems(protocol),
    ...passes.flatMap((_, at) => passProblems(protocol, at)),
    ...gradePictureProblems(protocol),
    ...agreementProblems(protocol),
  ];
}

function regionProblems(region: Region): string[] {
  const { roles, levels, drawing, start } = region;
  const field = `region "${region.name}"`;
  const drawnOn = roles.filter(({ use }) => use === "drawn on").length;
  const copiedTo = roles.filter(({ use }) => use === "copied to").length;
  const isDrawn = drawing.kind !== "nothing";
  return [
    ...repeatedIn(
      `${field}, ids of roles`,
      roles.map(({ id }) => id),
    ),
    ...repeatedIn(
      `${field}, names of roles`,
      roles.map(({ name }) => name),
    ),
    ...repeatedIn(
      `${field}, ids of levels`,
      levels.map(({ id }) => id),
    ),
    ...repeatedIn(
      `${field}, segments`,
      segmentsToDraw(drawing).map(({ name }) => name),
    ),
    ...(isDrawn && drawnOn !== 1 ? [`${field}, roles: one series is drawn on, not ${drawnOn}`] : []),
    ...(!isDrawn && drawnOn + copiedTo > 0 ? [`${field}, drawing: a role is drawn on or copied to, but no segment is listed`] : []),
    ...roles
      .filter(({ use, extraction }) => use === "shown beside" && extraction !== null)
      .map(({ name }) => `${field}, role "${name}", extraction: nothing is drawn on a series that is only shown beside`),
    ...(start.level !== null && !levels.some(({ id }) => id === start.level)
      ? [`${field}, start, level: "${start.level}" is none of its levels`]
      : []),
  ];
}

/** A muscle's region must be there where its answers depend on the region's levels, or the muscle is shown in its image. */
function formRegionProblems({ regions, forms }: Protocol): string[] {
  const known = regions.map(({ id }) => id);
  return forms.flatMap(({ name, muscles }) => {
    const unknown = new Set(muscles.map(({ region }) => region).filter((region) => !known.includes(region)));
    return [...unknown].map(
      (region) => `form "${name}", muscles: "${region}" is none of the regions; add the region, or take its muscles out`,
    );
  });
}

function passProblems({ passes, readerCount, blinding }: Protocol, at: number): string[] {
  const { cases, readers, washout, hasNewCodes } = passes[at]!;
  const field = `pass ${at + 1}`;
  // More are refused beside this: no list of a thousand million readers is made of a number that is wrong.
  const everyone = Array.from({ length: Math.min(readerCount, mostReaders) }, (_, index) => index + 1);
  const numbersOf = (chosen: typeof readers) => (chosen === "all" ? everyone : chosen);
  const numbers = numbersOf(readers);
  const before = at === 0 ? numbers : numbersOf(passes[at - 1]!.readers);
  return [
    ...repeatedIn(`${field}, readers`, numbers.map(String)),
    ...numbers
      .filter((number) => number > readerCount)
      .map((number) => `${field}, readers: there is no reader ${number}, the number of readers is ${readerCount}`),
    ...(at === 0 && cases.of !== "all" ? ["pass 1, cases: the first pass is of all cases; a random subset is for a further one"] : []),
    ...(at === 0 && washout !== null ? ["pass 1, washout: there is no pass before it; leave it out"] : []),
    ...(at === 0 && hasNewCodes ? ["pass 1, new codes: the first pass has the first codes"] : []),
    ...(at > 0 && washout === null && blinding.isBlinded
      ? [`${field}, washout: a further pass of a blinded study needs one, such as "P2M"`]
      : []),
    ...(numbers.some((number) => number <= readerCount && !before.includes(number))
      ? [`${field}, readers: who reads in it must have read in pass ${at}`]
      : []),
  ];
}

function agreementProblems({ regions, passes, readerCount, agreement }: Protocol): string[] {
  const compared = agreement.featureFilter?.comparisons ?? [];
  const field = "agreement, feature filter, comparisons";
  return [
    ...repeatedIn(field, compared),
    ...repeatedIn("agreement, kappa weightings", agreement.kappaWeightings),
    ...repeatedIn("agreement, features per", agreement.featuresPer ?? []),
    ...(agreement.featuresPer ?? [])
      .filter((per) => !regions.some((region) => partsOfRegion(region, [per]).length > 0))
      .map((per) => `agreement, features per: no region has two ${per}s or more that are drawn`),
    ...(compared.includes("between readers") && readerCount < 2 ? [`${field}: "between readers" needs two readers`] : []),
    ...(compared.includes("within reader") && passes.length < 2 ? [`${field}: "within reader" needs a second pass`] : []),
  ];
}

/** What a protocol still lacks before readings can begin, in words; empty where it can be frozen. A draft may lack all of it. */
export function lacksBeforeStart({ regions, forms }: Protocol): string[] {
  const isDrawn = regions.some(({ drawing }) => drawing.kind !== "nothing");
  return [
    ...(regions.length === 0 ? ["regions: name at least one region of the body, with its series"] : []),
    ...(regions.length > 0 && !isDrawn && forms.length === 0 ? ["regions and forms: there is nothing to draw and nothing to fill in"] : []),
  ];
}
