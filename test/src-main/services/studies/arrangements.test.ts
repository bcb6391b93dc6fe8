import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { KeptArrangement } from "#shared/api/arrangement.ts";
import { createArrangements } from "../../../../src-main/services/studies/index.ts";
import { openImport, sliceBytes } from "../import/importing.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

test("a study is arranged as one of its kind was, series by series, also where two are alike; no word of them is kept", async () => {
  const opened = openImport(temporaryFolder());
  const files = join(opened.folder, "files");
  mkdirSync(files);
  for (const study of [1, 2, 3]) {
    for (const [series, seriesDescription] of [
      [1, "T1 of Miller"],
      [2, "T2 of Miller"],
      [3, "T1 of Miller"],
    ] as const) {
      // The third study has a single series.
      if (study === 3 && series !== 2) continue;
      writeFileSync(
        join(files, `${study}${series}`),
        sliceBytes(0, {
          studyInstanceUid: `2.25.${study}`,
          seriesInstanceUid: `2.25.${study}.${series}`,
          sopInstanceUid: `2.25.${study}.${series}.1`,
          seriesNumber: series,
          seriesDescription,
        }),
      );
    }
  }
  await opened.run(files);
  const { database } = opened.store;
  const volumeId = (seriesUid: string) =>
    database
      .prepare<[string], string>("SELECT volume.id FROM volume JOIN series ON series.id = series_id WHERE series_instance_uid = ?")
      .pluck()
      .get(seriesUid)!;
  const arrangementOf = (study: number, series: readonly number[]): KeptArrangement => ({
    layout: "1x2",
    panes: series.map((number, at) => ({
      volumeId: number === 0 ? null : volumeId(`2.25.${study}.${number}`),
      plane: at === 0 ? "acquisition" : "coronal",
      window: at === 0 ? { unit: "share", low: 0.1, high: 0.8 } : null,
    })),
  });
  const arrangements = createArrangements(opened.store);
  expect(arrangements.find(by, "2.25.2")).toBeNull();
  // The second of the two that are alike stays the second.
  arrangements.keep(by, "2.25.1", arrangementOf(1, [3, 2]));
  expect(arrangements.find(by, "2.25.2")).toEqual(arrangementOf(2, [3, 2]));
  // What is not there is left empty.
  expect(arrangements.find(by, "2.25.3")).toEqual(arrangementOf(3, [0, 2]));
  const kept = JSON.stringify(database.prepare("SELECT study_key, content FROM arrangement").all());
  for (const word of ["miller", "thigh", "2.25."]) expect(kept.toLowerCase()).not.toContain(word);
  // Nothing of it is here: as at first.
  arrangements.keep(by, "2.25.1", arrangementOf(1, [1, 0]));
  expect(arrangements.find(by, "2.25.3")).toBeNull();
  // Another reader's are that reader's own.
  expect(arrangements.find({ readerId: by.readerId + 1, name: "x" }, "2.25.2")).toBeNull();
  arrangements.forget(by, "2.25.2");
  expect(arrangements.find(by, "2.25.1")).toBeNull();
  await opened.close();
});
