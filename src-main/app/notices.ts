import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { projectRoot } from "../services/store/index.ts";

/** The licences of what the program is built with, as the build made them. Throws PlainError where the file was taken away. */
export async function readNotices(): Promise<string> {
  return readFile(join(projectRoot, "dist", "THIRD-PARTY-NOTICES.txt"), "utf8").catch((cause: unknown) => {
    throw new PlainError("THIRD-PARTY-NOTICES.txt is not with this copy of the program. Build it with `npm run build`.", { cause });
  });
}
