import { expect, test } from "vitest";
import type { NetworkPrediction } from "#shared/domain/modelBundle.ts";
import { networkReportHtml, type NetworkReportContent } from "../../../../src-main/services/exports/index.ts";

const hostile = `<script>alert("1")</script>'&`;
const head = {
  id: "5b0c9a0e-2f1d-4d50-8a6e-0f6d2a1c9e11",
  modelId: "0123456789abcdef",
  modelName: "Tubers",
  modelVersion: "2.1",
  modelAuthors: ["A. Researcher"],
  modelLicence: "CC BY-NC 4.0",
  intendedUse: "Tests",
  bundleHash: "1".repeat(64),
  modelHash: "1".repeat(64),
  modelRun: "as delivered",
  notice: null,
  createdAt: "2026-01-02T03:05:05.000Z",
  source: {
    volumes: [
      { name: "FLAIR", volumeId: "1.2.840.99.volume-1", imageHash: "4".repeat(64) },
      { name: "T2", volumeId: "1.2.840.99.volume-2", imageHash: "5".repeat(64) },
    ],
  },
  run: {
    notes: ["FLAIR was acquired at 3 T, outside of the 1.5 T of the training data."],
    seconds: 12.25,
    estimatedBytes: 300 * 2 ** 20,
    peakBytes: 250 * 2 ** 20,
    reader: "Reader 1",
    row: { "age at onset": 7 },
    members: [
      { name: "T2", weight: 0.75, score: 0.6543, folds: [0.6111, 0.6975] },
      { name: "clinical", weight: 0.25, score: 0.1234, folds: [0.1234] },
    ],
  },
} as const;
const classes = {
  ...head,
  kind: "images",
  probabilities: { yes: 0.5216, no: 0.4784 },
  positiveClass: "yes",
  positiveProbability: 0.5216,
  threshold: 0.5,
  predictedClass: "yes",
} as unknown as NetworkPrediction;
const identity = {
  patientName: "Doe^Jane",
  patientId: "MRN-7731",
  studyDate: "2020-05-06",
  studyDescription: "Brain",
  seriesDescription: "ax FLAIR",
  studyInstanceUid: "1.2.3.77",
  seriesInstanceUid: "1.2.3.78",
};
const content = (changes: Partial<NetworkReportContent> = {}): NetworkReportContent => ({
  prediction: classes,
  images: [{ label: "MR, axial", warnings: [], origin: "NIfTI file", source: { kind: "file", format: "NIfTI" } }, undefined],
  licenceOfData: "CC BY 4.0",
  identity: undefined,
  styleAddress: "/reports/report.css",
  ...changes,
});

test("the report of a network's answer shows result, members and folds, what it was given, what lies outside, and both licences", async () => {
  const page = await networkReportHtml(content());
  for (const part of [
    "Research use only. Not for diagnosis.",
    "Tubers <small>2.1</small>",
    "threshold 0.5",
    "The probability of yes reaches",
    "FLAIR was acquired at 3 T, outside of the 1.5 T of the training data.",
    '<td>T2</td><td class="number">0.75</td><td class="number">0.6543</td>',
    "<td>0.6111, 0.6975</td>",
    "MR, axial; NIfTI file",
    "no longer in the data folder",
    "4".repeat(16),
    "5".repeat(16),
    "<td>age at onset</td><td>7</td>",
    "weights: CC BY-NC 4.0; training data: CC BY 4.0",
    "Reader 1",
    "12.25 s, 250 MB of memory (about 300 MB estimated)",
    "2026-01-02 03:05 UTC",
  ])
    expect(page).toContain(part);
  expect(await networkReportHtml(content({ licenceOfData: undefined }))).toContain("training data: not known here");
});

test("a network that tells a value has it with its unit, and no threshold", async () => {
  const value = { ...head, kind: "value", value: { name: "fat fraction", unit: "%", number: 23.456 } } as unknown as NetworkPrediction;
  const page = await networkReportHtml(content({ prediction: value }));
  expect(page).toContain("<small>fat fraction</small>23.46 %");
  expect(page).not.toContain("threshold");
});

test("nothing of the patient unless asked, no UID ever, text is escaped, and a page to keep loads nothing", async () => {
  const quiet = await networkReportHtml(content());
  for (const part of ["Doe", identity.patientId, identity.studyDate, "1.2.840", "1.2.3."]) expect(quiet).not.toContain(part);
  const named = await networkReportHtml(content({ identity }));
  expect(named).toContain("Doe Jane");
  expect(named).not.toContain("1.2.3.");
  const escaped = await networkReportHtml(
    content({ prediction: { ...classes, modelName: hostile, modelLicence: hostile }, licenceOfData: hostile, styleAddress: undefined }),
  );
  expect(escaped).not.toContain("<script>");
  expect(escaped).not.toMatch(/(src|href)=/);
});
