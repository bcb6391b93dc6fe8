import { expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { featuresInWords } from "../../../../src-renderer/rooms/projects/protocol/protocolWords.ts";

test("what features are extracted of", () => {
  const words = (featuresPer?: Protocol["agreement"]["featuresPer"]) => featuresInWords({ featuresPer } as Protocol["agreement"]);
  expect([words(), words(["level"]), words(["level", "side"]), words(["level", "segment", "side"])]).toEqual([
    "of whole drawings",
    "of whole drawings, and of each level",
    "of whole drawings, and of each level and side",
    "of whole drawings, and of each level, segment and side",
  ]);
});
