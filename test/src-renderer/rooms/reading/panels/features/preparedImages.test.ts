import { expect, it } from "vitest";
import { preparedFrom, recipeOfVolume, unpreparedOf } from "../../../../../../src-renderer/rooms/reading/panels/features/preparedImages.ts";
import { outcomeOf } from "../../../../recipes/recipesForTests.ts";
import { volumeOf } from "../../../../volumeOf.ts";

it("finds what was made of a volume, and what a prepared one was made of; refused ones are left out", () => {
  const refused = outcomeOf({ outcomeId: "o2", state: "refused", outputs: [{ ...outcomeOf().outputs[0]!, volumeId: null }] });
  const outcomes = [outcomeOf(), refused];
  expect(preparedFrom("v2", outcomes)).toEqual([{ volumeId: "v3", words: "Water aligned to T1 (to be reviewed)" }]);
  expect(preparedFrom("v1", outcomes)).toEqual([]);
  expect([unpreparedOf("v3", outcomes), unpreparedOf("v2", outcomes)]).toEqual(["v2", "v2"]);
});

it("reads the recipe's name and hash off a volume that was prepared", () => {
  const steps = [
    { name: "recipe", parameters: { name: "N4", sha256: "ab12" } },
    { name: "n4", parameters: {} },
  ];
  const prepared = volumeOf({ source: { kind: "derived", steps, stepsHash: "c", sources: [{ volumeId: "v", imageHash: "d" }] } });
  expect(recipeOfVolume(prepared)).toEqual({ name: "N4", hash: "ab12" });
  expect(recipeOfVolume(volumeOf())).toBeNull();
});
