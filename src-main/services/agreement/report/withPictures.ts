import type { AgreementFiles } from "./agreementFiles.ts";
import { figurePng } from "./figurePng.ts";

/** The same with each figure as PNG too; what the font does not have stands among the notes. */
export interface AgreementArchive {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly notes: readonly string[];
}

/** Adds a PNG to each SVG among the files, of the same name. Throws the signal's reason where it is aborted. */
export async function withPictures({ files, notes }: AgreementFiles, signal?: AbortSignal): Promise<AgreementArchive> {
  const pictures: Record<string, Uint8Array> = {};
  const told = [...notes];
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith(".svg")) continue;
    signal?.throwIfAborted();
    const name = path.replace(/svg$/, "png");
    const { png, missing } = await figurePng(text);
    pictures[name] = png;
    if (missing.length > 0)
      told.push(`${name} has boxes in place of ${missing.join(" ")}: the font that is shipped has no such letters. The SVG has them.`);
  }
  return { files: { ...files, ...pictures }, notes: told };
}
