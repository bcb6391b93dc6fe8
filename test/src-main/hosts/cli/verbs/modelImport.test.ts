import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { modelVerb } from "../../../../../src-main/hosts/cli/verbs/model.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { sideFile, writeNnunetFolder } from "../../../services/models/nnunet/nnunetFolder.ts";
import { runVerb } from "./runVerb.ts";

test("an nnU-Net becomes a bundle that is checked, or is refused in words, and wrong use is said", async () => {
  const folder = temporaryFolder();
  const source = writeNnunetFolder(join(folder, "trained"));
  const side = join(folder, "side.yaml");
  const out = join(folder, "bundle");
  const given = ["import", source, "--configuration", "3d_fullres", "--side", side, "--out", out];
  writeFileSync(side, stringify(sideFile));
  for (const wrong of [given.slice(0, 4), ["check", out, "--side", side], ["import"]])
    expect(await runVerb(modelVerb, ...wrong)).toMatchObject({ code: 2, stdout: "" });

  writeFileSync(side, "name: Liver\nversion: [");
  await expect(runVerb(modelVerb, ...given)).rejects.toThrow(/side\.yaml is not valid YAML or JSON \(invalid, line 2\)/);
  writeFileSync(side, "");
  await expect(runVerb(modelVerb, ...given)).rejects.toThrow(
    /side\.yaml does not say all .* name is missing: .*; mirroringAxes is missing/s,
  );
  expect(existsSync(out)).toBe(false);

  writeFileSync(side, stringify(sideFile));
  const { code, stdout } = await runVerb(modelVerb, ...given);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Liver 1 was written to .*Axes: RAS, yzx; spacing 2, 0\.9, 1\.1 mm; patch 16 x 20 x 24; mirrored along 0, 1, 2/s);
  expect(stdout).toContain("not that it was taken over");
  expect((await runVerb(modelVerb, "check", out)).code).toBe(0);
  await expect(runVerb(modelVerb, ...given)).rejects.toThrow(/The folder bundle is not empty/);
});
