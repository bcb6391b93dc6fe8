import { randomUUID } from "node:crypto";
import type { RoleInput } from "#shared/api/recipe.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { outputSources } from "#shared/domain/recipe/outputSources.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";
import type { DerivationStep } from "#shared/domain/volumeSource.ts";
import { canonicalHash, engineVersion } from "../radiomics/index.ts";
import type { Author, Store } from "../store/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../system/index.ts";
import { insertDerived, type Volumes } from "../volumes/index.ts";
import { bundleForRecipe, type GivenBundle } from "./drawStep.ts";
import type { OutcomeInput, OutcomeTables } from "./outcomeTables.ts";
import { bundlesInProvenance } from "./provenance.ts";
import { recipeHash } from "./recipeHash.ts";
import type { Starts } from "./registerStep.ts";
import type { Placed } from "./runPart.ts";
import { runRecipe, type RecipeContext, type RecipeResult, type RecipeWorkers } from "./runRecipe.ts";

/** What has a role, or was given for a bundle, as it was when it was asked for. */
export interface ResolvedInput {
  readonly input: OutcomeInput["input"];
  /** Tells it from every other content: of the files of a volume, of a revision of a drawing, of a bundle. */
  readonly contentKey: string;
}

const bundleKey = "bundle ";

interface Parts {
  readonly store: Store;
  readonly volumes: Pick<Volumes, "describe">;
  readonly tables: OutcomeTables;
  readonly workers: (starts: Starts) => RecipeWorkers;
  readonly segmentations: { describe(segmentationId: string): { readonly revision: number; readonly volumeId: string } };
  /** Over the files of a volume; undefined where there is no such volume. */
  readonly filesHash: (volumeId: string) => string | undefined;
}

/** Runs recipes on images of the data folder and keeps what comes out as volumes. */
export function createPreparer({ store, volumes, tables, workers, segmentations, filesHash }: Parts) {
  const resolve = (recipe: Recipe, inputs: Readonly<Record<string, RoleInput>>): Record<string, ResolvedInput> => {
    const unknown = Object.keys(inputs).find((name) => ![...recipe.roles, ...recipe.bundles].some((role) => role.name === name));
    if (unknown !== undefined)
      throw new PlainError(`The recipe has no role ${unknown}. Roles: ${recipe.roles.map(({ name }) => name).join(", ")}.`);
    const networks = recipe.bundles.map(({ name, title }): [string, ResolvedInput] => {
      const given = inputs[name];
      if (!given || !("bundleFolder" in given)) throw new PlainError(`Choose a model bundle for ${name} (${title}).`);
      const { folder, sha256, ...model } = bundleForRecipe(name, given.bundleFolder);
      return [name, { input: { bundleFolder: folder, ...model }, contentKey: `${bundleKey}${sha256}` }];
    });
    return Object.fromEntries([
      ...networks,
      ...recipe.roles.map(({ name, title, holds }): [string, ResolvedInput] => {
        const input = inputs[name];
        if (!input) throw new PlainError(`Choose an image for ${name} (${title}).`);
        if ("bundleFolder" in input) throw new PlainError(`${name} (${title}) is an image: a bundle cannot be it.`);
        if ("segmentationId" in input) {
          if (holds !== "labels") throw new PlainError(`${name} (${title}) is an image: a drawing cannot be it.`);
          const { revision } = segmentations.describe(input.segmentationId);
          return [name, { input: { ...input, revision }, contentKey: `drawing ${input.segmentationId} ${revision}` }];
        }
        const hash = filesHash(input.volumeId);
        if (hash === undefined || volumes.describe(input.volumeId).samplesPerPixel !== 1)
          throw new PlainError(`${name} (${title}): this volume is not there (any more), or is in colour. Choose another one.`);
        return [name, { input, contentKey: `volume ${input.volumeId} ${hash}` }];
      }),
    ]);
  };

  /** The volumes of the inputs by role; of a drawing, the one it is on. */
  const volumeIdsOf = (inputs: Readonly<Record<string, ResolvedInput>>): Map<string, string> =>
    new Map(
      Object.entries(inputs).flatMap(([role, { input }]): Array<[string, string]> => {
        if ("bundleFolder" in input) return [];
        return [[role, "volumeId" in input ? input.volumeId : segmentations.describe(input.segmentationId).volumeId]];
      }),
    );

  const inputsHash = (inputs: Readonly<Record<string, ResolvedInput>>, starts: Starts): string =>
    canonicalHash({
      images: Object.fromEntries(Object.entries(inputs).map(([role, { contentKey }]) => [role, contentKey])),
      ...(Object.keys(starts).length === 0 ? {} : { starts }),
    });

  const keep = (
    by: Author,
    recipe: Recipe,
    { inputs, starts, result }: { inputs: Readonly<Record<string, ResolvedInput>>; starts: Starts; result: RecipeResult },
  ): string => {
    const volumeIds = volumeIdsOf(inputs);
    const sources = outputSources(recipe);
    const id = randomUUID();
    const hash = recipeHash(recipe);
    return store.write(by, (write) => {
      // Another program on the same folder may have been faster.
      const there = tables.findByKey(hash, inputsHash(inputs, starts));
      if (there !== undefined) return there;
      const outputs = Object.entries(result.outputs).map(([role, file]) => {
        const { roles } = sources.get(role)!;
        const made = insertDerived(store, write, volumes.describe, {
          ...file,
          file: file.path,
          description: `${role}: ${recipe.name}`,
          steps: derivationSteps(recipe, hash, { output: role, sources: roles, starts, bundles: result.bundles }),
          sources: distinct(roles.map((each) => ({ volumeId: volumeIds.get(each)!, imageHash: result.inputs[each]! }))),
          isCached: true,
        });
        return { role, volumeId: made.id, imageHash: file.imageHash };
      });
      const row = {
        id,
        studyId: studyOf(write.database, outputs[0]!.volumeId),
        recipeHash: hash,
        recipe,
        inputsHash: inputsHash(inputs, starts),
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([role, { input }]) => [
            role,
            { input, imageHash: result.inputs[role] ?? result.bundles[role]!.sha256 },
          ]),
        ),
        notes: result.notes,
        engineVersion: engineVersion(),
        outputs,
      };
      tables.insert(write, row, result.transforms);
      return id;
    });
  };

  return {
    resolve,
    /**
     * Runs a recipe on images and keeps the outcome, not accepted yet; answers its id. What was made of the same images by the same recipe, and not refused, is
     * answered as it is. Throws PlainError that names the step, or where an image was removed meanwhile; the signal's reason where it is aborted.
     */
    prepare: async (
      by: Author,
      recipe: Recipe,
      { inputs, starts = {} }: { inputs: Readonly<Record<string, ResolvedInput>>; starts?: Starts },
      context: RecipeContext,
    ): Promise<string> => {
      if (store.isReadOnly) throw new PlainError("The data folder may only be read: no prepared image can be kept in it.");
      const there = tables.findByKey(recipeHash(recipe), inputsHash(inputs, starts));
      if (there !== undefined) return there;
      const studies = new Set([...volumeIdsOf(inputs).values()].map((id) => volumes.describe(id).studyInstanceUid));
      if (studies.size > 1) refuseStrangers(store, studies);
      const folder = makeIncomingFolder(store.dataFolder, "derived");
      try {
        const bundles = bundlesOf(
          Object.fromEntries(
            Object.entries(inputs).map(([name, { input, contentKey }]) => [name, { input, imageHash: contentKey.slice(bundleKey.length) }]),
          ),
        );
        const result = await runRecipe(workers(starts), recipe, { images: placesOf(recipe, inputs), bundles, folder }, context);
        context.signal.throwIfAborted();
        return keep(by, recipe, { inputs, starts, result });
      } finally {
        await removeIncomingFolder(folder);
      }
    },
  };
}
export type Preparer = ReturnType<typeof createPreparer>;

