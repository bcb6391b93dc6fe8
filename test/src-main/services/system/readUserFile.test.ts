import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readUserFile } from "../../../../src-main/services/system/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const folder = temporaryFolder();

it("reads up to the bound, and names a file that is not there or goes on beyond it", async () => {
  const path = join(folder, "table.csv");
  writeFileSync(path, "Image,Mask\n");
  await expect(readUserFile(path, "the file of cases", 11)).resolves.toEqual(Buffer.from("Image,Mask\n"));
  await expect(readUserFile(path, "the file of cases", 10)).rejects.toThrow(/^table\.csv: is larger than/);
  await expect(readUserFile(join(folder, "none.csv"), "the file of cases", 10)).rejects.toThrow(
    "none.csv: the file of cases cannot be read: there is no such file. Check the path",
  );
});

it.skipIf(process.platform === "win32")("ends at a device that does not", async () => {
  await expect(readUserFile("/dev/zero", "the parameter file", 2 ** 20)).rejects.toThrow(
    "zero: is larger than 1 MB, which the parameter file is not.",
  );
});
