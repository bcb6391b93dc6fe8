import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { LabelMapOffer } from "#shared/api/import.ts";
import type { Job } from "#shared/domain/job.ts";
import { LabelMapList } from "../../../src-renderer/import/LabelMapList.tsx";
import { answer, sentTo } from "../bench/door.ts";
import { show } from "../bench/show.tsx";

const offers: LabelMapOffer[] = [
  { volumeId: "map-1", path: "sub-01/seg.nii.gz", labels: 1, problem: null, fits: [{ volumeId: "t1", name: "T1w" }] },
  {
    volumeId: "map-2",
    path: "sub-02/seg.nii.gz",
    labels: 12,
    problem: null,
    fits: [
      { volumeId: "t1-2", name: "T1w" },
      { volumeId: "flair-2", name: "FLAIR" },
    ],
  },
  { volumeId: "map-3", path: "sub-03/seg.nii.gz", labels: 3, problem: "No image lies on its grid.", fits: [] },
];

/** A job as it ends, in place of the program's. */
function endsWith(part: Partial<Job>): void {
  answer("import.takeLabelMaps", () => ({ jobId: "job-1" }));
  answer("job.watch", () =>
    (async function* () {
      yield { id: "job-1", error: null, result: null, ...part };
    })(),
  );
}

describe("LabelMapList", () => {
  test("makes segmentations of the label maps that are chosen, each on the image that is chosen", async () => {
    endsWith({ state: "succeeded", result: { taken: 1, failures: [], notes: [] } });
    const reader = show(<LabelMapList offers={offers} />);
    const list = within(screen.getByRole("region", { name: "Label maps" }));
    expect(list.getByText("12 labels")).toBeTruthy();
    expect(list.getByText("1 label")).toBeTruthy();
    expect(list.getByRole<HTMLSelectElement>("combobox", { name: "Image of sub-01/seg.nii.gz" }).disabled).toBe(true);
    expect(list.getByRole("button", { name: "Make 2 segmentations" })).toBeTruthy();

    await reader.click(list.getByRole("checkbox", { name: "sub-01/seg.nii.gz" }));
    await reader.selectOptions(list.getByRole("combobox", { name: "Image of sub-02/seg.nii.gz" }), "FLAIR");
    const make = list.getByRole<HTMLButtonElement>("button", { name: "Make 1 segmentation" });
    make.focus();
    await reader.keyboard("{Enter}");
    expect((await list.findByRole("status")).textContent).toBe("1 segmentation was made.");
    expect(sentTo("import.takeLabelMaps")).toEqual([{ items: [{ labelMapId: "map-2", volumeId: "flair-2" }] }]);
    expect(make.disabled).toBe(true);
  });

  test("offers nothing where none is chosen, and lists what fits no image with the reason", async () => {
    const reader = show(<LabelMapList offers={offers} />);
    await reader.click(screen.getByRole("checkbox", { name: "sub-01/seg.nii.gz" }));
    await reader.click(screen.getByRole("checkbox", { name: "sub-02/seg.nii.gz" }));
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Make 0 segmentations" }).disabled).toBe(true);
    const refused = within(screen.getByRole("list", { name: "Label maps without an image" }));
    expect(refused.getByRole("listitem").textContent).toBe("sub-03/seg.nii.gzNo image lies on its grid.");
  });

  test("says in the job's words why it failed, and can be tried again", async () => {
    endsWith({ state: "failed", error: "The disk is full. Free some space and try again." });
    const reader = show(<LabelMapList offers={offers} />);
    await reader.click(screen.getByRole("button", { name: "Make 2 segmentations" }));
    expect((await screen.findByRole("alert")).textContent).toBe("The disk is full. Free some space and try again.");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Make 2 segmentations" }).disabled).toBe(false);
    expect(screen.queryByRole("status")).toBeNull();
  });

  test("lists what was not taken in, and what to look at twice", async () => {
    endsWith({
      state: "succeeded",
      result: {
        taken: 1,
        failures: [{ path: "sub-01/seg.nii.gz", reason: "Label 300 is too large." }],
        notes: [{ path: "sub-02/seg.nii.gz", reason: "Label 7 has no name." }],
      },
    });
    const reader = show(<LabelMapList offers={offers} />);
    await reader.click(screen.getByRole("button", { name: "Make 2 segmentations" }));
    const failed = within(await screen.findByRole("list", { name: "Label maps not taken in" }));
    expect(failed.getByText("Label 300 is too large.")).toBeTruthy();
    expect(within(screen.getByRole("list", { name: "Look at these twice" })).getByText("Label 7 has no name.")).toBeTruthy();
  });
});
