import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { InstalledNetwork, NetworkOutcome, NetworkPlan, NetworkRunRequest } from "#shared/api/network.ts";
import type { GivenImage, ModelDrawing, ScoreRun } from "#shared/domain/bundle/networkRun.ts";
import type { NetworkPrediction } from "#shared/domain/modelBundle.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { gridOf, type Image, type Volume } from "#shared/domain/volume.ts";
import { imageHash, writeImageFile } from "../imagefiles/index.ts";
import {
  classify,
  estimateBundle2,
  narrowedLabels,
  prepareBundle2,
  runBundle2,
  segmentOfLabel,
  type BundleOutcome,
  type Inference,
  type Models,
  type OpenedBundle2,
  type RunOptions,
} from "../models/index.ts";
import type { Segmentations } from "../segmentation/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { Volumes } from "../volumes/index.ts";
import { withWorkFolder } from "./checkOnMachine.ts";
import { seriesNotes } from "./seriesNotes.ts";

/** What runs need. */
export interface RunParts {
  readonly store: Store;
  readonly inference: Inference;
  readonly volumes: Pick<Volumes, "describe" | "describeStudy" | "readImage" | "fieldStrengthT">;
  readonly segmentations: Pick<Segmentations, "importFrom">;
  readonly models: Pick<Models, "keep">;
}

/** A network to be run. */
interface ToRun {
  readonly network: InstalledNetwork;
  readonly opened: OpenedBundle2;
  readonly request: NetworkRunRequest;
}

/** The volumes by the names of the bundle's images. Throws PlainError where one is in colour, or they are of several studies. */
function volumesOf({ volumes }: Pick<RunParts, "volumes">, { images }: NetworkRunRequest): Map<string, Volume> {
  const given = new Map(Object.entries(images).map(([name, volumeId]) => [name, volumes.describe(volumeId)]));
  for (const [name, { samplesPerPixel }] of given)
    if (samplesPerPixel !== 1) throw new PlainError(`The series given for ${name} is in colour; networks see grey values. Choose another.`);
  if (new Set([...given.values()].map(({ studyInstanceUid }) => studyInstanceUid)).size > 1)
    throw new PlainError("The series given are of several studies. Choose series of one study.");
  return given;
}

/** What a run would take, and what is to be known before. */
export async function planRun(parts: RunParts, { opened, request }: ToRun, signal?: AbortSignal): Promise<NetworkPlan> {
  try {
    const given = volumesOf(parts, request);
    const notes = seriesNotes(opened.bundle, given, parts.volumes);
    const grids = new Map([...given].map(([name, volume]) => [name, { grid: gridOf(volume), scalarType: volume.scalarType }]));
    const { estimatedBytes, refusal } = await estimateBundle2(parts.inference, opened, grids, { signal });
    return { estimatedBytes, refusal: refusal ?? null, notes };
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return { estimatedBytes: null, refusal: error.message, notes: [] };
  }
}

/** Reads the volumes, with the hashes by which a result names them. */
async function readGiven(
  { volumes }: Pick<RunParts, "volumes">,
  given: ReadonlyMap<string, Volume>,
  signal: AbortSignal | undefined,
): Promise<{ images: Map<string, Image>; hashed: GivenImage[] }> {
  const images = new Map<string, Image>();
  const hashed: GivenImage[] = [];
  for (const [name, { id }] of given) {
    const image = await volumes.readImage(id, signal ? { signal } : {});
    images.set(name, image);
    hashed.push({ name, volumeId: id, imageHash: await imageHash(image, signal) });
  }
  return { images, hashed };
}

/** Runs a network on volumes of a study and keeps what comes out: a segmentation, or a prediction. Throws PlainError as runBundle2 does. */
export async function runOnStudy(
  parts: RunParts,
  by: Author,
  { network, opened, request }: ToRun,
  options: RunOptions,
): Promise<NetworkOutcome> {
  const { bundle } = opened;
  const given = volumesOf(parts, request);
  const notes = seriesNotes(bundle, given, parts.volumes);
  const { images, hashed } = await readGiven(parts, given, options.signal);
  return withWorkFolder(async (workFolder) => {
    const begun = performance.now();
    const outcome = await runBundle2(parts.inference, opened, { images, row: request.row, workFolder }, options);
    const run = {
      notes: [...notes, ...outcome.notes],
      seconds: (performance.now() - begun) / 1000,
      estimatedBytes: outcome.memory.estimatedBytes,
      peakBytes: outcome.memory.peakBytes,
      reader: by.name,
    };
    if (bundle.kind !== "segmentation") {
      const prediction = predictionOf(network, outcome, { images: hashed, run, row: request.row, createdAt: parts.store.now() });
      parts.models.keep(by, prediction);
      return { kind: "prediction", predictionId: prediction.id };
    }
    const model: ModelDrawing = {
      ...run,
      networkId: network.id,
      modelName: bundle.name,
      modelVersion: bundle.version,
      modelAuthors: bundle.authors,
      licenceOfWeights: bundle.provenance.licenceOfWeights,
      bundleHash: network.bundleHash,
      images: hashed,
      createdAt: parts.store.now(),
    };
    const path = join(workFolder, "drawing.nrrd");
    await writeImageFile(path, narrowedLabels(outcome.labels!), { segments: bundle.output.labels.map(segmentOfLabel) });
    const main = bundle.input.images.find(({ registeredTo }) => registeredTo === null)!.name;
    const volumeId = given.get(main)!.id;
    const { id } = await parts.segmentations.importFrom(by, { volumeId, path, model });
    return { kind: "drawing", segmentationId: id, volumeId };
  });
}

/** The record of a run that scores. */
function predictionOf(
  { id, bundle, bundleHash }: InstalledNetwork,
  { scores, members }: BundleOutcome,
  {
    images,
    run,
    row,
    createdAt,
  }: { images: GivenImage[]; run: Omit<ScoreRun, "row" | "members">; row: ScoreRun["row"]; createdAt: string },
): NetworkPrediction {
  const { output } = bundle;
  const head = {
    id: randomUUID(),
    modelId: id,
    modelName: bundle.name,
    modelVersion: bundle.version,
    modelAuthors: bundle.authors,
    modelLicence: bundle.provenance.licenceOfWeights,
    intendedUse: bundle.intendedUse,
    bundleHash,
    modelHash: bundleHash,
    modelRun: "as delivered" as const,
    notice: bundle.notice ?? null,
    createdAt,
    source: { volumes: images },
    run: { ...run, row, members: members!.map(({ folds, ...member }) => ({ ...member, folds: [...folds] })) },
  };
  if (output.kind === "value") return { ...head, kind: "value", value: { name: output.name, unit: output.unit, number: scores![0]! } };
  if (output.kind !== "probability") throw new RangeError("a network that draws makes no prediction");
  const { positiveClass, threshold } = output;
  return { ...head, kind: "images", ...classify(output, scores!), positiveClass, threshold };
}

/** The images as the networks would see them. */
export async function prepareOnStudy(
  parts: RunParts,
  { opened, request }: Pick<ToRun, "opened" | "request">,
  signal?: AbortSignal,
): Promise<Awaited<ReturnType<typeof prepareBundle2>>> {
  const { images } = await readGiven(parts, volumesOf(parts, request), signal);
  return withWorkFolder((workFolder) => prepareBundle2(parts.inference, opened, { images, workFolder }, { signal }));
}
