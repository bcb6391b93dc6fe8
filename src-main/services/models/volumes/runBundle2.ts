import { availableParallelism } from "node:os";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { matchGrids, otherVoxelsInWords, placeVoxels, type GridMatch } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { voxelsFromBytes, type Image, type ScalarType } from "#shared/domain/volume.ts";
import type { Inference, RunOptions } from "../inference.ts";
import type { BundleImage, BundleRequest, BundleResult, PreparedImages } from "./bundleMessages.ts";
import type { OpenedBundle2 } from "./openBundle2.ts";

/** What a bundle is run on. */
export interface BundleInput {
  /** By the name of the image in the bundle. */
  readonly images: ReadonlyMap<string, Image>;
  /** By the name of the column. */
  readonly row?: Readonly<Record<string, number>> | undefined;
}

/** What it answered; the label map lies on the grid of the image that counts. */
export interface BundleOutcome extends BundleResult {
  readonly labels?: Image;
}

/**
 * Runs a bundle of format 2 in the inference process. Voxels are handed over as files in `workFolder`, an empty folder of the caller's, and so are labels;
 * neither passes through a message. Throws PlainError as Inference does, and where an image or a column is missing, not known to the bundle, or not on the
 * grid of the others.
 */
export async function runBundle2(
  inference: Pick<Inference, "runBundle">,
  { bundle, folder }: OpenedBundle2,
  { images, row, workFolder, inspect }: BundleInput & { workFolder: string; inspect?: BundleRequest["inspect"] },
  options: RunOptions = {},
): Promise<BundleOutcome> {
  const given = await handOver(placedImages(bundle, images), workFolder);
  const labelsPath = join(workFolder, "labels");
  const request: BundleRequest = {
    ...requestOf({ bundle, folder }, given),
    row: checkedRow(bundle, row),
    labelsPath,
    ...(inspect ? { inspect } : {}),
  };
  const result = await inference.runBundle(request, { timeoutMs: bundle.limits.seconds * 1000, ...options });
  if (bundle.kind !== "segmentation") return result;
  const main = bundle.input.images.find(({ registeredTo }) => registeredTo === null)!;
  const { grid } = given.find(({ name }) => name === main.name)!;
  return { ...result, labels: { grid, scalarType: "uint16", voxels: voxelsFromBytes("uint16", await readFile(labelsPath)) } };
}

/** What a run would take, and why it would be refused for that; images are known by their grids alone. Throws PlainError as runBundle2 does. */
export async function estimateBundle2(
  inference: Inference,
  opened: OpenedBundle2,
  images: ReadonlyMap<string, Pick<Image, "grid" | "scalarType">>,
  options: RunOptions = {},
): Promise<{ estimatedBytes: number; refusal: string | undefined }> {
  const placed = [...placedGrids(opened.bundle, images)].map(([name, { grid, scalarType }]) => ({ name, path: "", scalarType, grid }));
  const { memory, refusal } = await inference.runBundle({ ...requestOf(opened, placed), only: { kind: "estimate" } }, options);
  return { estimatedBytes: memory.estimatedBytes, refusal };
}

/** The images as they would enter the networks, and what lies outside of what those were trained on. Throws PlainError as runBundle2 does. */
export async function prepareBundle2(
  inference: Inference,
  opened: OpenedBundle2,
  { images, workFolder }: Pick<BundleInput, "images"> & { workFolder: string },
  options: RunOptions = {},
): Promise<PreparedImages & { values: Float32Array; notes: readonly string[] }> {
  const given = await handOver(placedImages(opened.bundle, images), workFolder);
  const path = join(workFolder, "prepared");
  const { prepared, notes } = await inference.runBundle(
    { ...requestOf(opened, given), only: { kind: "prepared", path } },
    { timeoutMs: opened.bundle.limits.seconds * 1000, ...options },
  );
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return { ...prepared!, notes, values: new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)) };
}

/** A request without a row, that draws nothing. */
function requestOf({ bundle, folder }: OpenedBundle2, images: readonly BundleImage[]): BundleRequest {
  return {
    kind: "bundle",
    bundle,
    folder,
    threads: bundle.limits.threads === "all" ? availableParallelism() : bundle.limits.threads,
    images,
    row: undefined,
    labelsPath: "",
  };
}

/** The images that a bundle sees, each voxel where the image that counts has its own. */
function placedImages(bundle: Bundle2, images: ReadonlyMap<string, Image>): Map<string, Image> {
  const placed = new Map<string, Image>();
  for (const [name, { grid, match }] of placedGrids(bundle, images)) {
    const image = images.get(name)!;
    placed.set(name, { ...image, grid, voxels: placeVoxels(image.voxels, image.grid.size, match, grid.size) });
  }
  return placed;
}

/**
 * Of the images that a bundle sees, in its order, the grid of the one that counts, and how theirs match it. Throws PlainError where one is missing, not
 * known to the bundle, or on another grid.
 */
function placedGrids<Given extends Pick<Image, "grid" | "scalarType">>(
  bundle: Bundle2,
  images: ReadonlyMap<string, Given>,
): Map<string, { grid: Grid; match: GridMatch; scalarType: ScalarType }> {
  const wanted = bundle.kind === "table" ? [] : (bundle.input?.images ?? []);
  const listed = wanted.map(({ name, sequence }) => `${name} (${sequence})`).join(", ") || "none";
  for (const name of images.keys())
    if (!wanted.some((image) => image.name === name))
      throw new PlainError(`${bundle.name} knows no image "${name}". Its images: ${listed}.`);
  const missing = wanted.filter(({ name, required }) => required && !images.has(name));
  if (missing.length > 0)
    throw new PlainError(`${bundle.name} needs ${missing.map(({ name }) => name).join(", ")}. Its images: ${listed}.`);
  const main = wanted.find(({ registeredTo }) => registeredTo === null);
  if (!main) return new Map();
  const { grid } = images.get(main.name)!;
  const placed = new Map<string, { grid: Grid; match: GridMatch; scalarType: ScalarType }>();
  for (const { name } of wanted) {
    const image = images.get(name);
    if (!image) continue;
    const match = matchGrids(grid, image.grid);
    const difference = "mismatch" in match ? match.mismatch : otherVoxelsInWords(match, grid, image.grid);
    if ("mismatch" in match || difference !== undefined)
      throw new PlainError(
        `${name} is not on the grid of ${main.name}: ${difference}. Register it first, and resample it onto that grid; nothing was computed.`,
      );
    placed.set(name, { grid, match, scalarType: image.scalarType });
  }
  return placed;
}

async function handOver(images: ReadonlyMap<string, Image>, workFolder: string): Promise<BundleImage[]> {
  const files: BundleImage[] = [];
  for (const [name, { grid, scalarType, voxels }] of images) {
    const path = join(workFolder, `image-${files.length}`);
    await writeFile(path, new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), { mode: 0o600 });
    files.push({ name, path, scalarType, grid });
  }
  return files;
}

/** The columns that the bundle has, each a finite number. Other columns are left aside. */
function checkedRow(bundle: Bundle2, row: BundleInput["row"]): BundleInput["row"] {
  const columns = bundle.kind === "table" || bundle.kind === "ensemble" ? bundle.table?.columns : undefined;
  if (!columns) return undefined;
  const missing = columns.filter(({ name }) => row?.[name] === undefined || !Number.isFinite(row[name]));
  if (missing.length > 0)
    throw new PlainError(
      `${bundle.name} needs a number for each of ${missing.map(({ name }) => `"${name}"`).join(", ")}. Complete the table.`,
    );
  return Object.fromEntries(columns.map(({ name }) => [name, row![name]!]));
}
