import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { WorklistQuery, WorklistRow } from "#shared/api/worklist.ts";
import { ImportProvider } from "../../../../src-renderer/import/ImportContext.tsx";
import { WorklistRoom } from "../../../../src-renderer/rooms/worklist/WorklistRoom.tsx";
import { answer, sentTo } from "../../bench/door.ts";
import { show } from "../../bench/show.tsx";

const longName = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(3)}^Hubert`;

function row(number: number, part: Partial<WorklistRow> = {}): WorklistRow {
  return {
    key: `study-${number}`,
    patientId: `P${number}`,
    patientName: `Made-up^Patient ${number}`,
    patientBirthDate: null,
    patientSex: null,
    studyInstanceUid: `2.25.${number}`,
    studyDate: null,
    studyDescription: "",
    accessionNumber: "",
    modalities: ["MR"],
    seriesInstanceUid: null,
    seriesNumber: null,
    seriesDescription: "",
    studies: 1,
    series: 2,
    instances: 1500,
    warnings: 0,
    thumbnailVolumeId: null,
    ...part,
  };
}

/** The program's answer to any question: rows that are found by a search of nothing only. */
function holds(rows: readonly WorklistRow[], total = rows.length): void {
  answer("worklist.list", ({ search }: WorklistQuery) => (search === "" ? { total, rows } : { total: 0, rows: [] }));
}

const onOpen = vi.fn<(studyInstanceUid: string, volumeId: string | null) => void>();

beforeEach(() => {
  onOpen.mockClear();
  answer("worklist.modalities", () => ["MR"]);
  answer("worklist.counts", () => ({ studies: 2, series: 4 }));
  answer("study.describe", ({ studyInstanceUid }: WorklistRow) => ({
    ...row(0),
    studyInstanceUid,
    description: "",
    series: [],
  }));
});

const showRoom = () =>
  show(
    <ImportProvider>
      <WorklistRoom onOpen={onOpen} />
    </ImportProvider>,
  );
/** The table, once its rows are there. */
const table = async () => {
  const grid = await screen.findByRole("treegrid", { name: "Worklist" });
  await within(grid).findAllByRole("row", { selected: true });
  return grid;
};

describe("WorklistRoom", () => {
  test("shows names as they are read, whole in their tips, and a dash for what is not given", async () => {
    holds([row(1, { patientName: longName, studyDescription: "Thigh", studyDate: "2026-03-01" }), row(2, { patientName: "" })]);
    showRoom();
    const [, first, second] = within(await table()).getAllByRole("row");
    const whole = longName.replace("^", ", ");
    expect(within(first!).getByTitle(whole).textContent).toBe(whole);
    expect(
      within(first!)
        .getAllByRole("gridcell")
        .map(({ textContent }) => textContent),
    ).toEqual(expect.arrayContaining(["P1", "2026-03-01", "MR", "Thigh", "2", "1,500"]));
    expect(within(second!).getByText("No name")).toBeTruthy();
    expect(within(second!).getAllByText("–")).toHaveLength(3);
    expect(screen.getByRole("status", { name: "Rows" }).textContent).toBe("2 studies");
  });

  test("puts only the lines in sight on the page, and says how many there are", async () => {
    holds(
      Array.from({ length: 200 }, (_, number) => row(number)),
      12_345,
    );
    showRoom();
    const grid = await table();
    expect(grid.getAttribute("aria-rowcount")).toBe("12346");
    // 400 px hold ten lines of 40 px, and eight more stand ready.
    expect(within(grid).getAllByRole("row").length).toBeLessThan(25);
    expect(screen.getByRole("status", { name: "Rows" }).textContent).toBe("12,345 studies");
  });

  test("goes down and opens by the keyboard, and opens by a double click", async () => {
    holds([row(1), row(2)]);
    const reader = showRoom();
    const grid = await table();
    expect(document.activeElement).toBe(grid);
    await reader.keyboard("{ArrowDown}");
    expect(within(grid).getByRole("row", { selected: true }).textContent).toContain("Made-up, Patient 2");
    await reader.keyboard("{ArrowDown}{Enter}");
    expect(onOpen.mock.calls).toEqual([["2.25.2", null]]);
    await reader.dblClick(within(grid).getByText("Made-up, Patient 1"));
    expect(onOpen.mock.calls.at(-1)).toEqual(["2.25.1", null]);
  });

  test("asks the program for another order: names from A, dates from the newest, and the other way round", async () => {
    holds([row(1), row(2)]);
    const reader = showRoom();
    const grid = await table();
    const sortOf = (name: string) =>
      within(grid)
        .getByRole("columnheader", { name: new RegExp(name) })
        .getAttribute("aria-sort");
    expect(sortOf("Study date")).toBe("descending");
    const press = (name: string) => reader.click(within(grid).getByRole("button", { name }));
    await press("Sort by Patient");
    await waitFor(() => expect(sentTo("worklist.list").at(-1)).toMatchObject({ sort: "patientName", descending: false, offset: 0 }));
    expect(sortOf("Patient")).toBe("ascending");
    expect(sortOf("Study date")).toBeNull();
    await press("Sort by Patient");
    await waitFor(() => expect(sentTo("worklist.list").at(-1)).toMatchObject({ sort: "patientName", descending: true }));
    await press("Sort by Study date");
    await waitFor(() => expect(sortOf("Study date")).toBe("descending"));
  });

  test("says that nothing fits a search, which one press takes away", async () => {
    holds([row(1)]);
    const reader = showRoom();
    await table();
    await reader.keyboard("/");
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Search" }));
    await reader.keyboard("nobody");
    expect(await screen.findByText("Nothing fits this search.")).toBeTruthy();
    expect(screen.getByRole("status", { name: "Rows" }).textContent).toBe("0 studies");
    await reader.click(screen.getByRole("button", { name: "Clear the search and the filters" }));
    expect(within(await table()).getByText("Made-up, Patient 1")).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Search" }).value).toBe("");
  });

  test("shows within seconds that a study was removed in another window, and closes what was opened in its place", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"], shouldAdvanceTime: true });
    try {
      holds([row(1), row(2)]);
      answer("study.describe", ({ studyInstanceUid }: WorklistRow) => ({
        ...row(0),
        studyInstanceUid,
        description: "",
        series: [{ seriesInstanceUid: "2.25.9", seriesNumber: 7, description: "T1 axial", modality: "MR", volumes: [], acquisition: [] }],
      }));
      const reader = showRoom();
      const grid = await table();
      await reader.keyboard("{ArrowRight}");
      await waitFor(() => expect(within(grid).getByText(/T1 axial/)).toBeTruthy());
      holds([row(2)]);
      answer("worklist.counts", () => ({ studies: 1, series: 2 }));
      await act(() => vi.advanceTimersByTimeAsync(4000));
      await waitFor(() => expect(screen.getByRole("status", { name: "Rows" }).textContent).toBe("1 study"));
      expect(within(grid).queryByText("Made-up, Patient 1")).toBeNull();
      expect(within(grid).getByText("Made-up, Patient 2")).toBeTruthy();
      expect(within(grid).queryByText(/T1 axial/)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test("stays on the row that was chosen, when others come or go above it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"], shouldAdvanceTime: true });
    try {
      holds([row(1), row(2), row(3)]);
      const reader = showRoom();
      const grid = await table();
      const chosen = () => within(grid).getByRole("row", { selected: true }).textContent;
      await reader.keyboard("{ArrowDown}");
      await waitFor(() => expect(chosen()).toContain("Made-up, Patient 2"));
      const becomes = async (rows: WorklistRow[]) => {
        holds(rows);
        answer("worklist.counts", () => ({ studies: rows.length, series: rows.length }));
        await act(() => vi.advanceTimersByTimeAsync(4000));
        await waitFor(() => expect(screen.getByRole("status", { name: "Rows" }).textContent).toBe(`${rows.length} studies`));
      };
      await becomes([row(7), row(8), row(1), row(2), row(3)]);
      expect(chosen()).toContain("Made-up, Patient 2");
      await becomes([row(2), row(3)]);
      expect(chosen()).toContain("Made-up, Patient 2");
      await reader.keyboard("{Enter}");
      expect(onOpen).toHaveBeenLastCalledWith("2.25.2", null);
      // Gone itself: the row in its place, and the keys go on from there.
      await becomes([row(3), row(4), row(5)]);
      expect(chosen()).toContain("Made-up, Patient 3");
      await reader.keyboard("{ArrowDown}");
      expect(chosen()).toContain("Made-up, Patient 4");
    } finally {
      vi.useRealTimers();
    }
  });

  test("asks for the list again where a study that is chosen is not there any more", async () => {
    holds([row(1), row(2)]);
    answer("study.describe", ({ studyInstanceUid }: WorklistRow) => {
      if (studyInstanceUid !== "2.25.2") return { ...row(0), studyInstanceUid, description: "", series: [] };
      holds([row(1)]);
      throw new Error("This study is not in the data folder (any more).");
    });
    const reader = showRoom();
    const grid = await table();
    await reader.keyboard("{ArrowDown}");
    await waitFor(() => expect(within(grid).queryByText("Made-up, Patient 2")).toBeNull());
    expect(within(grid).getByRole("row", { selected: true }).textContent).toContain("Made-up, Patient 1");
  });

  test("shows where to drop images while there are none", async () => {
    holds([]);
    showRoom();
    expect(await screen.findByRole("heading", { name: "Drop DICOM or image files here" })).toBeTruthy();
    expect(screen.queryByRole("treegrid")).toBeNull();
  });

  test("says why the list could not be read, and tries again", async () => {
    answer("worklist.list", () => {
      throw new Error("The database cannot be read. Start Fascicle again.");
    });
    const reader = showRoom();
    expect((await screen.findByRole("alert")).textContent).toContain("The database cannot be read. Start Fascicle again.");
    holds([row(1)]);
    await reader.click(screen.getByRole("button", { name: "Try again" }));
    expect(within(await table()).getByText("Made-up, Patient 1")).toBeTruthy();
  });
});
