import { lstat, type FileHandle } from "node:fs/promises";
import { PlainError } from "#shared/domain/plainError.ts";
import { replaceWhole } from "../../system/index.ts";
import { createRecordWriter } from "./records.ts";
import { sealTo, type SealedName, type Secret } from "./sealedFile.ts";

type RecordWriter = ReturnType<typeof createRecordWriter>;

/**
 * Writes a sealed file of records: there whole, or not at all. `keep` is called when all of it is on the disk under another name, before it has its own: what
 * it throws takes the file away. Throws PlainError where there is something of this name already, or it cannot be written.
 */
export async function writePacketFile(
  path: string,
  name: SealedName,
  secret: Secret,
  { fill, keep }: { readonly fill: (records: RecordWriter) => Promise<void>; readonly keep: (contentHash: string) => void },
): Promise<void> {
  await refuseExisting(path);
  let failure: unknown;
  const write = async (file: FileHandle) => {
    try {
      await file.chmod(0o600);
      const sealed = await sealTo(file, name, secret);
      const records = createRecordWriter((bytes) => sealed.write(bytes));
      await fill(records);
      await sealed.end();
      await file.sync();
      keep(records.contentHash());
    } catch (cause) {
      failure = cause;
      throw cause;
    }
  };
  await replaceWhole(path, write).catch((cause: unknown) => {
    throw failure instanceof PlainError ? failure : cause;
  });
}

/** Throws PlainError where there is something of this name already, be it a link to nothing: a packet is written over nothing. */
export async function refuseExisting(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (!there) return;
  const what = there.isDirectory() ? ", as a folder" : there.isSymbolicLink() ? ", as a link" : "";
  throw new PlainError(`${path} is there already${what}. Name a file that is not there. Nothing was written.`);
}
