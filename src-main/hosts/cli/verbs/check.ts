import { parseArgs } from "node:util";
import { checkData, type DataCheck } from "../../../app/commands/checkData.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle check [--repair] [--data DIR] [--json]
Verifies a data folder: every original and every file of a model and of a feature map against its hash, every stroke of every drawing,
the log of every project, the database itself, and files that belong to nothing. Originals are named by their hash: nothing of a patient is printed.

  --repair    mend what can be mended without loss: take in whole originals and models that the database does not know, make indexes again, give
              labels without a segment one, remove feature maps that cannot be read (they can be computed again) and what an interrupted program
              left. What nobody knows is moved to set-aside/ in the data folder. Where the database is gone, a new one is made from the originals.
  --data DIR  the data folder (${defaultDataFolder()})
  --json      print {"originals","models","labelMaps","featureMaps","projects","findings":[{"area","name","problem","mended","action"}]}
  --help      print this

A damaged or missing original is put right by importing the same file again, a model by installing the same bundle again.
Exit codes: 0 all is right (now), 1 something is wrong and not mended, 2 wrong use.
`;

/**
 * `fascicle check`: answers 0 where all is right or was mended, 1 where something is not, 2 where it was called wrongly. Throws PlainError
 * where the data folder cannot be opened.
 */
export async function checkVerb(args: string[], io: VerbIo): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, repair: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const bar = progressBar(io.stderr);
  const check = await checkData(values.data ?? defaultDataFolder(), {
    repair: values.repair === true,
    onProgress: (phase, done, total) => bar.show({ phase, done, total }),
  }).finally(() => bar.end());
  io.stdout.write(values.json ? `${JSON.stringify(check, null, 2)}\n` : inWords(check));
  return check.findings.every(({ mended }) => mended) ? 0 : 1;
}

function inWords({ originals, models, labelMaps, featureMaps, projects, findings }: DataCheck): string {
  const lines = findings.map(
    ({ area, name, problem, mended, action }) => `${mended ? "mended" : "WRONG "}  ${area} ${name}: ${problem}. ${action}`,
  );
  const left = findings.filter(({ mended }) => !mended).length;
  const outcome =
    findings.length === 0
      ? "All is right."
      : left === 0
        ? `${findings.length} mended.`
        : `${left} wrong${left < findings.length ? `, ${findings.length - left} mended` : ""}.`;
  return `${[
    ...lines,
    `Verified: the database, ${originals} originals, ${models} models, ${labelMaps} drawings, ${featureMaps} feature maps, ` +
      `${projects} ${projects === 1 ? "project" : "projects"}. ${outcome}`,
  ].join("\n")}\n`;
}
