import { mkdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type WorklistQuery, type WorklistRow, worklistQuerySchema, worklistSortKeys } from "#shared/api/worklist.ts";
import { createImportWriter, type StoredFile } from "../../../../src-main/services/import/createImportWriter.ts";
import { createWorklist } from "../../../../src-main/services/worklist/createWorklist.ts";
import { worklistFilter } from "../../../../src-main/services/worklist/worklistFilter.ts";
import { worklistSql } from "../../../../src-main/services/worklist/worklistSql.ts";
import { openImport } from "../import/importing.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
beforeEach(() => {
  opened = openImport(temporaryFolder());
});
afterEach(() => opened.close());

interface MadeUp {
  study: string;
  series: string;
  name?: string;
  id?: string;
  date?: string | null;
  modality?: string;
  description?: string;
  seriesDescription?: string;
  accession?: string;
  number?: number;
  instances?: number;
  frames?: number;
}

let serial = 0;
/** Rows as the import writes them, without files. */
async function add(...made: readonly MadeUp[]): Promise<void> {
  const files = made.flatMap(
    ({
      study,
      series,
      name = "",
      id = "",
      date = null,
      modality = "MR",
      description = "",
      seriesDescription = "",
      accession = "",
      number = 1,
      instances = 1,
      frames = 1,
    }) =>
      Array.from({ length: instances }, (): StoredFile => {
        serial += 1;
        return {
          kind: "stored",
          original: "new",
          contentHash: String(serial).padStart(64, "0"),
          byteLength: 1,
          record: {
            study: {
              studyInstanceUid: study,
              patientId: id,
              patientName: name,
              patientBirthDate: null,
              patientSex: null,
              date,
              time: null,
              description,
              accessionNumber: accession,
            },
            series: {
              seriesInstanceUid: series,
              modality,
              seriesNumber: number,
              description: seriesDescription,
              bodyPart: "",
              protocolName: "",
              manufacturer: "",
              date: null,
            },
            instance: { sopInstanceUid: `2.25.${serial}`, sopClassUid: "", transferSyntaxUid: "", frameCount: frames, header: "{}" },
            madeUp: [],
          },
        };
      }),
  );
  mkdirSync(`${opened.store.instancesFolder}/00`, { recursive: true });
  await createImportWriter(opened.store, by).write(files);
}

const query = (given: Partial<WorklistQuery>) => worklistQuerySchema.parse({ level: "study", ...given });
const list = (given: Partial<WorklistQuery>) => createWorklist(opened.store).list(query(given));
const found = (given: Partial<WorklistQuery>) =>
  list(given)
    .rows.map(({ studyInstanceUid }) => studyInstanceUid)
    .toSorted();

describe("the worklist's search", () => {
  beforeEach(() =>
    add(
      {
        study: "1",
        series: "1.1",
        name: "Müller^Jürgen",
        id: "A-00123",
        date: "2024-01-31",
        description: "Thigh MR",
        seriesDescription: "T1 tse",
        accession: "ACC9",
      },
      {
        study: "1",
        series: "1.2",
        name: "Müller^Jürgen",
        id: "A-00123",
        date: "2024-01-31",
        description: "Thigh MR",
        seriesDescription: "Ideal water",
        number: 2,
      },
      {
        study: "2",
        series: "2.1",
        name: "Yamada^Tarou=山田^太郎=やまだ^たろう",
        id: "77",
        date: "2023-05-01",
        description: "Brain",
        seriesDescription: "FLAIR",
      },
      { study: "3", series: "3.1", name: "Østergård^Åse", id: "B1", date: null, modality: "CT", description: "Sächsische Studie" },
      { study: "4", series: "4.1", name: "Γεωργίου^Νίκος", id: "C_1%", date: "2022-12-31", modality: "PT", description: "Calf" },
      { study: "5", series: "5.1", name: "홍^길동", id: "D", date: "2024-01-30", description: "Thigh MR" },
    ),
  );

  it.each([
    ["muller", ["1"]],
    ["MÜLLER", ["1"]],
    ["jurgen müll", ["1"]],
    ["tse thigh 0012", ["1"]],
    ["water muller", ["1"]],
    ["acc9", ["1"]],
    ["thigh", ["1", "5"]],
    ["山田", ["2"]],
    ["郎", ["2"]],
    ["たろう 山", ["2"]],
    ["ﾔﾏﾀﾞ", []],
    ["ostergard ase", ["3"]],
    ["ØSTER", ["3"]],
    ["sachs", ["3"]],
    ["ΓΕΩΡΓΙΟΥ", ["4"]],
    ["νικος", ["4"]],
    ["홍", ["5"]],
    ["길동", ["5"]],
    ["c_1%", ["4"]],
    ["%", ["4"]],
    ["_", ["4"]],
    ['"', []],
    ["thigh OR brain", []],
    ["*", []],
    ["t1 flair", []],
    ["", ["1", "2", "3", "4", "5"]],
    ["mr", ["1", "2", "5"]],
  ] as const)("for %j finds %j", (search, studies) => {
    expect(found({ search })).toEqual(studies);
  });

  it("narrows by modality, date (both ends included) and description, all together", () => {
    expect(found({ modality: ["CT", "PT"] })).toEqual(["3", "4"]);
    expect(found({ dateFrom: "2024-01-30", dateTo: "2024-01-31" })).toEqual(["1", "5"]);
    expect(found({ dateTo: "2022-12-31" })).toEqual(["4"]);
    expect(found({ description: "IDEAL" })).toEqual(["1"]);
    // A description is not looked for in names.
    expect(found({ description: "muller" })).toEqual([]);
    expect(found({ search: "muller", modality: ["MR"], dateFrom: "2024-01-31", description: "t1" })).toEqual(["1"]);
    expect(found({ search: "muller", modality: ["CT"] })).toEqual([]);
  });

  it("finds the same at every level", () => {
    expect(list({ level: "series", search: "muller" }).rows.map(({ seriesInstanceUid }) => seriesInstanceUid)).toEqual(["1.1", "1.2"]);
    expect(
      list({ level: "patient", search: "thigh" })
        .rows.map(({ patientName }) => patientName)
        .toSorted(),
    ).toEqual(["Müller^Jürgen", "홍^길동"]);
  });
});

