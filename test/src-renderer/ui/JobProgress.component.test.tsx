import { screen } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Job } from "#shared/domain/job.ts";
import { JobProgress } from "../../../src-renderer/ui/JobProgress.tsx";
import { show } from "../bench/show.tsx";

const running = {
  title: "Features of 40 cases",
  state: "running",
  place: null,
  phase: "computing GLCM",
  done: 1250,
  total: 5000,
  ratePerSecond: 123.4,
  secondsLeft: 130,
} satisfies Partial<Job>;

describe("JobProgress", () => {
  test("says what is done, of how much, how fast and how long it still takes; the bar says the same", () => {
    show(<JobProgress job={running} />);
    expect(screen.getByText("computing GLCM")).toBeTruthy();
    expect(screen.getByText("1,250 of 5,000 · 123 a second · 2 min 10 s left")).toBeTruthy();
    // 1250 of 5000 is a quarter.
    expect(screen.getByRole("progressbar", { name: "Features of 40 cases" }).getAttribute("aria-valuenow")).toBe("25");
    expect(screen.queryByRole("button")).toBeNull();
  });

  test.each([
    [1, "Waiting: begins next"],
    [2, "Waiting: 1 before it"],
    [1201, "Waiting: 1,200 before it"],
    [null, "Waiting for other work"],
  ])("says of a job at place %s of its queue how many go before it, and nothing of its progress", (place, words) => {
    show(<JobProgress job={{ ...running, state: "queued", place }} />);
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("0");
    expect(screen.queryByText(/1,250|computing/)).toBeNull();
  });

  test("counts where nobody knows of how much, and is cancelled by the keyboard under its own name", async () => {
    const asked = Promise.withResolvers<boolean>();
    const onCancel = vi.fn<() => Promise<boolean>>(() => asked.promise);
    const reader = show(
      <JobProgress job={{ ...running, done: 7, total: null, ratePerSecond: null, secondsLeft: null }} onCancel={onCancel} />,
    );
    expect(screen.getByText("7")).toBeTruthy();
    await reader.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Cancel: Features of 40 cases" }));
    await reader.keyboard("{Enter}");
    expect(onCancel).toHaveBeenCalledTimes(1);
    // Asked once is enough; where the program could not be asked, it can be tried again.
    expect(screen.getByRole("button", { name: "Cancelling: Features of 40 cases" })).toHaveProperty("disabled", true);
    asked.resolve(false);
    expect(await screen.findByRole("button", { name: "Cancel: Features of 40 cases" })).toHaveProperty("disabled", false);
  });
});
