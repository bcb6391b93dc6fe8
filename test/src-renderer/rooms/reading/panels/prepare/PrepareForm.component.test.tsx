import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { PlacingDesk } from "../../../../../../src-renderer/drawing/placing/placingDesk.ts";
import type { VolumeOnDesk } from "../../../../../../src-renderer/rooms/reading/desk.ts";
import { PrepareForm } from "../../../../../../src-renderer/rooms/reading/panels/prepare/PrepareForm.tsx";
import type { PrepareChoice } from "../../../../../../src-renderer/rooms/reading/panels/prepare/prepareChoice.ts";
import type { Reading } from "../../../../../../src-renderer/rooms/reading/readingCommand.ts";
import { Observable } from "../../../../../../src-renderer/ui/observable.ts";
import { answer, sentTo } from "../../../../bench/door.ts";
import { show } from "../../../../bench/show.tsx";
import { described } from "../../../../recipes/recipesForTests.ts";
import { volumeOf } from "../../../../volumeOf.ts";

function on(id: string, description: string): VolumeOnDesk {
  const volume = volumeOf({ id });
  return { volume, series: { description, protocolName: "", seriesNumber: null, modality: "MR" } } as VolumeOnDesk;
}

function open(volumes: readonly VolumeOnDesk[]) {
  const desk = {
    content: new Observable({ volumes }),
    state: new Observable({ tool: "window" }),
    activeVolume: volumes[0]!,
    volume: (id: string | null) => volumes.find(({ volume }) => volume.id === id) ?? null,
    comparison: { show: vi.fn(() => null), look: vi.fn(), close: vi.fn() },
    placing: new PlacingDesk(),
    setTool: vi.fn(),
  };
  const choices = new Observable<PrepareChoice>({ source: { from: "preset", preset: "myopathy" }, chosen: {}, starts: {} });
  const onPrepared = vi.fn(async () => {});
  answer("recipe.list", () => []);
  answer("recipe.check", () => described);
  const reading = { desk, drawing: { say: vi.fn() } } as unknown as Reading;
  return { reader: show(<PrepareForm reading={reading} choices={choices} onPrepared={onPrepared} />), desk, choices, onPrepared };
}
const prepare = () => screen.findByRole<HTMLButtonElement>("button", { name: "Prepare" });

describe("the form that prepares", () => {
  test("runs the recipe on what is proposed, and hands on what came out", async () => {
    answer("recipe.runOnStudy", () => ({ jobId: "j" }));
    const job = { id: "j", state: "succeeded", title: "Preparing images", phase: "", done: 1, total: 1, result: { outcomeId: "o1" } };
    answer("job.watch", async function* watch() {
      yield job;
    });
    const { reader, onPrepared } = open([on("v1", "T1 tra"), on("v2", "Dixon water")]);
    await reader.click(await prepare());
    await waitFor(() => expect(onPrepared).toHaveBeenCalledWith("o1"));
    expect(sentTo("recipe.runOnStudy")).toEqual([
      {
        source: { from: "preset", preset: "myopathy" },
        inputs: { T1: { volumeId: "v1" }, water: { volumeId: "v2" } },
        starts: {},
      },
    ]);
  });

  test("asks for the series of a role for which nothing speaks", async () => {
    open([on("v1", "T1 tra"), on("v2", "something")]);
    expect((await prepare()).disabled).toBe(true);
    expect(screen.getByRole("note").textContent).toBe("Choose a series for water (water-only).");
  });

  test("asks for a network anew where the one that was chosen was taken away meanwhile", async () => {
    answer("network.list", () => []);
    const { choices } = open([on("v1", "T1 tra"), on("v2", "Dixon water")]);
    answer("recipe.check", () => ({ ...described, recipe: { ...described.recipe, bundles: [{ name: "network", title: "draws" }] } }));
    choices.set({ source: { from: "preset", preset: "drawn" }, chosen: { network: "bundle /gone" }, starts: {} });
    await screen.findByText("Choose a network for network (draws).");
    expect((await prepare()).disabled).toBe(true);
  });

  test("says why the door refuses", async () => {
    answer("recipe.runOnStudy", () => {
      throw new Error("These images are of several patients. Choose images of one.");
    });
    const { reader, onPrepared } = open([on("v1", "T1 tra"), on("v2", "Dixon water")]);
    await reader.click(await prepare());
    expect((await screen.findByRole("alert")).textContent).toBe("These images are of several patients. Choose images of one.");
    expect(onPrepared).not.toHaveBeenCalled();
  });

  test("keeps where an image was placed, and begins the registration there", async () => {
    answer("recipe.runOnStudy", () => {
      throw new Error("no need");
    });
    const { reader, desk, choices } = open([on("v1", "T1 tra"), on("v2", "Dixon water")]);
    await reader.click(await screen.findByRole("button", { name: "Place by hand…" }));
    expect((await prepare()).disabled).toBe(true);
    desk.placing.moveBy([4, 0, -2]);
    expect((await screen.findByText("water lies 4.0 mm to the left, 2.0 mm to the feet.")).tagName).toBe("OUTPUT");
    await reader.click(screen.getByRole("button", { name: "Start from here" }));
    expect(choices.value.starts["1"]!.translationMm).toEqual([-4, 0, 2]);
    expect(desk.placing.state.value).toBeNull();
    await reader.click(await prepare());
    await waitFor(() => expect(sentTo("recipe.runOnStudy")).toEqual([expect.objectContaining({ starts: choices.value.starts })]));
  });

  test("forgets where an image was placed when another takes its role", async () => {
    const { reader, choices } = open([on("v1", "T1 tra"), on("v2", "Dixon water"), on("v4", "Dixon water again")]);
    choices.patch({
      starts: { "1": { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [1, 0, 0], centreMm: [0, 0, 0] } },
    });
    await reader.click(await screen.findByRole("combobox", { name: "water: water-only" }));
    await reader.click(await screen.findByRole("option", { name: "Dixon water again" }));
    expect([choices.value.starts, choices.value.chosen]).toEqual([{}, { water: "volume v4" }]);
  });
});