describe("the worklist's rows", () => {
  beforeEach(() =>
    add(
      { study: "1", series: "1.1", name: "B", id: "1", date: "2024-01-01", instances: 3 },
      { study: "1", series: "1.2", name: "B", id: "1", date: "2024-01-01", modality: "CT", number: 2, instances: 2 },
      { study: "2", series: "2.1", name: "B", id: "1", date: "2024-02-02", instances: 4 },
      { study: "3", series: "3.1", name: "a", id: "2", date: "2020-01-01" },
      { study: "4", series: "4.1", name: "á", id: "3", date: null },
    ),
  );

  it("count what lies below, and stand for a patient by the newest study", () => {
    const [first] = list({ level: "patient", search: "b" }).rows;
    expect(first).toMatchObject({
      patientName: "B",
      studyInstanceUid: "2",
      modalities: ["CT", "MR"],
      studies: 2,
      series: 3,
      instances: 9,
      warnings: 0,
      thumbnailVolumeId: null,
    });
    expect(list({ sort: "studyDate" }).rows.map((row) => [row.studyInstanceUid, row.series, row.instances])).toEqual([
      ["2", 1, 4],
      ["1", 2, 5],
      ["3", 1, 1],
      ["4", 1, 1],
    ]);
    expect(list({ level: "series", sort: "instances" }).rows.map(({ instances }) => instances)).toEqual([4, 3, 2, 1, 1]);
  });

  it("are sorted without regard to case and accents", () => {
    expect(list({ level: "patient", sort: "patientName", descending: false }).rows.map(({ patientName }) => patientName)).toEqual([
      "a",
      "á",
      "B",
    ]);
  });

  it("come in windows that neither overlap nor leave gaps, by every key and at every level", () => {
    for (const level of ["patient", "study", "series"] as const) {
      for (const sort of worklistSortKeys) {
        for (const descending of [true, false]) {
          const whole = list({ level, sort, descending });
          const pieces: WorklistRow[] = [];
          for (let offset = 0; offset < whole.total + 1; offset += 2)
            pieces.push(...list({ level, sort, descending, offset, limit: 2 }).rows);
          expect(pieces.map(({ key }) => key)).toEqual(whole.rows.map(({ key }) => key));
          expect(new Set(pieces.map(({ key }) => key)).size).toBe(whole.total);
        }
      }
    }
    expect(list({ level: "patient" }).total).toBe(3);
    expect(list({ level: "series" }).total).toBe(5);
  });

  it("count frames, not files", async () => {
    await add({ study: "9", series: "9.1", name: "Zeta", id: "9", instances: 2, frames: 24 });
    expect(list({ search: "zeta" }).rows[0]).toMatchObject({ series: 1, instances: 48 });
  });

  it("count again when instances go", () => {
    change(opened.store, (database) =>
      database.exec("DELETE FROM instance WHERE id = 1; DELETE FROM series WHERE series_instance_uid = '1.2'"),
    );
    expect(list({ search: "b", dateTo: "2024-01-01" }).rows[0]).toMatchObject({ series: 1, instances: 2 });
    expect(list({ level: "series", search: "ct" }).total).toBe(0);
    change(opened.store, (database) => database.exec("DELETE FROM study"));
    expect(createWorklist(opened.store).counts()).toEqual({ studies: 0, series: 0 });
    expect(list({ search: "abc" })).toEqual({ total: 0, rows: [] });
  });
});

describe("the worklist's statements", () => {
  const planOf = (given: Partial<WorklistQuery>, which: "keys" | "total") => {
    const filter = worklistFilter(query(given));
    const sql = worklistSql(query(given), filter)[which];
    return opened.store.database
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ ...filter.values, limit: 200, offset: 0 })
      .map(({ detail }) => detail)
      .join("\n");
  };

  it("find words of three letters and more by the index of trigrams", () => {
    for (const level of ["patient", "study", "series"] as const) {
      const plan = planOf({ level, search: "muller" }, "keys");
      expect(plan).toContain("series_search VIRTUAL TABLE INDEX");
      expect(plan).not.toMatch(/SCAN series\b/);
    }
  });

  it("walk series in the order of an index, without sorting 100,000 of them", () => {
    for (const sort of ["patientName", "patientId", "studyDate", "studyDescription", "importedAt"] as const) {
      for (const descending of [true, false]) {
        const plan = planOf({ level: "series", sort, descending }, "keys");
        expect(plan).not.toContain("USE TEMP B-TREE FOR ORDER BY");
        expect(plan).toContain("SEARCH series USING");
      }
    }
  });

  it("never walk the index of modalities once for every study", () => {
    for (const level of ["patient", "study", "series"] as const)
      expect(planOf({ level, modality: ["MR"] }, "keys")).not.toContain("series_modality");
  });
});
