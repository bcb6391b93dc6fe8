import type { ReadingResult } from "#shared/api/reading.ts";
import type { Prediction, ValuePrediction } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Models } from "../../services/models/index.ts";
import type { Readings } from "../../services/projects/index.ts";
import type { Segmentations } from "../../services/segmentation/index.ts";
import type { Author } from "../../services/store/index.ts";

/** Results of models on the images of readings. */
export interface ModelResults {
  /**
   * Of the images of one's own open reading, the newest first: from the images themselves, and from features of what was drawn on them outside of readings.
   * Throws PlainError where the protocol does not show them.
   */
  ofReading(by: Author, readingId: string): ReadingResult[];
}

interface Parts {
  readonly readings: Pick<Readings, "describe" | "images" | "isDrawn">;
  readonly models: Pick<Models, "listPredictions" | "listPredictionsOfVolume">;
  readonly segmentations: Pick<Segmentations, "list">;
}

export function createModelResults({ readings, models, segmentations }: Parts): ModelResults {
  return {
    ofReading: (by, readingId) => {
      if (!readings.describe(by, readingId).showsModelResults)
        throw new PlainError("The protocol of this study shows no results of models in readings.");
      const images = readings.images(by, readingId);
      const volumeIds = [...new Set(images.map(({ volumeId }) => volumeId))];
      const found = volumeIds.flatMap((volumeId): readonly (readonly [string, Prediction])[] => [
        ...models.listPredictionsOfVolume(volumeId).map((prediction) => [volumeId, prediction] as const),
        // What a reader drew is not told by what a model made of it.
        ...segmentations
          .list({ volumeId })
          .filter(({ id }) => !readings.isDrawn(id))
          .flatMap(({ id }) => models.listPredictions(id).map((prediction) => [volumeId, prediction] as const)),
      ]);
      return [...Map.groupBy(found, ([, { id }]) => id).values()]
        .map((same) => ({ prediction: same[0]![1], of: same.map(([volumeId]) => volumeId) }))
        .toSorted((a, b) => (a.prediction.createdAt < b.prediction.createdAt ? 1 : -1))
        .map(({ prediction, of }) =>
          shownResult(
            prediction,
            images.filter(({ volumeId }) => of.includes(volumeId)).map(({ imageId }) => imageId),
          ),
        );
    },
  };
}

/** A list of what is let through, not of what is left out. */
function shownResult(prediction: Prediction, imageIds: string[]): ReadingResult {
  const { kind, modelName, modelVersion, notice } = prediction;
  return {
    model: `${modelName} ${modelVersion}`,
    from: kind === "features" || kind === "table" ? "features" : "images",
    imageIds,
    classes: kind === "value" ? null : shownClasses(prediction),
    value: kind === "value" ? shownValue(prediction) : null,
    notice,
  };
}

function shownClasses({ probabilities, predictedClass, positiveClass, threshold }: Exclude<Prediction, ValuePrediction>) {
  return { probabilities: Object.entries(probabilities), predictedClass, positiveClass, threshold };
}

function shownValue({ value: { name, unit, number } }: ValuePrediction) {
  return { name, unit, number };
}
