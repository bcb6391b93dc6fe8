import { PlainError } from "#shared/domain/plainError.ts";
import type { Readings } from "../readings/readings.ts";
import type { Adjudications } from "./adjudications.ts";

/** Readings among which a consensus stands under its own id: whoever shows and draws in a reading does so in a consensus, too. */
export function withAdjudications(readings: Readings, adjudications: Adjudications): Readings {
  const of = (id: string) => (adjudications.has(id) ? adjudications : readings);
  const refuseConsensus = (id: string, words: string) => {
    if (adjudications.has(id)) throw new PlainError(words);
  };
  return {
    ...readings,
    open: (by, id) => of(id).open(by, id),
    describe: (by, id) => of(id).describe(by, id),
    images: (by, id) => of(id).images(by, id),
    image: (by, imageId) => of(imageId).image(by, imageId),
    drawing: (by, segmentationId) => of(segmentationId).drawing(by, segmentationId),
    shownDrawing: (by, segmentationId) =>
      adjudications.has(segmentationId) ? adjudications.drawing(by, segmentationId) : readings.shownDrawing(by, segmentationId),
    picture: (by, id, name) => of(id).picture(by, id, name),
    isShown: (by, id) => readings.isShown(by, id) || adjudications.isShown(by, id),
    isDrawn: (segmentationId) => readings.isDrawn(segmentationId) || adjudications.has(segmentationId),
    answer: (by, id, key, answer) => of(id).answer(by, id, key, answer),
    addActive: (by, id, milliseconds) => of(id).addActive(by, id, milliseconds),
    lacks: (by, id) => of(id).lacks(by, id),
    ask: (by, id, text) => {
      refuseConsensus(id, "Questions are asked about readings, not about a consensus.");
      readings.ask(by, id, text);
    },
    submit: (by, id, secret) => {
      refuseConsensus(id, "A consensus is signed by everybody who made it.");
      return readings.submit(by, id, secret);
    },
  };
}
