import type { LabelMapOffer } from "#shared/api/import.ts";
import { isVoxelOnVoxel, matchGrids } from "#shared/domain/gridMatch.ts";
import type { FileLabels } from "#shared/domain/imageFile.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";

const mostSegments = 255;
const mostFits = 12;

interface LabelMapRow {
  readonly volume: string;
  readonly labels: string;
}

/**
 * Makes what says of an image file whether its voxels are labels that no segmentation in the lists was made of, and of which images of its
 * examination it may be a segmentation: those on
 * whose lattice it lies
 * (matchGrids), voxel on voxel before others, then by the words that their names share, then in the study's order.
 */
export function labelMapOffers({ database }: Store): (imageFileId: number, path: string) => LabelMapOffer | undefined {
  const labelMap = database.prepare<[number], LabelMapRow>(`
    SELECT volume.description AS volume, labels FROM image_file JOIN volume_image_file ON image_file_id = image_file.id AND frame = 0
    JOIN volume ON volume.id = volume_id WHERE image_file.id = ? AND labels IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM segmentation WHERE id = taken_segmentation_id AND removed_at IS NULL)`);
  const others = database.prepare<[string], { volume: string; series: string }>(`
    SELECT volume.description AS volume, series.description AS series FROM volume JOIN series ON series.id = volume.series_id
    JOIN study ON study.id = study_id WHERE study_instance_uid = ? ORDER BY series.series_number IS NULL, series.series_number, series.id, volume.ordinal`);

  return (imageFileId, path) => {
    const row = labelMap.get(imageFileId);
    if (!row) return undefined;
    const map = JSON.parse(row.volume) as Volume;
    const { count } = JSON.parse(row.labels) as FileLabels;
    const words = wordsOf(map);
    const fits = others
      .all(map.studyInstanceUid)
      .flatMap(({ volume: json, series }) => {
        const volume = JSON.parse(json) as Volume;
        if (volume.samplesPerPixel !== 1 || (volume.source?.kind === "file" && volume.source.isLabelMap)) return [];
        const [target, source] = [gridOf(volume), gridOf(map)];
        const match = matchGrids(target, source);
        if ("mismatch" in match) return [];
        const shared = [...wordsOf(volume)].filter((word) => words.has(word)).length;
        return [{ volume, series, rank: (isVoxelOnVoxel(match, target, source) ? 1000 : 0) + shared }];
      })
      .toSorted((a, b) => b.rank - a.rank)
      .slice(0, mostFits)
      .map(({ volume, series }) => ({ volumeId: volume.id, name: [series, volume.label].filter((part) => part !== "").join(", ") }));
    return { volumeId: map.id, path, labels: count, fits, problem: problemOf(count, fits.length) };
  };
}

function problemOf(labels: number, fits: number): string | null {
  if (labels > mostSegments)
    return `It holds ${labels} labels; one segmentation holds at most ${mostSegments} segments. Save it as several files, or join labels.`;
  return fits > 0 ? null : "No image of its examination lies on its grid. Open the series it was drawn on and drop the file there.";
}

function wordsOf({ source }: Volume): Set<string> {
  return new Set(source?.kind === "file" ? source.fileName.toLowerCase().split(/[^a-z0-9]+/) : []);
}
