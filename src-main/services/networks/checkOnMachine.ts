import { mkdir, rm } from "node:fs/promises";
import type { NetworkCheck } from "#shared/api/network.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readImageFile } from "../imagefiles/index.ts";
import { checkBundle2, type Inference, type OpenedBundle2, type RunOptions } from "../models/index.ts";
import { temporaryPath } from "../system/index.ts";

/** Gives work an empty folder of its own for voxels, and removes it however the work ends. */
export async function withWorkFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = temporaryPath("bundle");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compares a bundle's files with their hashes and runs its golden cases. Throws PlainError as checkBundle2 does; a case that differs is told. */
export async function checkOnMachine(
  inference: Inference,
  opened: OpenedBundle2,
  checkedAt: string,
  options: RunOptions,
): Promise<NetworkCheck> {
  const golden = await withWorkFolder((workFolder) => checkBundle2(inference, opened, { readImage: readImageFile, workFolder }, options));
  return {
    checkedAt,
    patchMb: Math.ceil(Math.max(...golden.map(({ memory }) => memory.patchBytes)) / 2 ** 20),
    golden: golden.map(({ name, problems, seconds }) => ({ name, problems: [...problems], seconds })),
  };
}

/** Throws PlainError where a golden case did not come out right. */
export function refuseWrongGolden({ bundle: { name, version } }: OpenedBundle2, { golden }: NetworkCheck): void {
  const wrong = golden.find(({ problems }) => problems.length > 0);
  if (wrong)
    throw new PlainError(
      `The bundle ${name} ${version} is refused: its golden case "${wrong.name}" does not come out right here: ${wrong.problems.slice(0, 3).join("; ")}` +
        `${wrong.problems.length > 3 ? `; and ${wrong.problems.length - 3} more` : ""}. Ask its authors.`,
    );
}
