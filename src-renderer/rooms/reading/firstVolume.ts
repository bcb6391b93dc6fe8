import type { Series } from "#shared/api/study.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** Words by which scanners and their users name the images that only plan the others. */
const scout = /(^|[^a-z])(scouts?|loc|locali[sz]ers?|survey|topograms?|surview|plan scan|(3|three)[ -]?(plane?s?|pl))([^a-z]|$)/i;
/** Results and pictures of a screen. */
const derived = /(^|[^a-z])(screen ?(save|shot|capture)s?|report|dose|phoenix|evidence|mip|mpr|sub(traction)?|mosaic)([^a-z]|$)/i;
const withoutAnatomy = new Set(["OT", "SC", "SR", "PR", "KO", "DOC", "SEG", "RTSTRUCT"]);
/** A volume of fewer slices is a look at three planes, or a test. */
const fewSlices = 4;

/** How far a volume is from being one to read and draw on: 0 is best. What stands in the way counts by its weight. */
export function distanceFromUse({ volume, series }: { readonly volume: Volume; readonly series: Series }): number {
  const words = `${series.description} ${series.protocolName}`;
  return (
    (withoutAnatomy.has(series.modality) ? 64 : 0) +
    (scout.test(words) ? 32 : 0) +
    (volume.hasPatientGeometry ? 0 : 16) +
    (volume.samplesPerPixel === 1 ? 0 : 8) +
    (volume.source?.kind === "file" && volume.source.isLabelMap ? 32 : 0) +
    (volume.source?.kind === "derived" || derived.test(words) ? 8 : 0) +
    (volume.slices < fewSlices ? 4 : 0) +
    (volume.warnings.some(({ code }) => code === "superseded") ? 2 : 0) +
    (volume.isRegular ? 0 : 1)
  );
}

/** The volume on which a study opens: the one nearest to use, of equal ones the first in the study's order. Undefined where there is none. */
export function firstVolume<Shown extends { readonly volume: Volume; readonly series: Series }>(
  volumes: readonly Shown[],
): Shown | undefined {
  return volumes.reduce<Shown | undefined>(
    (best, each) => (best === undefined || distanceFromUse(each) < distanceFromUse(best) ? each : best),
    undefined,
  );
}
