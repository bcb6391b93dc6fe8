import { act, screen } from "@testing-library/react";
import { useQuery } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import type { ListedJob } from "#shared/domain/job.ts";
import { ImportProvider } from "../../../../../src-renderer/import/ImportContext.tsx";
import { JobsButton } from "../../../../../src-renderer/rooms/shell/jobs/JobsButton.tsx";
import { answer, queryClient, trpc } from "../../../bench/door.ts";
import { show } from "../../../bench/show.tsx";

const job = (id: string, state: ListedJob["state"]): ListedJob => ({
  id,
  kind: "network.install",
  title: "Installing a network",
  state,
  place: null,
  phase: "",
  done: 0,
  total: null,
  ratePerSecond: null,
  secondsLeft: null,
  error: state === "failed" ? "bundle.json is not valid JSON" : null,
  hasResult: false,
  createdAt: "2026-01-01T00:00:00.000Z",
  finishedAt: null,
});
/** The list as the door has it now. */
const list = (...jobs: ListedJob[]) => act(() => void queryClient.setQueryData(trpc.job.list.queryKey(), jobs));

/** Stands for a screen with results of networks: how often it asked. */
function Results() {
  useQuery(trpc.prediction.listOfStudy.queryOptions({ studyInstanceUid: "1.2" }));
  return null;
}

beforeEach(() => {
  answer("job.watch", () => new Promise(() => undefined));
});

test("what failed is counted until the list is looked at; what had failed before the page was there is not", async () => {
  answer("job.list", () => [job("old", "failed"), job("new", "running")]);
  const reader = show(
    <ImportProvider>
      <JobsButton />
    </ImportProvider>,
  );
  await screen.findByRole("button", { name: "Jobs: 1 running" });
  list(job("old", "failed"), job("new", "failed"));
  await reader.click(await screen.findByRole("button", { name: "Jobs: none running, 1 failed" }));
  expect(await screen.findAllByText("bundle.json is not valid JSON")).toHaveLength(2);
  await reader.click(screen.getByRole("button", { name: "Close" }));
  await screen.findByRole("button", { name: "Jobs: none running" });
});

test("a job that another window starts is seen while others say how far they are", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const jobs = [job("a", "running")];
    answer("job.list", () => [...jobs]);
    show(
      <ImportProvider>
        <JobsButton />
      </ImportProvider>,
    );
    await screen.findByRole("button", { name: "Jobs: 1 running" });
    jobs.push(job("b", "queued"));
    for (let done = 1; done <= 10; done++) {
      queryClient.setQueryData(trpc.job.list.queryKey(), (known: ListedJob[] | undefined) =>
        known?.map((each) => (each.id === "a" ? { ...each, done } : each)),
      );
      await act(() => vi.advanceTimersByTimeAsync(500));
    }
    expect(screen.queryByRole("button", { name: "Jobs: 1 running, 1 waiting" })).not.toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test("when a job ends, what is on show is asked for again, whoever began it", async () => {
  const results = vi.fn(() => []);
  answer("prediction.listOfStudy", results);
  answer("job.list", () => [job("a", "running")]);
  show(
    <ImportProvider>
      <JobsButton />
      <Results />
    </ImportProvider>,
  );
  await screen.findByRole("button", { name: "Jobs: 1 running" });
  expect(results).toHaveBeenCalledTimes(1);
  list(job("a", "succeeded"));
  await vi.waitFor(() => expect(results).toHaveBeenCalledTimes(2));
});
