import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { z } from "zod";
import { isPlainName } from "../system/index.ts";

/** The file that says what a backup holds. */
export const manifestName = "fascicle-backup.json";
export const databaseName = "fascicle.db";
/** Folders of a data folder that are kept. All else is made again, or goes with a program. */
const folders = ["instances", "models", "maps", "derived"];

const fileSchema = z.strictObject({
  /** Below the data folder, with "/" between the parts. */
  path: z.string().refine((path) => {
    const parts = path.split("/");
    return parts.every(isPlainName) && (path === databaseName || (parts.length > 1 && folders.includes(parts[0]!)));
  }),
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupFile = z.infer<typeof fileSchema>;

const manifestSchema = z.strictObject({
  format: z.literal("fascicle backup"),
  formatVersion: z.literal(1),
  /** UTC. */
  madeAt: z.iso.datetime(),
  /** The database first. */
  files: z.array(fileSchema).min(1),
  /** SHA-256 over a line "<sha256> <bytes> <path>" for each file. */
  filesHash: z.string(),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

/** The manifest of files as text. */
export function manifestText(madeAt: string, files: readonly BackupFile[]): string {
  const manifest: BackupManifest = { format: "fascicle backup", formatVersion: 1, madeAt, files: [...files], filesHash: hashOf(files) };
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

const hashOf = (files: readonly BackupFile[]): string =>
  hash("sha256", files.map(({ path, bytes, sha256 }) => `${sha256} ${bytes} ${path}\n`).join(""), "hex");

/** Reads the manifest of a backup. Throws PlainError where the folder is none, or the manifest was changed or is of another version. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const name = basename(folder);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(folder, manifestName), "utf8"));
  } catch (cause) {
    throw new PlainError(`${name} is no backup of Fascicle: it has no ${manifestName} that can be read.`, { cause });
  }
  if ((content as { formatVersion?: unknown } | null)?.formatVersion !== 1)
    throw new PlainError(`${name}: ${manifestName} is of another version of Fascicle, or damaged. Nothing was restored.`);
  const { success, data } = manifestSchema.safeParse(content);
  if (!success || hashOf(data.files) !== data.filesHash || data.files[0]!.path !== databaseName)
    throw new PlainError(`${name}: ${manifestName} is damaged. Nothing was restored.`);
  return data;
}
