import { describe, expect, test } from "vitest";
import { predictionDocument, reportHtml, type ReportContent } from "../../../../src-main/services/exports/index.ts";
import { samplePrediction } from "./samplePrediction.ts";

const hostile = `<script>alert("1")</script>'&`;
const identity = {
  patientName: "Doe^Jane",
  patientId: "MRN-7731",
  studyDate: "2020-05-06",
  studyDescription: "Thigh",
  seriesDescription: "ax T1",
  studyInstanceUid: "1.2.3.77",
  seriesInstanceUid: "1.2.3.78",
};
const content = (changes: Partial<ReportContent> = {}): ReportContent => ({
  prediction: samplePrediction(),
  image: { label: "MR, water", warnings: [], origin: "NIfTI file, image 3 of 8", source: { kind: "file", format: "NIfTI" } },
  identity: undefined,
  measures: [],
  drawing: null,
  picture: undefined,
  styleAddress: "/reports/report.css",
  ...changes,
});

describe("the report", () => {
  test("shows class, probability, threshold, features, provenance and the notice", async () => {
    const page = await reportHtml(content());
    for (const part of [
      "Research use only. Not for diagnosis.",
      "Thigh myopathy",
      "LGMDR2",
      "0.817",
      "threshold 0.42",
      "original_<wbr>firstorder_<wbr>Mean",
      "+1.42",
      "−1.10",
      '<span class="outsideMark">outside</span>2 – 15',
      "1 of 2 inputs lies outside the training range",
      "revision 37",
      "NIfTI file, image 3 of 8",
      "Reader 1",
      "3".repeat(16),
      "4".repeat(16),
      "5".repeat(16),
      "1".repeat(16),
      "engine 0.1.0",
      "2026-01-02 03:05 UTC",
      "MR, water",
      "Demonstration: trained on synthetic images.",
    ])
      expect(page).toContain(part);
    // The bar is filled to 0.817 of its 300 units, the threshold stands at 0.42: 245.1 and 126.
    expect(page).toContain('class="filled" x="0" y="13" width="245.10"');
    expect(page).toContain('class="threshold" x1="126.00"');
  });

  test("has nothing of the patient unless asked, and no UID ever", async () => {
    const quiet = await reportHtml(content());
    for (const part of [identity.patientName, "Doe Jane", identity.patientId, identity.studyDate, "1.2.840"])
      expect(quiet).not.toContain(part);
    const asked = await reportHtml(content({ identity }));
    for (const part of ["Doe Jane", identity.patientId, identity.studyDate]) expect(asked).toContain(part);
  });

  test("shows every text as text", async () => {
    const prediction = samplePrediction();
    const page = await reportHtml(
      content({
        prediction: samplePrediction({
          modelName: hostile,
          modelVersion: hostile,
          intendedUse: hostile,
          notice: hostile,
          modelAuthors: [hostile],
          modelLicence: hostile,
          predictedClass: hostile,
          positiveClass: hostile,
          probabilities: { [hostile]: 0.8, b: 0.1, c: 0.1 },
          source: { ...prediction.source, segmentName: hostile, reader: hostile },
          inputs: prediction.inputs.map((input) => ({ ...input, feature: hostile })),
        }),
        image: { label: hostile, warnings: [hostile], origin: hostile, source: {} },
        identity: { ...identity, patientName: hostile, patientId: hostile, studyDescription: hostile, seriesDescription: hostile },
        picture: Uint8Array.of(1, 2, 3),
      }),
    );
    expect(page).not.toContain("<script");
    expect(page).not.toContain('alert("');
    expect(page).toContain("&lt;script&gt;");
  });

  test("needs neither script nor inline style where the policy forbids them; a kept file carries its style", async () => {
    const served = await reportHtml(content({ picture: Uint8Array.of(0x89, 0x50) }));
    expect(served).not.toMatch(/<style|style=|<script|\son\w+=/);
    expect(served).toContain('<link rel="stylesheet" href="/reports/report.css">');
    expect(served).toContain('src="data:image/png;base64,iVA="');
    const kept = await reportHtml(content({ styleAddress: undefined }));
    expect(kept).toContain("@page");
    expect(kept).not.toMatch(/(src|href)="(?!data:)/);
  });

  test("a model that is not linear shows its inputs without contributions", async () => {
    const page = await reportHtml(
      content({ prediction: samplePrediction({ inputs: samplePrediction().inputs.map((input) => ({ ...input, contribution: null })) }) }),
    );
    expect(page).not.toContain("Log-odds");
    expect(page).toContain("outsideMark");
  });

  test.each([
    [0.999_99, "&gt; 0.999"],
    [0.000_01, "&lt; 0.001"],
    [1, "1.000"],
    [0, "0.000"],
  ])("a probability of %d reads %s", async (positiveProbability, words) => {
    expect(await reportHtml(content({ prediction: samplePrediction({ positiveProbability }) }))).toContain(`</small>${words}</span>`);
  });
});

test("what was measured by hand on the study stands in the report, the first six; without any there is no such section", async () => {
  const record = (at: number): ReportContent["measures"][number] => ({
    name: at === 1 ? hostile : `Distance ${at}`,
    kind: "distance",
    series: "5 t1",
    where: "slice 12",
    plane: "acquisition",
    points: [
      [0, 0, 0],
      [3, 4, 0],
    ],
    values: { kind: "distance", length: 40 + at, unit: "mm" },
    reader: "Anna",
    revision: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    problem: null,
  });
  const page = await reportHtml(content({ measures: [1, 2, 3, 4, 5, 6, 7].map(record) }));
  expect(page).toContain("<td>Distance 6</td><td>46.0 mm</td><td>5 t1, slice 12</td><td>Anna</td>");
  expect(page).not.toContain("47.0 mm");
  expect(page).toContain("1 more measure is in the JSON export.");
  expect(page).not.toContain(hostile);
  expect(await reportHtml(content())).not.toContain("Measured on the study");
});

test("a drawing that began with a file says what was changed in it and who checked it, in the report and the document", async () => {
  const prediction = samplePrediction();
  const { segmentNumber: number } = prediction.source;
  const check = { reader: "Anna", checkedAt: "2026-01-01T00:00:00.000Z", revision: 37, isChanged: false };
  const drawing: ReportContent["drawing"] = {
    name: "net",
    revision: 37,
    firstDrawing: { source: "file", revision: 1, labelsHash: "5".repeat(64), model: null },
    copy: null,
    segments: [{ number, name: "VLA", change: { added: 120, erased: 30, dice: 0.951_4 }, check }],
  };
  expect(await reportHtml(content({ prediction, drawing }))).toContain(
    "; first drawing from a file, 120 voxels added and 30 erased since (Dice 0.951); checked by Anna",
  );
  const document = predictionDocument({ ...content(), prediction, drawing });
  expect(document).toMatchObject({
    provenance: {
      segmentation: {
        firstDrawing: { labelsHash: "5".repeat(64) },
        changedSinceFirstDrawing: { added: 120, erased: 30, dice: 0.951_4 },
        checked: { reader: "Anna", isChanged: false },
      },
    },
  });
});

test("the JSON document says where everything came from, and of whom only when asked", () => {
  const prediction = samplePrediction();
  const document = predictionDocument({
    prediction,
    image: { label: "MR, water", warnings: ["1 slice is missing."], origin: "DICOM", source: { kind: "dicom" } },
    identity: undefined,
    measures: [],
    drawing: null,
  });
  expect(document).toMatchObject({
    notice: "Research use only. Not for diagnosis.",
    result: { predictedClass: "LGMDR2", positiveProbability: 0.817, threshold: 0.42 },
    provenance: {
      image: { label: "MR, water", source: { kind: "dicom" }, warnings: ["1 slice is missing."], sha256: "4".repeat(64) },
      segmentation: { revision: 37 },
      reader: "Reader 1",
      extraction: { settingsHash: "3".repeat(64), engineVersion: "0.1.0" },
      model: { version: "1.2", bundleSha256: "1".repeat(64) },
      predictedAt: prediction.createdAt,
    },
  });
  expect(JSON.stringify(document)).not.toMatch(/1\.2\.840|Doe/);
  expect(predictionDocument({ prediction, image: undefined, identity, measures: [], drawing: null })).toMatchObject({
    identity: { patientName: "Doe^Jane" },
  });
});
