import { basename } from "node:path";
import { parseArgs } from "node:util";
import { recipeInWords } from "#shared/domain/recipe/recipeInWords.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle prepare --recipe FILE --role NAME=FILE ... --out FOLDER [--mask FILE] [--bundle NAME=FOLDER ...]
                 [--choose CHOICE=OPTION ...] [--names] [--json]
fascicle prepare --recipe FILE --out FOLDER IMAGE [the same options]
fascicle prepare --recipe FILE --describe [--choose CHOICE=OPTION ...] [--json]
  Prepares images as a recipe says: registration, resampling, N4, normalisation and the like. Images and masks are NRRD (.nrrd, .nhdr), NIfTI (.nii,
  .nii.gz) or FreeSurfer (.mgz, .mgh) files. Writes NAME.nii.gz of every image that the recipe keeps, NAME.tfm of every transform that was found (ITK, LPS,
  from the points of the fixed image to those of the moving one), and provenance.json.
  --recipe FILE           a recipe (YAML), or the name of one that comes with the program: epilepsy, glioma, multiple-sclerosis, myopathy,
                          tuberous-sclerosis
  --role NAME=FILE        the image of a role, as often as the recipe has roles; IMAGE alone where it has one role for an image
  --mask FILE             the label map, where the recipe has one role for labels
  --bundle NAME=FOLDER    the model bundle (format 2), its folder or a .zip of it, of a network that the recipe has draw
  --choose CHOICE=OPTION  another answer to what the recipe leaves open; what is taken is printed
  --out FOLDER            a folder that is not there yet, or empty; it is written whole or not at all
  --names                 name the files in provenance.json (without it, hashes alone tell which images they were)
  --describe              print what the recipe does, and do nothing
  --json                  print one JSON object
  --data DIR              taken as by every verb; no data folder is opened
  --help                  print this

  docs/recipes.md says how recipes are written. Exit codes: 0 done, 1 failed, 2 wrong use.
  ${researchUseNotice}
`;

/** `fascicle prepare`: answers 0, or 2 where it was called wrongly. Throws PlainError where the recipe or an image cannot be used, or a step fails. */
export async function prepareVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      recipe: { type: "string" },
      role: { type: "string", multiple: true },
      mask: { type: "string" },
      bundle: { type: "string", multiple: true },
      choose: { type: "string", multiple: true },
      out: { type: "string" },
      names: { type: "boolean" },
      describe: { type: "boolean" },
      json: { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "prepare", words, usage);
  if (values.recipe === undefined) return wrong("give --recipe FILE.");
  const named = (values.role ?? []).map(pairOf);
  const chosen = (values.choose ?? []).map(pairOf);
  const networks = (values.bundle ?? []).map(pairOf);
  const unpaired = (list: ReadonlyArray<unknown>, given: readonly string[]) => given[list.indexOf(undefined)];
  if (named.includes(undefined)) return wrong(`--role is NAME=FILE, not "${unpaired(named, values.role!)}".`);
  if (chosen.includes(undefined)) return wrong(`--choose is CHOICE=OPTION, not "${unpaired(chosen, values.choose!)}".`);
  if (networks.includes(undefined)) return wrong(`--bundle is NAME=FOLDER, not "${unpaired(networks, values.bundle!)}".`);
  const { openRecipe, prepareFiles, rolesOfFiles } = await import("../../../app/commands/prepareFiles.ts");
  const recipe = await openRecipe(values.recipe, Object.fromEntries(chosen as Pair[]));
  if (values.describe) {
    io.stdout.write(
      values.json ? `${JSON.stringify({ notice: researchUseNotice, recipe, ...recipeInWords(recipe) }, null, 2)}\n` : asText(recipe),
    );
    return 0;
  }
  if (values.out === undefined) return wrong("give --out FOLDER.");
  if (positionals.length > 1) return wrong("give one IMAGE, or each image with --role NAME=FILE.");
  const images = rolesOfFiles(recipe, { named: named as Pair[], image: positionals[0], mask: values.mask });
  const bar = progressBar(io.stderr);
  const {
    files,
    result,
    provenance,
    notes: ofFiles,
  } = await prepareFiles({
    recipe,
    images,
    bundles: networks as Pair[],
    outPath: values.out,
    withNames: values.names ?? false,
    onProgress: (progress) => bar.show(progress),
  }).finally(() => bar.end());
  for (const note of ofFiles) io.stderr.write(`! ${note}\n`);
  for (const { step, kind, notes } of result.notes) for (const note of notes) io.stderr.write(`! Step ${step} (${kind}): ${note}\n`);
  io.stdout.write(
    values.json
      ? `${JSON.stringify({ files, ...provenance }, null, 2)}\n`
      : `${asText(recipe)}\nWritten to ${basename(values.out)}: ${files.join(", ")}.\n`,
  );
  return 0;
}

type Pair = readonly [string, string];

/** The two sides of the first "="; undefined where there is none, or nothing before or behind it. */
function pairOf(text: string): Pair | undefined {
  const at = text.indexOf("=");
  return at > 0 && at < text.length - 1 ? [text.slice(0, at), text.slice(at + 1)] : undefined;
}

function asText(recipe: Recipe): string {
  const { roles, steps, outputs, choices } = recipeInWords(recipe);
  return [
    researchUseNotice,
    "",
    `${recipe.name} (version ${recipe.version})`,
    `Images: ${roles.join(", ")}.`,
    ...steps.map((words, at) => `${at + 1}. ${words}`),
    outputs,
    ...(choices.length > 0 ? ["Left open by its source:", ...choices.map((words) => `- ${words}`)] : []),
    "",
  ].join("\n");
}
