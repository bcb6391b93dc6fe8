import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { RecipeBefore } from "../../../../../../src-renderer/rooms/reading/panels/features/RecipeBefore.tsx";
import type { VolumeOnDesk } from "../../../../../../src-renderer/rooms/reading/desk.ts";
import { answer } from "../../../../bench/door.ts";
import { show } from "../../../../bench/show.tsx";
import { aligning, described, outcomeOf } from "../../../../recipes/recipesForTests.ts";
import { volumeOf } from "../../../../volumeOf.ts";

const single = { ...described, recipe: { ...aligning, name: "N4 and z-score", roles: [aligning.roles[0]!], outputs: ["T1"] } };
const listed = (preset: string, name: string) => ({
  preset,
  recipeId: null,
  name,
  version: 1,
  about: "",
  hash: "",
  savedAt: null,
  fault: null,
});

beforeEach(() => {
  answer("recipe.list", () => [listed("epilepsy", "N4 and z-score"), listed("myopathy", "Water aligned to T1")]);
  answer("recipe.check", ({ source }: { source: { preset: string } }) => (source.preset === "epilepsy" ? single : described));
  answer("recipe.outcomes", () => [outcomeOf({ state: "accepted" })]);
});

function open(volumeId: string) {
  const [onVolume, onRecipe] = [vi.fn(), vi.fn()];
  const measured = { volume: volumeOf({ id: volumeId }) } as VolumeOnDesk;
  const reader = show(
    <RecipeBefore studyInstanceUid="1" measured={measured} recipe={null} isDisabled={false} onVolume={onVolume} onRecipe={onRecipe} />,
  );
  return { reader, onVolume, onRecipe };
}
const choice = () => screen.getByRole("combobox", { name: "Recipe before the extraction" });

test("a recipe of one image is offered, to be run first; one of several is not", async () => {
  const { reader, onVolume, onRecipe } = open("v9");
  await reader.click(choice());
  await reader.click(await screen.findByRole("option", { name: "N4 and z-score" }));
  expect(onRecipe).toHaveBeenCalledWith({ name: "N4 and z-score", role: "T1", source: { from: "preset", preset: "epilepsy" } });
  expect(onVolume).toHaveBeenCalledWith("v9");
  expect(screen.queryByRole("option", { name: "Water aligned to T1" })).toBeNull();
});

test("what was made of the image is measured in its place", async () => {
  const { reader, onVolume } = open("v2");
  await reader.click(choice());
  await reader.click(await screen.findByRole("option", { name: "Water aligned to T1" }));
  expect(onVolume).toHaveBeenLastCalledWith("v3");
});

test("of a prepared image the one that it was made of is measured again", async () => {
  const { reader, onVolume, onRecipe } = open("v3");
  await reader.click(choice());
  await reader.click(await screen.findByRole("option", { name: "As it is" }));
  expect(onVolume).toHaveBeenLastCalledWith("v2");
  expect(onRecipe).toHaveBeenLastCalledWith(null);
});
