import type { SampleContents } from "../api/sample.ts";
import type { StudyContents } from "../api/studyRemoval.ts";

const nouns: ReadonlyArray<readonly [key: Exclude<keyof StudyContents, "originals" | "originalBytes">, one: string, many: string]> = [
  ["series", "series", "series"],
  ["volumes", "volume", "volumes"],
  ["segmentations", "segmentation, with its whole history", "segmentations, with their whole history"],
  ["featureSets", "feature set", "feature sets"],
  ["featureMaps", "feature map", "feature maps"],
  ["predictions", "prediction", "predictions"],
  ["measures", "measure", "measures"],
];

/** Bytes in the unit a disk's user reads: "3 kB", "0.4 MB", "2.1 GB" (decimal). */
export function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

/** What hangs on a study, one line for each kind of which there is any. */
export function studyContentsWords(contents: StudyContents): string[] {
  const originals = `${contents.originals} original DICOM ${contents.originals === 1 ? "file" : "files"} (${formatBytes(contents.originalBytes)})`;
  return [
    originals,
    ...nouns.filter(([key]) => contents[key] > 0).map(([key, one, many]) => `${contents[key]} ${contents[key] === 1 ? one : many}`),
  ];
}

/** What goes with a sample project, a line each. */
export function sampleContentsWords({ name, cases, readings, ...contents }: SampleContents): string[] {
  return [
    `the project “${name}” with its log, ${cases} ${cases === 1 ? "case" : "cases"} and ${readings} ${readings === 1 ? "reading" : "readings"}`,
    ...studyContentsWords(contents),
  ];
}
