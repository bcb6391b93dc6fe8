import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { shippedNetworks } from "./networksDesk.ts";

const ensemble = JSON.parse(readFileSync(join(shippedNetworks.ensemble, "bundle.json"), "utf8")) as Extract<Bundle2, { kind: "ensemble" }>;
const clinical = ensemble.members.find(({ kind }) => kind === "table")!.inference;
export const clinicalColumns = ensemble.table!.columns.map(({ name }) => name);

/** The mean of the five clinical networks that come with the program on one row, by the runtime alone. */
export async function clinicalScore(row: readonly number[]): Promise<number> {
  let sum = 0;
  for (const fold of clinical.folds) {
    const session = await ort.InferenceSession.create(join(shippedNetworks.ensemble, fold));
    const input = new ort.Tensor("float32", Float32Array.from(row), [1, row.length]);
    const outputs = await session.run({ [session.inputNames[0]!]: input });
    sum += Number(outputs[session.outputNames[0]!]!.data[0]);
    await session.release();
  }
  return sum / clinical.folds.length;
}

/** Writes the clinical networks of the ensemble that comes with the program as a bundle of their own; answers its folder. */
export async function writeTableNetwork(folder: string): Promise<string> {
  const row = [7, 40, 1, 0];
  mkdirSync(folder, { recursive: true });
  const files = clinical.folds.map((name) => {
    cpSync(join(shippedNetworks.ensemble, name), join(folder, name));
    return [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ] as const;
  });
  const { input: _input, members: _members, ...head } = ensemble;
  const bundle = {
    ...head,
    name: "Clinical networks (demonstration)",
    kind: "table",
    files: Object.fromEntries(files),
    inference: clinical,
    golden: [
      {
        name: "one row",
        row: Object.fromEntries(clinicalColumns.map((name, at) => [name, row[at]!])),
        score: await clinicalScore(row),
        tolerance: 1e-5,
      },
    ],
  };
  writeFileSync(join(folder, "bundle.json"), JSON.stringify(bundle));
  return folder;
}
