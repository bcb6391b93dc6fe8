import { axisOf } from "#shared/domain/geometry.ts";
import { fitsRole, type SeriesFacts } from "#shared/domain/project/roleRule.ts";
import type { RoleRule } from "#shared/domain/project/region.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { planeName } from "../volumes/index.ts";
import { sha256 } from "./subjects.ts";

/** A volume of a case's studies. */
export interface CaseImage {
  readonly volumeId: string;
  /** For coordinators: the series description, and what sets the volume apart within its series. */
  readonly description: string;
  readonly facts: SeriesFacts;
  /** Found by rules: not what is divided otherwise by now, was computed, or holds labels or colours. */
  readonly isOffered: boolean;
  /** It can be read as an image of a role at all. */
  readonly isImage: boolean;
}

interface Row {
  readonly volumeId: string;
  readonly seriesDescription: string;
  readonly volume: string;
  /** JSON array; null where the volume is of no DICOM frames. */
  readonly imageType: string | null;
}

/** Reads what roles are found by. */
export function createCaseImages({ database }: Pick<Store, "database">) {
  const volumes = database.prepare<[string], Row>(`
    SELECT volume.id AS volumeId, series.description AS seriesDescription, volume.description AS volume,
      json_extract(instance.header, '$.frames[' || (volume_frame.frame_number - 1) || '].imageType') AS imageType
    FROM study JOIN series ON series.study_id = study.id JOIN volume ON volume.series_id = series.id
    LEFT JOIN volume_frame ON volume_frame.volume_id = volume.id AND volume_frame.slice_index = 0
    LEFT JOIN instance ON instance.id = volume_frame.instance_id
    WHERE study.study_instance_uid = ? ORDER BY series.series_number IS NULL, series.series_number, series.id, volume.ordinal`);
  const frames = database.prepare<[string], { hash: string; frame: number }>(
    `SELECT content_hash AS hash, frame_number AS frame FROM volume_frame JOIN instance ON instance.id = instance_id
     WHERE volume_id = ? ORDER BY slice_index`,
  );
  const whole = database.prepare<[{ id: string }], { hash: string; frame: number }>(
    `SELECT content_hash AS hash, frame FROM volume_image_file JOIN image_file ON image_file.id = image_file_id WHERE volume_id = :id
     UNION ALL SELECT content_hash, 0 FROM derived_volume WHERE volume_id = :id`,
  );
  const description = database.prepare<[string], string>("SELECT description FROM volume WHERE id = ?").pluck();
  const cached = database.prepare<[string], number>("SELECT 1 FROM derived_volume WHERE volume_id = ? AND is_cached = 1").pluck();
  return {
    /** Whether its voxels may be deleted at any time, as of a recipe's outcome that nobody accepted yet. */
    isCached: (volumeId: string): boolean => cached.get(volumeId) !== undefined,
    /** A volume as it is described; undefined where there is none. */
    volume: (volumeId: string): Volume | undefined => {
      const json = description.get(volumeId);
      return json === undefined ? undefined : (JSON.parse(json) as Volume);
    },
    /** The volumes of studies, in the order of the worklist. */
    of: (studies: readonly string[]): CaseImage[] => studies.flatMap((study) => volumes.all(study).map(imageOf)),
    /** SHA-256 over which frames of which files a volume has, by the files' hashes; undefined where there is no such volume. */
    framesHash: (volumeId: string): string | undefined => {
      const rows = frames.all(volumeId);
      const parts = rows.length > 0 ? rows : whole.all({ id: volumeId });
      return parts.length === 0 ? undefined : sha256(parts.map(({ hash, frame }) => `${hash} ${frame}\n`).join(""));
    },
  };
}
export type CaseImages = ReturnType<typeof createCaseImages>;

function imageOf({ volumeId, seriesDescription, volume: json, imageType }: Row): CaseImage {
  const { direction, hasPatientGeometry, label, warnings, samplesPerPixel, source } = JSON.parse(json) as Volume;
  const axes = { row: axisOf(direction, 0), column: axisOf(direction, 1), normal: axisOf(direction, 2) };
  const plane = hasPatientGeometry ? planeName(axes) : "oblique";
  const description = [seriesDescription, label].filter((words) => words !== "").join(", ");
  const isImage = samplesPerPixel === 1 && !(source?.kind === "file" && source.isLabelMap);
  return {
    volumeId,
    description,
    facts: {
      description,
      imageType: imageType === null ? [] : (JSON.parse(imageType) as string[]),
      plane: plane === "oblique" ? null : (plane as NonNullable<SeriesFacts["plane"]>),
    },
    isImage,
    isOffered: isImage && source?.kind !== "derived" && !warnings.some(({ code }) => code === "superseded"),
  };
}

/** The volumes that a role's rule describes. */
export function candidates(rule: RoleRule, images: readonly CaseImage[]): CaseImage[] {
  return images.filter(({ facts, isOffered }) => isOffered && fitsRole(rule, facts));
}
