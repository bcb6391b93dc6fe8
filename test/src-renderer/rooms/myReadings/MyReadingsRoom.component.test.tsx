import { screen, within, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { OwnReading, OwnReadings } from "#shared/api/reading.ts";
import { MyReadingsRoom } from "../../../../src-renderer/rooms/myReadings/MyReadingsRoom.tsx";
import { answer, queryClient, sentTo, trpc } from "../../bench/door.ts";
import { show } from "../../bench/show.tsx";

const reading = (part: Partial<OwnReading>): OwnReading => ({
  readingId: "r1",
  code: "K7PQ2M",
  pass: 1,
  isTraining: false,
  state: "open",
  isOpened: false,
  submittedAt: null,
  isAsking: false,
  canCompare: false,
  ...part,
});
const project = (part: Partial<OwnReadings>): OwnReadings => ({
  projectId: "p1",
  project: "Myopathy",
  isPacket: false,
  readerNumber: 1,
  total: 40,
  submitted: 12,
  begun: [],
  next: null,
  whyNone: null,
  waiting: { count: 0, until: null },
  ...part,
});
const described = { readingId: "r1", code: "K7PQ2M" };

describe("My readings", () => {
  test("says how far each study is, and opens the next case with Enter", async () => {
    const onOpen = vi.fn<(readingId: string) => void>();
    answer("reading.own", () => [project({ next: reading({ isTraining: true }) })]);
    answer("reading.open", () => described);
    const reader = show(<MyReadingsRoom onOpen={onOpen} />);
    const study = await screen.findByRole("region", { name: "Myopathy" });
    expect(study.textContent).toContain("12 of 40 submitted");
    expect(study.textContent).toContain("Training");
    expect(document.activeElement).toBe(within(study).getByRole("button", { name: "Open case K7PQ2M" }));
    await reader.keyboard("{Enter}");
    await waitFor(() => expect(onOpen).toHaveBeenCalledWith("r1"));
    expect(sentTo("reading.open")).toEqual([{ readingId: "r1" }]);
    // The desk does not ask a second time.
    expect(queryClient.getQueryData(trpc.reading.describe.queryKey({ readingId: "r1" }))).toEqual(described);
  });

  test("Enter opens also where nothing has the focus, and not where a link to another case has it", async () => {
    const onOpen = vi.fn<(readingId: string) => void>();
    const begun = [reading({ readingId: "r2", code: "WX2PK4", isOpened: true, isAsking: true })];
    answer("reading.own", () => [project({ next: reading({}), begun })]);
    answer("reading.open", (input: { readingId: string }) => ({ ...described, ...input }));
    const reader = show(<MyReadingsRoom onOpen={onOpen} />);
    (await screen.findByRole("button", { name: "Go on with case WX2PK4" })).focus();
    await reader.keyboard("{Enter}");
    await waitFor(() => expect(onOpen.mock.calls).toEqual([["r2"]]));
    (document.activeElement as HTMLElement).blur();
    await reader.keyboard("{Enter}");
    await waitFor(() => expect(onOpen.mock.calls).toEqual([["r2"], ["r1"]]));
  });

  test("where a case is open, goes on with it and says why no other can be opened", async () => {
    const open = reading({ readingId: "r3", code: "AB3CD4", isOpened: true });
    const done = reading({ readingId: "r4", code: "EF5GH6", isOpened: true, state: "submitted", submittedAt: "2026-03-01T10:05:00.000Z" });
    answer("reading.own", () => [project({ begun: [open, done], whyNone: "Submit case AB3CD4 first, or ask the coordinator about it." })]);
    show(<MyReadingsRoom onOpen={() => undefined} />);
    await screen.findByRole("button", { name: "Go on with case AB3CD4" });
    expect(screen.getByText("Submit case AB3CD4 first, or ask the coordinator about it.")).toBeTruthy();
    expect(screen.getByText("1 case read")).toBeTruthy();
    // What is submitted is listed, not opened.
    expect(screen.getAllByRole("button", { name: /case/ })).toHaveLength(1);
  });

  test("tells of the washout in local time and UTC", async () => {
    answer("reading.own", () => [
      project({
        whyNone: "The next case can be opened on 2026-05-01 at 08:30 UTC, after its washout.",
        waiting: { count: 28, until: "2026-05-01T08:30:00.000Z" },
      }),
    ]);
    show(<MyReadingsRoom onOpen={() => undefined} />);
    const local = new Date("2026-05-01T08:30:00.000Z");
    const two = (value: number) => String(value).padStart(2, "0");
    const line = await screen.findByText(/28 cases wait for the washout/);
    expect(line.textContent).toContain(`${local.getDate() < 10 ? "0" : ""}${local.getDate()} ${two(local.getHours())}:30 (local time)`);
    expect(line.textContent).toContain("2026-05-01 08:30 UTC");
  });

  test("says where no study asks", async () => {
    answer("reading.own", () => []);
    show(<MyReadingsRoom onOpen={() => undefined} />);
    expect(await screen.findByText("No study asks you to read.")).toBeTruthy();
  });

  test("says in the program's words why a case was not opened", async () => {
    answer("reading.own", () => [project({ next: reading({}) })]);
    answer("reading.open", () => {
      throw new Error("Case K7PQ2M is not the next one: that is WX2PK4.");
    });
    const reader = show(<MyReadingsRoom onOpen={() => expect.unreachable()} />);
    await reader.click(await screen.findByRole("button", { name: "Open case K7PQ2M" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Case K7PQ2M is not the next one: that is WX2PK4.");
    await waitFor(() => expect(sentTo("reading.own")).toHaveLength(2));
  });

  test("opens a training case to be compared with the coordinator's reading", async () => {
    const done = { isTraining: true, isOpened: true, state: "submitted", submittedAt: "2026-03-01T10:05:00.000Z" } as const;
    answer("reading.own", () => [
      project({ begun: [reading({ ...done, readingId: "r4", canCompare: true }), reading({ ...done, code: "WX2PK4" })] }),
    ]);
    answer("reading.open", ({ readingId }: { readingId: string }) => ({ readingId }));
    const onOpen = vi.fn<(readingId: string) => void>();
    const reader = show(<MyReadingsRoom onOpen={onOpen} />);
    const table = await screen.findByRole("table", { name: "Training cases with the coordinator's reading" });
    await reader.click(within(table).getByRole("button", { name: "Compare case K7PQ2M" }));
    await waitFor(() => expect(onOpen.mock.calls).toEqual([["r4"]]));
    expect(within(table).queryByText("WX2PK4")).toBeNull();
  });

  test("has a coordinator read the training cases that nobody has read for comparison", async () => {
    answer("reading.own", () => []);
    answer("reading.references", () => [
      {
        projectId: "p1",
        project: "Myopathy",
        cases: [
          { caseCode: "AB3CD4", readingId: null, state: null, by: null },
          { caseCode: "EF5GH6", readingId: "r8", state: "open", by: "Berta" },
          { caseCode: "IJ7KL8", readingId: null, state: "open", by: "Xaver" },
          { caseCode: "MN9PQ2", readingId: "r9", state: "submitted", by: "Berta" },
        ],
      },
    ]);
    answer("reading.openReference", () => ({ readingId: "r7" }));
    const onOpen = vi.fn<(readingId: string) => void>();
    const reader = show(<MyReadingsRoom onOpen={onOpen} hasReferences />);
    await reader.click(await screen.findByRole("button", { name: "Read training case AB3CD4" }));
    await waitFor(() => expect(onOpen.mock.calls).toEqual([["r7"]]));
    expect(sentTo("reading.openReference")).toEqual([{ projectId: "p1", caseCode: "AB3CD4" }]);
    expect(screen.getAllByRole("button").map((button) => button.getAttribute("aria-label"))).toEqual([
      "Read training case AB3CD4",
      "Go on with training case EF5GH6",
    ]);
    expect(screen.getByText("begun by Xaver")).toBeTruthy();
    expect(screen.queryByText("No study asks you to read.")).toBeNull();
  });

  test("says what was signed", async () => {
    answer("reading.own", () => []);
    const signed = { code: "K7PQ2M", submittedAt: "2026-03-01T10:05:00.000Z", fingerprint: "4f3a 99b0" };
    show(<MyReadingsRoom onOpen={() => undefined} signed={signed} />);
    const said = screen.getByText("Case K7PQ2M is submitted.").parentElement!;
    expect(said.textContent).toContain("2026-03-01 10:05 UTC");
    expect(said.textContent).toContain("4f3a 99b0");
    await screen.findByText("No study asks you to read.");
  });
});
