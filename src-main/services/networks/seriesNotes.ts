import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { fitsRole } from "#shared/domain/seriesKind.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Volumes } from "../volumes/index.ts";

/**
 * What lies outside of what a network was trained on as far as the series say: the field strength, and sequences whose series are not named like them. Sentences
 * name the bundle's images, never the series. Throws PlainError instead where the bundle refuses such cases.
 */
export function seriesNotes(
  { name, version, provenance, ...bundle }: Bundle2,
  images: ReadonlyMap<string, Volume>,
  volumes: Pick<Volumes, "describeStudy" | "fieldStrengthT">,
): string[] {
  const { fieldStrengthT, ranges } = provenance;
  const notes: string[] = [];
  const tell = (words: string) => {
    if (ranges.outside === "refuse")
      throw new PlainError(`${words} ${name} ${version} refuses such cases (provenance.ranges); nothing was computed.`);
    notes.push(words);
  };
  const wanted = bundle.kind === "table" ? [] : (bundle.input?.images ?? []);
  for (const image of wanted) {
    const volume = images.get(image.name);
    if (!volume) continue;
    const tesla = fieldStrengthT && volumes.fieldStrengthT(volume.id);
    if (fieldStrengthT && typeof tesla === "number" && (tesla < fieldStrengthT[0] || tesla > fieldStrengthT[1]))
      tell(
        `${image.name} was acquired at ${Number(tesla.toPrecision(3))} T, outside of the ${[...new Set(fieldStrengthT)].join(" to ")} T of the training data.`,
      );
    const series = volumes
      .describeStudy(volume.studyInstanceUid)
      .series.find(({ seriesInstanceUid }) => seriesInstanceUid === volume.seriesInstanceUid);
    if (series && !fitsRole({ name: image.name, title: image.sequence }, `${series.description} ${series.protocolName} ${volume.label}`))
      notes.push(`The series given for ${image.name} is not named like one of its sequence (${image.sequence}).`);
  }
  return notes;
}
