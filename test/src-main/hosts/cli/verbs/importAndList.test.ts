import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import { importVerb } from "../../../../../src-main/hosts/cli/verbs/importVerb.ts";
import { listVerb } from "../../../../../src-main/hosts/cli/verbs/list.ts";
import type { Verb } from "../../../../../src-main/hosts/cli/verb.ts";
import { sliceBytes } from "../../../services/import/importing.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
let data: string[];
beforeEach(() => {
  folder = temporaryFolder();
  data = ["--data", join(folder, "data")];
  mkdirSync(join(folder, "source"));
  for (const slice of [0, 1, 2]) writeFileSync(join(folder, "source", `${slice}.dcm`), sliceBytes(slice));
  writeFileSync(join(folder, "source", "notes.txt"), "hello");
});

async function run(verb: Verb, args: string[], { isTTY = false } = {}) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") =>
    Object.assign(
      new Writable({
        write: (chunk: Buffer, _, done) => {
          written[name] += chunk.toString();
          done();
        },
      }),
      { isTTY },
    );
  const code = await verb(args, { stdout: stream("stdout"), stderr: stream("stderr") });
  return { code, ...written };
}

describe("fascicle import", () => {
  it("prints with --json what this import brought, and nothing else", async () => {
    const first = await run(importVerb, [join(folder, "source"), "--json", ...data]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toEqual({
      studies: 1,
      series: 1,
      instances: 3,
      imageFiles: 0,
      duplicates: 0,
      rejected: [{ path: join(folder, "source", "notes.txt"), reason: "not a DICOM file" }],
      labelMaps: [],
    });
    expect(first.stderr).toBe("");
    const again = await run(importVerb, [join(folder, "source", "0.dcm"), join(folder, "source", "1.dcm"), "--json", ...data]);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({
      studies: 0,
      series: 0,
      instances: 0,
      imageFiles: 0,
      duplicates: 2,
      rejected: [],
      labelMaps: [],
    });
  });

  it("tells people in words, and draws a bar on a terminal only", async () => {
    const { stdout, stderr } = await run(importVerb, [join(folder, "source"), ...data]);
    expect(stdout).toBe("Imported: 3 instances in 1 new series of 1 new study.\nNot usable: 1 file.\n");
    expect(stderr).toBe(`${join(folder, "source", "notes.txt")}: not a DICOM file\n`);
    const terminal = await run(importVerb, [join(folder, "source"), ...data], { isTTY: true });
    expect(terminal.stderr).toContain("\r");
    expect(terminal.stdout).not.toContain("\r");
  });

  it("answers 1 where nothing could be imported and 2 where it was called wrongly", async () => {
    expect((await run(importVerb, [join(folder, "source", "notes.txt"), ...data])).code).toBe(1);
    expect((await run(importVerb, [join(folder, "nowhere"), ...data])).code).toBe(1);
    expect((await run(importVerb, data)).code).toBe(2);
    const help = await run(importVerb, ["--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("fascicle import PATH...");
  });
});

describe("fascicle list", () => {
  it("prints with --json the studies, series and volumes with their grids", async () => {
    await run(importVerb, [join(folder, "source"), ...data]);
    const { code, stdout } = await run(listVerb, ["--json", ...data]);
    expect(code).toBe(0);
    // What sliceBytes writes: 8 x 8 voxels of 0.8 mm, slices 5 mm apart from (-100, -100, 0), axial.
    expect(JSON.parse(stdout)).toEqual([
      {
        studyInstanceUid: "2.25.1",
        patientId: "P1",
        patientName: "Made^Up",
        studyDate: "2024-01-31",
        series: [
          {
            seriesInstanceUid: "2.25.2",
            modality: "MR",
            description: "T1 axial",
            volumes: [
              {
                id: expect.any(String),
                label: "",
                columns: 8,
                rows: 8,
                slices: 3,
                spacingMm: [0.8, 0.8, 5],
                originMm: [-100, -100, 0],
                direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
                warnings: [],
              },
            ],
          },
        ],
      },
    ]);
    const words = await run(listVerb, data);
    expect(words.stdout).toContain("Made^Up");
    expect(words.stdout).toContain("8 x 8 x 3");
  });

  it("says what to do where nothing was imported", async () => {
    expect((await run(listVerb, ["--json", ...data])).stdout).toBe("[]\n");
    expect((await run(listVerb, data)).stdout).toContain("fascicle import");
  });
});
