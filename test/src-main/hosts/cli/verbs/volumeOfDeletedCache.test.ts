import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { volumeVerb } from "../../../../../src-main/hosts/cli/verbs/volume.ts";
import { writeBodies } from "../../../../e2e/bodies.ts";
import { openApp } from "../../../app/openApp.ts";
import { by } from "../../../author.ts";
import { runVerb } from "./runVerb.ts";

const aligned = `name: Water aligned to T1, and smoothed
version: 1
roles: [{ name: T1, title: T1 }, { name: water, title: water }]
steps:
  - { kind: register, moving: water, fixed: T1, transform: rigid }
  - { kind: smooth, roles: [water], method: gaussian, sigmaMm: 1 }
outputs: [water]
`;
const scaled = `name: T1 from 0 to 1
version: 1
roles: [{ name: T1, title: T1 }]
steps: [{ kind: rescale, roles: [T1], range: { by: minmax } }]
outputs: [T1]
`;
let opened: ReturnType<typeof openApp>;
afterEach(() => opened.close());

test("fascicle volume makes again what the deleted cache held, from the kept transform, and nothing else", async () => {
  opened = openApp();
  const { jobs, dicomImport, volumes, recipes } = opened.app.services;
  const series = [{ description: "T1 tra" }, { description: "Dixon water", isInverted: true, movedMm: [3, -2] as const }];
  await jobs.finished(dicomImport.start(by, [writeBodies(opened.folder, [{ patientId: "P", studyInstanceUid: "2.25.90", series }])]));
  const [t1, water] = volumes.describeStudy("2.25.90").series.map((each) => each.volumes[0]!.id) as [string, string];
  for (const [text, inputs] of [
    [aligned, { T1: { volumeId: t1 }, water: { volumeId: water } }],
    [scaled, { T1: { volumeId: t1 } }],
  ] as const) {
    const source = { from: "text", fileName: "r.yaml", text, chosen: {} } as const;
    expect((await jobs.finished(recipes.startOnStudy(by, { source, inputs }))).state).toBe("succeeded");
  }
  await opened.app.close();

  const data = join(opened.folder, "data");
  const cached = () => readdirSync(join(data, "cache", "prepared")).toSorted();
  const names = cached();
  expect(names).toHaveLength(2);
  const written = async (name: string, file: string) => {
    const path = join(opened.folder, file);
    const { code } = await runVerb(volumeVerb, name.replace(".nrrd", ""), path, "--data", data);
    expect(code).toBe(0);
    return readFileSync(path);
  };
  const before = [await written(names[0]!, "a.nrrd"), await written(names[1]!, "b.nrrd")];
  rmSync(join(data, "cache"), { recursive: true });
  expect(existsSync(join(data, "cache", "prepared"))).toBe(false);
  expect((await written(names[0]!, "a2.nrrd")).equals(before[0]!)).toBe(true);
  expect(cached()).toEqual([names[0]]);
  expect((await written(names[1]!, "b2.nrrd")).equals(before[1]!)).toBe(true);
  expect(cached()).toEqual(names);
}, 300_000);
