import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPreferredSeries } from "../../../../src-main/services/studies/index.ts";
import { openImport, sliceBytes } from "../import/importing.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

test("a study opens on the series of the description that was chosen in another study of its kind; no word of it is kept", async () => {
  const opened = openImport(temporaryFolder());
  const files = join(opened.folder, "files");
  mkdirSync(files);
  for (const study of [1, 2]) {
    for (const [series, seriesDescription] of [
      [1, "T1 of Miller"],
      [2, "T2 of Miller"],
    ] as const) {
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
  const preferred = createPreferredSeries(opened.store);
  expect(preferred.find("2.25.2")).toBeNull();
  preferred.prefer(by, "2.25.1", volumeId("2.25.1.2"));
  expect(preferred.find("2.25.2")).toBe(volumeId("2.25.2.2"));
  preferred.prefer(by, "2.25.2", volumeId("2.25.2.1"));
  expect(preferred.find("2.25.1")).toBe(volumeId("2.25.1.1"));
  preferred.prefer(by, "2.25.1", "no such volume");
  expect(preferred.find("2.25.1")).toBe(volumeId("2.25.1.1"));
  expect(JSON.stringify(database.prepare("SELECT study_key, series_key FROM preferred_series").all())).not.toMatch(/miller|thigh|t1|t2 /i);
  await opened.close();
});
