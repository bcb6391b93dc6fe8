import type { Series, Study } from "#shared/api/study.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { isTurnedUpright, type Volume, type VolumeWarning } from "#shared/domain/volume.ts";
import type { ReadingImage, Readings } from "../../services/projects/index.ts";
import type { Author } from "../../services/store/index.ts";
import { computeStatistics, DamagedSliceError, type Volumes } from "../../services/volumes/index.ts";
import { maskedFrame, maskedImage } from "./maskedVoxels.ts";
import { onlyThese } from "./refused.ts";

/** What is said of an image's geometry; other warnings may name files or series. */
const warningWords: Partial<Record<VolumeWarning["code"], string>> = {
  "uneven-spacing": "The slices do not lie at even distances.",
  "missing-slices": "Slices are missing.",
  "duplicate-positions": "Several slices lie at one place.",
  "gantry-tilt": "The slices are tilted against each other.",
  "no-geometry": "The images do not say where they lie in the patient.",
  "single-position": "The image is one slice.",
};

/** A volume under its name in a reading: grid and grey values are its own, all that could tell the patient or the series is left out. */
export function blindedVolume(volume: Volume, { imageId, readingId, role }: ReadingImage, space: number): Volume {
  const { columns, rows, slices, spacingMm, originMm, direction, slicePositionsMm, sliceThicknessMm, hasPatientGeometry, isRegular } =
    volume;
  const { scalarType, samplesPerPixel, invert, padding, window } = volume;
  return {
    id: imageId,
    seriesInstanceUid: imageId,
    studyInstanceUid: readingId,
    ordinal: 0,
    label: "",
    columns,
    rows,
    slices,
    spacingMm,
    originMm,
    direction,
    slicePositionsMm,
    sliceThicknessMm,
    hasPatientGeometry,
    isRegular,
    scalarType,
    samplesPerPixel,
    invert,
    ...(padding ? { padding } : {}),
    frameOfReferenceUid: volume.frameOfReferenceUid === null ? null : `${readingId}/${space}`,
    window: role.window ?? window,
    turnsUpright: isTurnedUpright(volume),
    warnings: volume.warnings.flatMap(({ code }) =>
      warningWords[code]
        ? [
            {
              code,
              message: warningWords[code],
            },
          ]
        : [],
    ),
  };
}

/** By the protocol, and by the file where the protocol shows it. */
function describedImage({ region, role, seriesDescription }: ReadingImage): string {
  return `${region.name}, ${role.name}${seriesDescription === null ? "" : `: ${seriesDescription}`}`;
}

/** The images of a reader's open readings, under their names there: a reading stands in place of a study. */
export function blindedVolumes(volumes: Volumes, readings: Pick<Readings, "image" | "images" | "describe">, by: Author): Volumes {
  const described = (image: ReadingImage): Volume => {
    const spaces = readings.images(by, image.readingId).map(({ volumeId }) => volumes.describe(volumeId).frameOfReferenceUid);
    const volume = volumes.describe(image.volumeId);
    return blindedVolume(volume, image, [...new Set(spaces)].indexOf(volume.frameOfReferenceUid));
  };
  /** Why a file cannot be read names the file. */
  const withoutNames = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer;
    } catch (error) {
      // Names a slice by its number in the series.
      if (error instanceof DamagedSliceError) throw error;
      if (error instanceof PlainError)
        throw new PlainError("This image, or a slice of it, cannot be read. Ask the coordinator (wrong series, damaged file).");
      throw error;
    }
  };
  const readFrame = async ({ volumeId, mask }: ReadingImage, sliceIndex: number) =>
    maskedFrame(await withoutNames(volumes.readFrame(volumeId, sliceIndex)), volumes.describe(volumeId), mask);
  return onlyThese<Volumes>({
    describe: (imageId) => described(readings.image(by, imageId)),
    describeStudy: (readingId): Study => {
      const { code, project } = readings.describe(by, readingId);
      return {
        studyInstanceUid: readingId,
        patientId: "",
        patientName: code,
        patientBirthDate: null,
        patientSex: null,
        studyDate: null,
        description: project,
        accessionNumber: "",
        series: readings.images(by, readingId).map((image, at): Series => {
          const volume = described(image);
          return {
            seriesInstanceUid: image.imageId,
            seriesNumber: at + 1,
            modality: "",
            description: describedImage(image),
            bodyPart: image.region.name,
            protocolName: "",
            manufacturer: "",
            instances: volume.slices,
            acquisition: [],
            volumes: [volume],
          };
        }),
      };
    },
    readFrame: async (imageId, sliceIndex) => readFrame(readings.image(by, imageId), sliceIndex),
    readImage: async (imageId, options) => {
      const { volumeId, mask } = readings.image(by, imageId);
      return maskedImage(await withoutNames(volumes.readImage(volumeId, options)), mask);
    },
    statistics: async (imageId) => {
      const image = readings.image(by, imageId);
      if (image.mask === null) return withoutNames(volumes.statistics(image.volumeId));
      // Of what is shown: grey values of hidden text are none.
      return computeStatistics({ readFrame: (_volumeId, sliceIndex) => readFrame(image, sliceIndex) }, volumes.describe(image.volumeId));
    },
    thumbnail: async (imageId) => {
      // It is drawn of the image as it is.
      if (readings.image(by, imageId).mask !== null) throw new PlainError("A part of this image is hidden: it has no small picture.");
      return withoutNames(volumes.thumbnail(readings.image(by, imageId).volumeId));
    },
  });
}