/** Where the images of an outcome's inputs lie. */
export function placesOf(recipe: Recipe, inputs: Readonly<Record<string, Pick<ResolvedInput, "input">>>): Record<string, Placed> {
  return Object.fromEntries(
    recipe.roles.map(({ name, holds }): [string, Placed] => {
      const { input } = inputs[name]!;
      if ("bundleFolder" in input) throw new RangeError("a role has an image");
      const place =
        "volumeId" in input
          ? { at: "volume" as const, volumeId: input.volumeId }
          : { at: "drawing" as const, segmentationId: input.segmentationId, revision: input.revision! };
      return [name, { holds, place }];
    }),
  );
}

/** The bundles among an outcome's inputs. */
export function bundlesOf(inputs: Readonly<Record<string, OutcomeInput>>): Record<string, GivenBundle> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { input, imageHash }]): Array<[string, GivenBundle]> => {
      if (!("bundleFolder" in input && "version" in input)) return [];
      return [[name, { folder: input.bundleFolder, name: input.name, version: input.version, sha256: imageHash }]];
    }),
  );
}

/** What a volume says of how it was made: the recipe first, then its steps. Exports and the provenance of features name the same. */
function derivationSteps(
  recipe: Recipe,
  sha256: string,
  { output, sources, starts, bundles }: { output: string; sources: readonly string[]; starts: Starts; bundles: RecipeResult["bundles"] },
): DerivationStep[] {
  const { name, version } = recipe;
  const more = {
    ...(Object.keys(starts).length === 0 ? {} : { starts }),
    ...(Object.keys(bundles).length === 0 ? {} : { bundles: bundlesInProvenance(bundles) }),
  };
  return [
    { name: "recipe", parameters: { sha256, name, version, output, sources, engine: engineVersion(), ...more } },
    ...recipe.steps.map(({ kind, ...parameters }) => ({ name: kind, parameters })),
  ];
}

function distinct<Item extends { readonly volumeId: string }>(items: readonly Item[]): Item[] {
  return items.filter(({ volumeId }, at) => items.findIndex((other) => other.volumeId === volumeId) === at);
}

function studyOf(database: Store["database"], volumeId: string): number {
  return database
    .prepare<[string], number>("SELECT study_id FROM volume JOIN series ON series.id = series_id WHERE volume.id = ?")
    .pluck()
    .get(volumeId)!;
}

/** Throws PlainError where images of several studies name several patients; files that name nobody are nobody's. */
function refuseStrangers({ database }: Store, studies: ReadonlySet<string>): void {
  const patient = database.prepare<[string], string>("SELECT patient_id FROM study WHERE study_instance_uid = ?").pluck();
  const named = [...studies].map((study) => patient.get(study)!).filter((id) => id !== "");
  if (new Set(named).size > 1) throw new PlainError("These images are of several patients. Choose images of one.");
}
