import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { ModelCheck } from "../../../app/commands/checkModel.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle model check BUNDLE [--json]
Runs the golden cases of a model bundle on this machine. ${researchUseNotice}

  BUNDLE      the folder of a model bundle of format 2
  --json      print one JSON object
  --data DIR  taken as by every verb; no data folder is opened
  --help      print this

  Every file is compared with its hash, every golden case is prepared and run, and the memory of a patch is measured.
  Exit codes: 0 every case is right, 1 one is not, or it failed, 2 wrong use.
`;

/** `fascicle model check`: answers 0, 1 where a golden case comes out otherwise, 2 where it was called wrongly. Throws PlainError where it cannot be run. */
export async function modelVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, data: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const [action, bundlePath, ...more] = positionals;
  if (action !== "check" || bundlePath === undefined || more.length > 0) return wrongUse(io, "model", "give check and one BUNDLE.", usage);
  const { checkModel } = await import("../../../app/commands/checkModel.ts");
  const bar = progressBar(io.stderr);
  const check = await checkModel(bundlePath, (done, total) => bar.show({ phase: "golden cases", done, total })).finally(() => bar.end());
  io.stdout.write(values.json ? `${JSON.stringify({ notice: researchUseNotice, ...check }, null, 2)}\n` : asText(check));
  return check.golden.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function asText({ name, version, golden, patchMb, statedPatchMb }: ModelCheck): string {
  const cases = golden.flatMap(({ name: golden, problems, seconds, memory }) => [
    `${golden}: ${problems.length === 0 ? "right" : "NOT right"} (${seconds.toFixed(1)} s, peak ${Math.ceil(memory.peakBytes / 2 ** 20)} MB)`,
    ...problems.map((problem) => `  ${problem}`),
  ]);
  const memory =
    patchMb > statedPatchMb
      ? [`A patch took ${patchMb} MB here, more than the bundle says (limits.patchMb ${statedPatchMb}). Write at least that.`]
      : [`A patch took ${patchMb} MB here; the bundle says ${statedPatchMb} (limits.patchMb).`];
  return `${[`${name} ${version}`, researchUseNotice, "", ...cases, ...memory].join("\n")}\n`;
}
