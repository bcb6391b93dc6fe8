import { expect, test } from "vitest";
import { identifierSchema } from "#shared/domain/project/identifier.ts";
import { levelsNamed } from "../../../../src-renderer/rooms/projects/protocol/levelsNamed.ts";

const before = [
  { id: "proximal", name: "proximal" },
  { id: "mid", name: "middle" },
];

test("levels that stay keep their ids, in the new order", () => {
  expect(levelsNamed(["middle", "proximal"], before)).toEqual([before[1], before[0]]);
});

test("a new level gets an id that the protocol takes and no other level has", () => {
  const levels = levelsNamed(["proximal", "Mid", "Mid-thigh (5 cm)", "Höhe", "---", "腿"], before);
  expect(levels.map(({ name }) => name)).toEqual(["proximal", "Mid", "Mid-thigh (5 cm)", "Höhe", "---", "腿"]);
  const ids = levels.map(({ id }) => id);
  expect(ids.every((id) => identifierSchema.safeParse(id).success)).toBe(true);
  // "mid" is that of a level that was taken out: what was chosen for it is not for the new one.
  expect(new Set([...ids, "mid"]).size).toBe(ids.length + 1);
});
