import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type WorklistQuery, worklistQuerySchema, worklistSortKeys } from "#shared/api/worklist.ts";
import { createWorklist } from "../../src-main/services/worklist/index.ts";
import { foldText } from "#shared/domain/foldText.ts";
import { openStore } from "../../src-main/services/store/index.ts";
import { change } from "../src-main/author.ts";

/** Asks the worklist of 100,000 series (25,000 studies) for what a reader asks, and prints the time of each answer: the door's thread is blocked as long. */
const studies = 25_000;
const seriesPerStudy = 4;
const families = ["Müller", "Smith", "Yamada", "García", "Kowalski", "山田", "Nguyễn", "Østergård"];
const given = ["Anna", "Bob", "Tarou", "太郎", "Eve"];
const studyDescriptions = ["Thigh MR", "Brain", "Calf follow-up"];
const seriesDescriptions = ["T1 tse tra", "T2 ideal water", "Localizer", "FLAIR"];
const modalities = ["MR", "CT", "PT"];

const folder = mkdtempSync(join(tmpdir(), "fascicle-bench-worklist-"));
const store = openStore(folder);
try {
  const addStudy = store.database
    .prepare(`INSERT INTO study (study_instance_uid, patient_id, patient_name, study_date, description, accession_number, imported_at, patient_sort)
    VALUES (?, ?, ?, ?, ?, ?, '', ?)`);
  const addSeries = store.database
    .prepare(`INSERT INTO series (study_id, series_instance_uid, modality, series_number, description, body_part, protocol_name,
      manufacturer, search_text, description_text)
    VALUES (?, ?, ?, ?, ?, '', '', '', ?, ?)`);
  change(store, () => {
    for (let study = 0; study < studies; study++) {
      const name = `${families[study % families.length]}${study % 977}^${given[study % given.length]}`;
      const patientId = `P${String((study * 7919) % 20_000).padStart(6, "0")}`;
      const date = `20${10 + (study % 15)}-0${1 + (study % 9)}-1${study % 10}`;
      const description = studyDescriptions[study % 3]!;
      const { lastInsertRowid } = addStudy.run(`2.25.${study}`, patientId, name, date, description, `A${study}`, foldText(name));
      for (let series = 0; series < seriesPerStudy; series++) {
        const modality = modalities[(study + series) % 3]!;
        const about = seriesDescriptions[series]!;
        const words = [name, patientId, `A${study}`, description, modality, about].join(" ");
        addSeries.run(
          lastInsertRowid,
          `2.25.${study}.${series}`,
          modality,
          series + 1,
          about,
          foldText(words),
          foldText(`${description} ${about}`),
        );
      }
    }
  });

  const worklist = createWorklist(store);
  const times: Array<readonly [ms: number, label: string, total: number]> = [];
  const ask = (label: string, query: Partial<WorklistQuery>) => {
    const start = performance.now();
    const { total } = worklist.list(worklistQuerySchema.parse({ level: "study", ...query }));
    times.push([performance.now() - start, label, total]);
  };
  for (const level of ["patient", "study", "series"] as const) {
    for (const sort of worklistSortKeys) ask(`${level} by ${sort}`, { level, sort });
    ask(`${level}, from the middle`, { level, offset: level === "series" ? 50_000 : 12_000 });
    for (const search of ["m", "mu", "muller", "山田", "p0012", "t1 thigh", "smith12 brain flair", "nobody"])
      ask(`${level}, "${search}"`, { level, search });
    ask(`${level}, CT`, { level, modality: ["CT"] });
    ask(`${level}, one year`, { level, dateFrom: "2015-01-01", dateTo: "2015-12-31" });
    ask(`${level}, described as flair`, { level, description: "flair" });
  }
  console.log(`${studies * seriesPerStudy} series in ${studies} studies; ms, rows found, question`);
  for (const [ms, label, total] of times.toSorted((a, b) => b[0] - a[0]))
    console.log(`${ms.toFixed(1).padStart(7)} ${String(total).padStart(7)}  ${label}`);
  console.log(`slowest: ${Math.max(...times.map(([ms]) => ms)).toFixed(1)} ms (aim: at most 50 ms)`);
} finally {
  store.close();
  rmSync(folder, { recursive: true, force: true });
}
