import type { FatRequest, FatResult, FatSeries, FatSeriesChoice } from "#shared/api/fat.ts";
import { fatRoles, findFatRole, type FatRole } from "#shared/domain/fat/fatRoles.ts";
import { compareVolumes } from "#shared/domain/volumeFit.ts";
import { describeImage, exportFileName } from "../exports/index.ts";
import { createCaseImages } from "../projects/index.ts";
import { engineVersion } from "../radiomics/index.ts";
import type { Segmentations } from "../segmentation/index.ts";
import type { Store } from "../store/index.ts";
import type { Volumes } from "../volumes/index.ts";
import { fatCsv } from "./fatCsv.ts";
import type { FatEngine } from "./fatEngine.ts";

/** Areas, volumes and fat fractions of what is drawn. Nothing of it is kept: the same revision gives the same numbers. */
export interface Fat {
  /** The volumes of the study of a segmentation on which fat can be measured, and which of them are likely to have which role. */
  series(segmentationId: string): FatSeriesChoice;
  /** See measureFat. */
  measure(request: FatRequest, signal?: AbortSignal): Promise<FatResult>;
  /** The same as a table, see fatCsv. */
  table(request: FatRequest, signal?: AbortSignal): Promise<{ fileName: string; csv: string }>;
}

export function createFat({
  store,
  volumes,
  segmentations,
  engine,
}: {
  store: Store;
  volumes: Pick<Volumes, "describe">;
  segmentations: Pick<Segmentations, "describe" | "provenance">;
  engine: FatEngine;
}): Fat {
  const images = createCaseImages(store);
  const measure: Fat["measure"] = async (request, signal) => ({ ...(await engine(request, signal)), engineVersion: engineVersion() });
  return {
    series: (segmentationId) => {
      const drawnOn = volumes.describe(segmentations.describe(segmentationId).volumeId);
      const usable = images
        .of([drawnOn.studyInstanceUid])
        .filter(({ isImage }) => isImage)
        .map((image) => ({ ...image, fit: compareVolumes(drawnOn, volumes.describe(image.volumeId)) }))
        .filter(({ fit }) => fit.fit !== "no");
      // Of those alike, one that lies voxel on voxel goes first.
      const offered = usable
        .filter(({ isOffered }) => isOffered)
        .toSorted((a, b) => Number(b.fit.fit === "same") - Number(a.fit.fit === "same"));
      const guessed = fatRoles.flatMap((role): Array<[FatRole, string]> => {
        const found = findFatRole(role, offered);
        return found ? [[role, found.volumeId]] : [];
      });
      return {
        series: usable.map(({ volumeId, description, fit }): FatSeries => ({
          ...fit,
          description,
          seriesNumber: describeImage(store, volumeId)?.measuredOn.seriesNumber ?? null,
        })),
        guessed: Object.fromEntries(guessed),
      };
    },
    measure,
    table: async (request, signal) => {
      const result = await measure(request, signal);
      const drawing = await segmentations.provenance(request.segmentationId, result.revision);
      return {
        fileName: exportFileName(store, "fat", result, ".csv"),
        csv: fatCsv(result, drawing, (volumeId) => describeImage(store, volumeId)?.measuredOn),
      };
    },
  };
}
