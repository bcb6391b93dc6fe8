import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";

/** Throws PlainError where a result would be written over a file that it is made of, under whatever name. */
export async function refuseInput(outPath: string, inputs: ReadonlyArray<string | undefined>): Promise<void> {
  const identity = async (path: string) =>
    stat(path).then(
      ({ dev, ino }) => `${dev} ${ino}`,
      () => undefined,
    );
  const out = await identity(outPath);
  if (out === undefined) return;
  for (const path of inputs) {
    if (path !== undefined && (await identity(path)) === out)
      throw new PlainError(
        `${basename(outPath)} is one of the files that are read: the result would be written over it. Give another file for --out.`,
      );
  }
}
