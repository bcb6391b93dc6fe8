import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdir, rename, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { refuseFolder, sha256OfFile } from "../../system/index.ts";
import type { Inference, RunOptions } from "../inference.ts";
import { readBundle2 } from "../volumes/readBundle2.ts";
import { madeGolden, uncomputedGolden } from "./madeGolden.ts";
import { madeImage } from "./madeImage.ts";

/** What an importer needs of others. */
export interface ImportTools {
  readonly inference: Inference;
  /** An empty folder of the caller's. */
  readonly workFolder: string;
  readonly writeImage: (path: string, image: Image) => Promise<void>;
  readonly readImage: (path: string) => Promise<Image>;
}

/** A bundle that draws as an importer has made it out, without what is measured. */
export type ImportedBundle = Pick<
  SegmentationBundle,
  "name" | "version" | "authors" | "intendedUse" | "notice" | "input" | "inference" | "output" | "provenance"
> & { readonly limits: Omit<SegmentationBundle["limits"], "patchMb" | "providers"> };

/**
 * Writes a bundle of format 2, whole or not at all. Its golden case is a made image whose outcome is computed here: it shows that the bundle does elsewhere
 * what it does on this machine, not that the network was taken over rightly. `networks` are the files of the folds by their names in the bundle. Throws
 * PlainError where fields do not fit together, or a network cannot be run.
 */
export async function writeImport(
  imported: ImportedBundle,
  { networks, outFolder }: { networks: Readonly<Record<string, string>>; outFolder: string },
  tools: ImportTools,
  options: RunOptions,
): Promise<SegmentationBundle> {
  const place = resolve(outFolder);
  const isThere = await refuseFolder(place);
  const partial = join(dirname(place), `.${randomUUID()}.partial`);
  // Copies of networks are large: an import that is interrupted leaves none.
  const leave = () => rmSync(partial, { recursive: true, force: true });
  process.once("exit", leave);
  try {
    await mkdir(join(partial, "golden"), { recursive: true });
    const files: Record<string, string> = {};
    for (const [name, from] of Object.entries(networks)) {
      await copyFile(from, join(partial, name));
      files[name] = await sha256OfFile(join(partial, name));
    }
    const { input, output, limits, notice, ...said } = imported;
    const golden: Record<string, string> = {};
    for (const [index, { name }] of input.images.entries()) {
      golden[name] = `golden/${name}.nrrd`;
      await tools.writeImage(join(partial, golden[name]), madeImage(input, index));
      files[golden[name]] = await sha256OfFile(join(partial, golden[name]));
    }
    const draft: SegmentationBundle = {
      formatVersion: 2,
      kind: "segmentation",
      ...said,
      ...(notice === undefined ? {} : { notice }),
      files,
      input,
      output,
      golden: [uncomputedGolden(golden, output)],
      limits: { ...limits, patchMb: 1, providers: ["cpu"] },
    };
    // Before the networks run, which takes longest.
    readBundle2(JSON.stringify(draft));
    const { case: made, patchMb } = await madeGolden({ bundle: draft, folder: partial }, tools, options);
    const text = `${JSON.stringify({ ...draft, golden: [made], limits: { ...draft.limits, patchMb } }, null, 2)}\n`;
    const bundle = readBundle2(text);
    await writeFile(join(partial, "bundle.json"), text, { flag: "wx" });
    if (isThere) await rmdir(place);
    await rename(partial, place);
    return bundle as SegmentationBundle;
  } catch (cause) {
    leave();
    throw cause;
  } finally {
    process.off("exit", leave);
  }
}
