import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ListedRecipe, RecipeSource } from "#shared/api/recipe.ts";
import { RecipeChoice } from "../../../src-renderer/recipes/RecipeChoice.tsx";
import { answer, queryClient, sentTo } from "../bench/door.ts";
import { show } from "../bench/show.tsx";
import { described } from "./recipesForTests.ts";

const listed = (part: Partial<ListedRecipe>): ListedRecipe => ({
  preset: null,
  recipeId: null,
  name: "A recipe",
  version: 1,
  about: "",
  hash: "",
  savedAt: null,
  fault: null,
  ...part,
});

beforeEach(() => {
  answer("recipe.list", () => [
    listed({ preset: "myopathy", name: "Myopathy" }),
    listed({ recipeId: "r7", name: "Mine" }),
    listed({ recipeId: "r8", name: "Of a later version", fault: "a later version wrote it" }),
  ]);
});

function open(source: RecipeSource | null) {
  const onChange = vi.fn();
  const reader = show(<RecipeChoice source={source} described={source ? described : null} onChange={onChange} />);
  return { reader, onChange };
}
const file = (name: string) => new File(["name: x"], name, { type: "text/yaml" });
const chooser = () => document.querySelector<HTMLInputElement>("input[type=file]")!;

describe("the choice of a recipe", () => {
  test("offers those of the program and those that are kept; one that cannot be used cannot be chosen", async () => {
    const { reader, onChange } = open(null);
    await reader.click(screen.getByRole("combobox", { name: "Recipe" }));
    await reader.click(await screen.findByRole("option", { name: "Mine" }));
    expect(onChange).toHaveBeenLastCalledWith({ from: "own", recipeId: "r7" });
    await reader.click(screen.getByRole("combobox", { name: "Recipe" }));
    await reader.click(await screen.findByRole("option", { name: "Myopathy" }));
    expect(onChange).toHaveBeenLastCalledWith({ from: "preset", preset: "myopathy" });
    await reader.click(screen.getByRole("combobox", { name: "Recipe" }));
    expect((await screen.findByRole("option", { name: "Of a later version" })).dataset["comboboxDisabled"]).toBe("true");
  });

  test("asks what a recipe leaves open, the answer that is taken standing there", async () => {
    const { reader, onChange } = open({ from: "preset", preset: "myopathy" });
    const question = screen.getByRole<HTMLInputElement>("combobox", { name: "How is water aligned?" });
    expect(question.value).toBe("within each slice");
    await reader.click(question);
    await reader.click(await screen.findByRole("option", { name: "in 3D" }));
    expect(onChange).toHaveBeenCalledWith({ from: "preset", preset: "myopathy", chosen: { transform: "rigid" } });
  });

  test("says what is wrong in a file, and keeps what was chosen before", async () => {
    answer("recipe.check", () => {
      throw new Error('broken.yaml, line 3: steps: unknown kind "resampel"');
    });
    const { reader, onChange } = open(null);
    await reader.upload(chooser(), file("broken.yaml"));
    expect((await screen.findByRole("alert")).textContent).toBe('broken.yaml, line 3: steps: unknown kind "resampel"');
    expect(onChange).not.toHaveBeenCalled();
  });

  test("takes a file, and keeps it under its own name", async () => {
    answer("recipe.check", () => described);
    answer("recipe.save", () => listed({ recipeId: "r9", name: "x" }));
    const { reader, onChange } = open(null);
    await reader.upload(chooser(), file("own.yaml"));
    const source = { from: "text", fileName: "own.yaml", text: "name: x" } as const;
    await waitFor(() => expect(onChange).toHaveBeenCalledWith(source));
    const kept = vi.fn();
    const other = show(<RecipeChoice source={source} described={described} onChange={kept} />);
    // Of one of the same name that was kept before.
    const before = ["recipe described", { from: "own", recipeId: "r9", chosen: {} }];
    queryClient.setQueryData(before, described);
    await other.click(screen.getByRole("button", { name: "Keep it" }));
    await waitFor(() => expect(kept).toHaveBeenCalledWith({ from: "own", recipeId: "r9", chosen: {} }));
    expect(sentTo("recipe.save")).toEqual([{ fileName: "own.yaml", text: "name: x" }]);
    expect(queryClient.getQueryData(before)).toBeUndefined();
  });

  test("a file that is too large is not sent, and says how much is read", async () => {
    const { reader } = open(null);
    await reader.upload(chooser(), new File(["x".repeat(100_001)], "big.yaml"));
    expect((await screen.findByRole("alert")).textContent).toBe("big.yaml is too large: at most 100 kB are read.");
    expect(sentTo("recipe.check")).toEqual([]);
  });
});
