import { rmSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Prediction } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import type { DoorEnvironment } from "../../../../src-main/app/doorContext.ts";
import { exportRoutes } from "../../../../src-main/app/routes/exports.ts";
import { reportRoutes } from "../../../../src-main/app/routes/reports.ts";
import { createJobs, workerPath, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createInference, createModels, type Models } from "../../../../src-main/services/models/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { openStore, pinVolumes, type Store } from "../../../../src-main/services/store/index.ts";
import { readCsv } from "../../../../src-main/services/exports/csv.ts";
import { hashing, sampleFeatureSet, writeBundle } from "../../services/models/sampleBundle.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let jobs: Jobs;
let models: Models;
let prediction: Prediction;
const app = new Hono<DoorEnvironment>();
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 42);

const volume: Volume = {
  id: "volume-1",
  seriesInstanceUid: "1.2.840.99.2",
  studyInstanceUid: "1.2.840.99.1",
  ordinal: 0,
  label: "water",
  columns: 256,
  rows: 192,
  slices: 30,
  spacingMm: [0.9765625, 0.9765625, 6],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  slicePositionsMm: null,
  sliceThicknessMm: 6,
  frameOfReferenceUid: null,
  hasPatientGeometry: true,
  isRegular: true,
  scalarType: "int16",
  samplesPerPixel: 1,
  invert: false,
  window: null,
  warnings: [],
};

/** A row of any table, by what is in it: columns that the test does not name take an empty text or 0. */
function insert(table: string, values: Record<string, string | number>): void {
  const columns = store.database
    .prepare<[], { name: string; type: string; notnull: number; pk: number; dflt_value: string | null }>(
      `SELECT * FROM pragma_table_info('${table}')`,
    )
    .all();
  const row = columns.flatMap(({ name, type, notnull, pk, dflt_value }) => {
    if (name in values) return [[name, values[name]!] as const];
    return notnull && !pk && dflt_value === null ? [[name, type === "TEXT" ? "" : 0] as const] : [];
  });
  change(store, (database) =>
    database
      .prepare(`INSERT INTO ${table} (${row.map(([name]) => name).join(", ")}) VALUES (${row.map(() => "?").join(", ")})`)
      .run(...row.map(([, value]) => value)),
  );
}

