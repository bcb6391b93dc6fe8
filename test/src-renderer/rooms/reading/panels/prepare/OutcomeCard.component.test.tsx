import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { RecipeOutcome } from "#shared/api/recipe.ts";
import { OutcomeCard } from "../../../../../../src-renderer/rooms/reading/panels/prepare/OutcomeCard.tsx";
import type { Reading } from "../../../../../../src-renderer/rooms/reading/readingCommand.ts";
import { answer, sentTo } from "../../../../bench/door.ts";
import { show } from "../../../../bench/show.tsx";
import { outcomeOf } from "../../../../recipes/recipesForTests.ts";

function open(outcome: RecipeOutcome) {
  const [onDecided, onAgain, compare, say] = [vi.fn(async () => {}), vi.fn(), vi.fn(() => null), vi.fn()];
  const desk = { volume: (id: string | null) => id && { volume: { id } }, comparison: { show: compare } };
  const reading = { desk, drawing: { say } } as unknown as Reading;
  const reader = show(
    <ul>
      <OutcomeCard reading={reading} outcome={outcome} isOpen onToggle={vi.fn()} onDecided={onDecided} onAgain={onAgain} />
    </ul>,
  );
  return { reader, onDecided, onAgain, compare, say };
}
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("an outcome to be reviewed", () => {
  test("says what the steps said, and is laid over the fixed image or over what it was", async () => {
    const { reader, compare } = open(outcomeOf());
    const said = within(screen.getByRole("region", { name: "What the steps said" }));
    expect(said.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "Mutual information 0.31 before, 0.62 after.",
      "Turned by 1.2 degrees, shifted by 3 mm.",
    ]);
    await reader.click(button("Over the fixed image: water"));
    expect(compare).toHaveBeenLastCalledWith(
      { volume: { id: "v1" } },
      { volume: { id: "v3" } },
      { lower: "T1", upper: "water aligned" },
      false,
    );
    await reader.click(button("Before and after: water"));
    expect(compare).toHaveBeenLastCalledWith(
      { volume: { id: "v2" } },
      { volume: { id: "v3" } },
      { lower: "water before", upper: "water after" },
      // Only voxels were moved: values mean the same, and are seen in one window.
      true,
    );
  });

  test("is accepted without a reason, and refused with one alone", async () => {
    answer("recipe.decide", () => outcomeOf({ state: "refused" }));
    const { reader, onDecided } = open(outcomeOf());
    expect([button("Accept").disabled, button("Refuse").disabled]).toEqual([false, true]);
    await reader.type(screen.getByLabelText("Reason"), "slipped");
    await reader.click(button("Refuse"));
    await waitFor(() => expect(onDecided).toHaveBeenCalledOnce());
    expect(sentTo("recipe.decide")).toEqual([{ outcomeId: "o1", decision: "refused", reason: "slipped" }]);
  });

  test("tells why the door refuses a decision", async () => {
    answer("recipe.decide", () => {
      throw new Error("This outcome was accepted already.");
    });
    const { reader, onDecided } = open(outcomeOf());
    await reader.click(button("Accept"));
    expect((await screen.findByRole("alert")).textContent).toBe("This outcome was accepted already.");
    expect(onDecided).not.toHaveBeenCalled();
  });

  test("goes back to be placed by hand", async () => {
    const { reader, onAgain } = open(outcomeOf());
    await reader.click(button("Place by hand and again…"));
    expect(onAgain).toHaveBeenCalledOnce();
  });
});

describe("an outcome that was decided", () => {
  test("says by whom and why, and is decided no more; what was removed is not shown", () => {
    const [output] = outcomeOf().outputs;
    open(outcomeOf({ state: "refused", decidedBy: "Bo", reason: "slipped", outputs: [{ ...output!, volumeId: null }] }));
    expect(screen.getByText("Reason: slipped")).toBeTruthy();
    expect(screen.getByText("removed")).toBeTruthy();
    expect(screen.getByRole("button", { name: /by Bo/ }).textContent).toContain("refused");
    expect(screen.queryByRole("button", { name: "Accept" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Show water" })).toBeNull();
  });
});
