import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

test.skipIf(process.platform === "win32")(
  "a device or a pipe in an image's place, or in that of its voxels, is refused at once",
  async () => {
    const folder = temporaryFolder();
    try {
      execFileSync("mkfifo", [join(folder, "pipe.nrrd"), join(folder, "voxels")]);
      symlinkSync("/dev/zero", join(folder, "zeros.nii"));
      writeFileSync(join(folder, "header.nhdr"), "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: voxels\n\n");
      for (const name of ["pipe.nrrd", "zeros.nii", "header.nhdr"])
        await expect(readImageFile(join(folder, name))).rejects.toThrow("is a device or a pipe, not a file");
      await expect(readImageFile(folder + "/none.nrrd")).rejects.toThrow("there is no such file");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
