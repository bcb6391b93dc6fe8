import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { GoldenTensor, ScoreGolden, SegmentationGolden } from "#shared/domain/bundle/golden.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { Inference, RunOptions } from "../inference.ts";
import type { Inspected } from "./bundleMessages.ts";
import { compareHashes, type OpenedBundle2 } from "./openBundle2.ts";
import { runBundle2, type BundleOutcome } from "./runBundle2.ts";

/** How one golden case came out on this machine. */
export interface GoldenOutcome {
  readonly name: string;
  /** What differs, in sentences; none where the case is right. */
  readonly problems: readonly string[];
  readonly seconds: number;
  readonly memory: BundleOutcome["memory"];
}

/**
 * Compares every file of a bundle with its hash, and runs its golden cases on this machine. Throws PlainError where a file differs or a run fails; a case
 * that comes out otherwise is told. `readImage` reads an image file of the bundle; `workFolder` is an empty folder of the caller's.
 */
export async function checkBundle2(
  inference: Inference,
  opened: OpenedBundle2,
  { readImage, workFolder }: { readImage: (path: string) => Promise<Image>; workFolder: string },
  options: RunOptions = {},
): Promise<GoldenOutcome[]> {
  await compareHashes(opened);
  const outcomes: GoldenOutcome[] = [];
  for (const [index, golden] of opened.bundle.golden.entries()) {
    const images = new Map<string, Image>();
    for (const [name, file] of Object.entries(golden.images ?? {})) images.set(name, await readImage(join(opened.folder, file)));
    const place = join(workFolder, `golden-${index}`);
    await mkdir(place, { mode: 0o700 });
    const begun = performance.now();
    const inspect = {
      tensor: golden.tensor?.samples?.map(({ at }) => at) ?? [],
      logits: "logits" in golden ? golden.logits.map(({ at }) => at) : [],
    };
    const outcome = await runBundle2(
      inference,
      opened,
      { images, row: "row" in golden ? golden.row : undefined, workFolder: place, inspect },
      options,
    );
    await rm(place, { recursive: true, force: true });
    outcomes.push({
      name: golden.name,
      problems: problemsOf(opened.bundle, golden, outcome),
      seconds: (performance.now() - begun) / 1000,
      memory: outcome.memory,
    });
  }
  return outcomes;
}

/** What differs between a golden case and what came out. */
export function problemsOf(bundle: Bundle2, golden: SegmentationGolden | ScoreGolden, outcome: BundleOutcome): string[] {
  const tensor = golden.tensor && outcome.inspected ? tensorProblems(golden.tensor, outcome.inspected) : [];
  return [...tensor, ...("counts" in golden ? drawingProblems(golden, outcome) : scoreProblems(bundle, golden, outcome))];
}

function tensorProblems(wanted: GoldenTensor, got: Inspected): string[] {
  if (wanted.shape.join() !== got.shape.join())
    return [`the prepared tensor has the shape [${got.shape.join(", ")}], and the bundle says [${wanted.shape.join(", ")}]`];
  const problems = (wanted.samples ?? []).flatMap(({ at, value }, index) =>
    Math.abs(got.tensor[index]! - value) <= wanted.tolerance!
      ? []
      : [`the prepared tensor is ${got.tensor[index]} at [${at.join(", ")}], and the bundle says ${value}`],
  );
  if (wanted.sha256 !== undefined && wanted.sha256 !== got.sha256)
    problems.push(`the prepared tensor differs: its hash at half precision is ${got.sha256}, and the bundle says ${wanted.sha256}`);
  return problems;
}

function drawingProblems(
  { counts, countsPercent, logits, logitsTolerance }: SegmentationGolden,
  { counts: got, inspected }: BundleOutcome,
): string[] {
  return [
    ...Object.entries(counts).flatMap(([label, wanted]) =>
      Math.abs(got![label]! - wanted) <= Math.max(countsPercent > 0 ? 1 : 0, (wanted * countsPercent) / 100)
        ? []
        : [`label ${label} has ${got![label]} voxels, and the bundle says ${wanted}`],
    ),
    ...logits.flatMap(({ at, value }, index) =>
      Math.abs(inspected!.logits[index]! - value) <= logitsTolerance
        ? []
        : [`the answer is ${inspected!.logits[index]} at [${at.join(", ")}], and the bundle says ${value}`],
    ),
  ];
}

function scoreProblems({ output }: Bundle2, { score, tolerance }: ScoreGolden, { scores }: BundleOutcome): string[] {
  const got = scores![output.kind === "probability" ? output.classes.indexOf(output.positiveClass) : 0]!;
  return Math.abs(got - score) <= tolerance ? [] : [`the score is ${got}, and the bundle says ${score}`];
}
