import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { RecipeRun } from "#shared/api/recipe.ts";
import { FillSheet } from "../../../../../src-renderer/rooms/projects/prepare/FillSheet.tsx";
import { RunCard } from "../../../../../src-renderer/rooms/projects/prepare/RunCard.tsx";
import type { OpenProject } from "../../../../../src-renderer/rooms/projects/useProject.ts";
import { answer, sentTo } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";
import { outcomeOf } from "../../../recipes/recipesForTests.ts";

const run: RecipeRun = {
  runId: "run",
  recipeName: "Water aligned to T1",
  recipeHash: "a".repeat(64),
  startedAt: "2026-03-01T10:00:00.000Z",
  jobId: null,
  cases: [
    { code: "A01", state: "done", words: null, outcomeId: "o1" },
    { code: "A02", state: "failed", words: "Step 1 (register): the images have nothing in common.", outcomeId: null },
    { code: "A03", state: "waiting", words: null, outcomeId: null },
  ],
};

beforeEach(() => {
  answer("job.list", () => []);
  answer("recipe.outcomes", () => [outcomeOf()]);
});

describe("a recipe over the cases of a project", () => {
  test("lists what is done, what failed and why, and what waits; and goes on with what is open", async () => {
    answer("recipe.resume", () => ({ jobId: "j" }));
    const reader = show(<RunCard projectId="p" run={run} onFill={vi.fn()} />);
    const rows = () =>
      within(screen.getByRole("table"))
        .getAllByRole("rowheader")
        .map(({ textContent }) => textContent);
    expect(rows()).toEqual(["A01", "A02", "A03"]);
    await reader.click(screen.getByRole("radio", { name: "Failed 1" }));
    expect(rows()).toEqual(["A02"]);
    expect(screen.getByText("Step 1 (register): the images have nothing in common.")).toBeTruthy();
    await reader.click(screen.getByRole("button", { name: "Go on with what failed or waits" }));
    await waitFor(() => expect(sentTo("recipe.resume")).toEqual([{ projectId: "p", runId: "run" }]));
  });

  test("is not gone on with while a job works on it", () => {
    show(<RunCard projectId="p" run={{ ...run, jobId: "j" }} onFill={vi.fn()} />);
    expect(screen.queryByRole("button", { name: "Go on with what failed or waits" })).toBeNull();
  });

  test("has each case reviewed; a refusal needs a reason", async () => {
    answer("recipe.decide", () => outcomeOf({ state: "accepted" }));
    const reader = show(<RunCard projectId="p" run={run} onFill={vi.fn()} />);
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Refuse case A01" })).disabled).toBe(true);
    await reader.click(screen.getByRole("button", { name: "Accept case A01" }));
    await waitFor(() => expect(sentTo("recipe.decide")).toEqual([{ outcomeId: "o1", decision: "accepted", reason: "" }]));
  });

  test("fills roles once something is accepted", async () => {
    answer("recipe.outcomes", () => [outcomeOf({ state: "accepted" })]);
    const onFill = vi.fn();
    const reader = show(<RunCard projectId="p" run={run} onFill={onFill} />);
    await reader.click(await screen.findByRole("button", { name: "Fill roles of the protocol…" }));
    expect(onFill).toHaveBeenCalledWith(["water"]);
  });
});

describe("the sheet that fills roles", () => {
  const project = {
    projectId: "p",
    status: { state: "running" },
    protocol: { regions: [{ id: "thigh", name: "thigh", roles: [{ id: "water", name: "water-only" }] }] },
  } as unknown as OpenProject;

  test("shows what is touched before anything is changed, and asks for a reason", async () => {
    const touched = { code: "A01", region: "thigh", role: "water", begunAnew: [], notOpened: 0, droppedLevels: [] };
    const kept = [{ caseCode: "A01", code: "A01", readerNumber: 2, pass: 1 }];
    answer("recipe.fillRoles", () => ({
      filled: ["A01"],
      already: [],
      notAccepted: ["A02", "A03"],
      replaced: [{ ...touched, kept }],
      droppedLevels: [],
    }));
    const onFilled = vi.fn();
    const reader = show(<FillSheet project={project} runId="run" outputs={["water"]} onClose={vi.fn()} onFilled={onFilled} />);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Fill the roles" }).disabled).toBe(true);
    await reader.click(screen.getByRole("combobox", { name: "water, prepared, becomes" }));
    await reader.click(await screen.findByRole("option", { name: "thigh, water-only" }));
    expect(await screen.findByText("Left as they are, as nothing is accepted of them: A02, A03.")).toBeTruthy();
    expect(screen.getByText("stays as it was read, on the old series; unlocked, it begins anew")).toBeTruthy();
    await reader.type(screen.getByLabelText("Reason"), "aligned now{Enter}");
    await waitFor(() => expect(onFilled).toHaveBeenCalledOnce());
    const roles = { water: { region: "thigh", role: "water" } };
    expect(sentTo("recipe.fillRoles")).toEqual([
      { projectId: "p", runId: "run", roles, reason: "", isDryRun: true },
      { projectId: "p", runId: "run", roles, reason: "aligned now", isDryRun: false },
    ]);
  });
});