beforeAll(async () => {
  folder = temporaryFolder();
  store = openStore(join(folder, "data"));
  jobs = createJobs(store);
  models = createModels({
    store,
    jobs,
    hashing,
    inference: createInference({ forkInference: forkProcess, modulePath: workerPath("inference") }),
  });
  insert("study", {
    id: 1,
    study_instance_uid: volume.studyInstanceUid,
    patient_id: "MRN-7731",
    patient_name: "Doe^Jane",
    study_date: "2020-05-06",
    description: "Thigh",
  });
  insert("series", {
    id: 1,
    study_id: 1,
    series_instance_uid: volume.seriesInstanceUid,
    series_number: 4,
    modality: "MR",
    description: "ax T1",
  });
  insert("volume", { id: "volume-1", series_id: 1, ordinal: 0, description: JSON.stringify(volume) });
  insert("segmentation", {
    id: "segmentation-1",
    volume_id: "volume-1",
    name: "Thigh muscles",
    revision: 7,
    created_at: "2026-01-01T00:00:00.000Z",
    modified_at: "2026-01-01T00:00:00.000Z",
  });
  insert("segment", {
    segmentation_id: "segmentation-1",
    number: 2,
    added_revision: 1,
    name: "=Sartorius",
    color: "#aa3344",
    side: "left",
  });

  const featureSet = sampleFeatureSet({ segmentName: "=Sartorius" });
  change(store, (database) => pinVolumes({ database }, { kind: "feature set", id: featureSet.id }, [volume.id]));
  const { id } = await models.install(by, writeBundle(join(folder, "bundle")));
  prediction = await models.run(by, { modelId: id, featureSet });
  const radiomics = {
    find: (featureSetId: string) => {
      if (featureSetId !== featureSet.id) throw new PlainError("There is no such feature set.");
      return featureSet;
    },
  };
  app.use(async (context, next) => {
    context.set("by", by);
    await next();
  });
  const segmentations = createSegmentations({ store, volumes: { describe: () => volume, describeStudy: () => ({ series: [] }) } });
  const measures = { records: () => Promise.resolve([]) };
  app.route("/reports", reportRoutes({ store, models, measures, segmentations, networks: { list: () => [] } }));
  app.route(
    "/exports",
    exportRoutes({
      store,
      models,
      radiomics,
      measures,
      segmentations,
    }),
  );
  app.onError((error, context) => context.text(error.message, error instanceof PlainError ? 400 : 500));
}, 60_000);
afterAll(async () => {
  models.close();
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const healthData = /Doe|MRN-7731|2020-05-06|1\.2\.840/;

describe("the report", () => {
  test("is a page whose policy lets nothing run, with nothing of the patient unless asked", async () => {
    const response = await app.request(`/reports/${prediction.id}.html`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(page).toContain("MR, water, 256 × 192 × 30 voxels of 0.977 × 0.977 × 6 mm");
    expect(page).not.toMatch(healthData);
    for (const query of ["", "?identity=0", "?identity=", "?identity=true"])
      expect(await (await app.request(`/reports/${prediction.id}.html${query}`)).text()).not.toMatch(healthData);
    expect(await (await app.request(`/reports/${prediction.id}.html?identity=1`)).text()).toMatch(
      /Doe Jane[\s\S]*MRN-7731[\s\S]*2020-05-06/,
    );
    const style = await app.request("/reports/report.css");
    expect(style.headers.get("content-type")).toMatch(/^text\/css/);
    expect(await style.text()).toContain("@media print");
  });

  test("takes a PNG and shows it; takes nothing else", async () => {
    const post = (body: Uint8Array<ArrayBuffer>) => app.request(`/reports/${prediction.id}/picture`, { method: "POST", body });
    expect((await post(Uint8Array.from(Buffer.from("<svg/>")))).status).toBe(400);
    expect((await post(new Uint8Array(8 * 2 ** 20 + 1))).status).toBe(400);
    expect(await (await app.request(`/reports/${prediction.id}.html`)).text()).not.toContain("<img");
    expect((await post(png)).status).toBe(204);
    expect(await (await app.request(`/reports/${prediction.id}.html`)).text()).toContain(
      `data:image/png;base64,${Buffer.from(png).toString("base64")}`,
    );
    expect((await app.request("/reports/none/picture", { method: "POST", body: png })).status).toBe(400);
  });

  test("can be kept as one file", async () => {
    const response = await app.request(`/reports/${prediction.id}.html?download=1`);
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="report_P[A-Z2-9]{6}_S[A-Z2-9]{6}_4_water_Thigh muscles\.html"$/,
    );
    expect(await response.text()).toContain("<style>");
  });

  test("of no prediction is an answer in words", async () => {
    const response = await app.request("/reports/none.html");
    expect([response.status, await response.text()]).toEqual([400, "There is no such prediction."]);
  });
});

describe("exports", () => {
  test("features as CSV", async () => {
    const response = await app.request("/exports/features/features-1.csv");
    expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
    const text = await response.text();
    const head = text.split("\n")[0];
    expect(head).toMatch(
      /^Image,Mask,PatientCode,StudyCode,SeriesNumber,SeriesDescription,VolumeLabel,Label,LabelName,Side,Error,diagnostics_Notice,/,
    );
    expect(head).toMatch(/,original_shape_Elongation,original_firstorder_Mean,original_glcm_Contrast$/);
    expect(text).not.toMatch(healthData);
    expect((await app.request("/exports/features/none.csv")).status).toBe(400);
  });

  test("say of which patient, series, volume and side they are: by a code, by the ID only where it is asked for", async () => {
    const rowOf = async (query = "") => {
      const [header, row] = readCsv(await (await app.request(`/exports/features/features-1.csv${query}`)).text()) as [string[], string[]];
      return Object.fromEntries(header.map((name, at) => [name, row[at]!]));
    };
    const first = await rowOf();
    expect(first).toMatchObject({
      Image: "volume-1",
      Mask: "segmentation-1",
      PatientCode: expect.stringMatching(/^P[A-Z2-9]{6}$/) as string,
      StudyCode: expect.stringMatching(/^S[A-Z2-9]{6}$/) as string,
      SeriesNumber: "4",
      SeriesDescription: "ax T1",
      VolumeLabel: "water",
      Label: "2",
      LabelName: "=Sartorius",
      Side: "left",
      Error: "",
    });
    expect(first).not.toHaveProperty("PatientID");
    expect(await rowOf("?identity=1")).toEqual({ ...first, PatientID: "MRN-7731" });
    const response = await app.request("/exports/features/features-1.csv");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="features_${first["PatientCode"]}_${first["StudyCode"]}_4_water_Thigh muscles.csv"`,
    );
  });

  test("for a spreadsheet have a byte order mark and nothing that it would run", async () => {
    const bytes = new Uint8Array(await (await app.request("/exports/features/features-1.csv?spreadsheet=1")).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [header, row] = readCsv(new TextDecoder().decode(bytes)) as [string[], string[]];
    expect(row[header.indexOf("LabelName")]).toBe("'=Sartorius");
    expect(row[header.indexOf("original_firstorder_Mean")]).toBe("3");
  });

  test("a prediction as JSON, with the patient only when asked", async () => {
    const text = await (await app.request(`/exports/predictions/${prediction.id}.json`)).text();
    expect(JSON.parse(text)).toMatchObject({
      id: prediction.id,
      notice: "Research use only. Not for diagnosis.",
      provenance: { image: { label: expect.stringContaining("MR, water") as string } },
    });
    expect(text).not.toMatch(healthData);
    expect(await (await app.request(`/exports/predictions/${prediction.id}.json?identity=1`)).text()).toMatch(/"patientName": "Doe\^Jane"/);
  });
});
