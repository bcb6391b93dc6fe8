import { parseFormula } from "./formula.ts";
import type { Recipe } from "./recipe.ts";
import type { MaskChoice, RecipeStep, Roles, Within } from "./steps.ts";

/** What is wrong between the fields of a recipe, and where it stands. */
export interface WayProblem {
  readonly path: readonly (string | number)[];
  /** "there is no image "T2" at this step". */
  readonly message: string;
}

/** What a step needs and makes, by role. */
export interface StepRoles {
  /** With the field of the step that names it. */
  readonly reads: readonly { readonly role: string; readonly field: string }[];
  /** Roles whose image it changes; "all" for every one there is. */
  readonly changes: Roles;
  /** A role that it adds, or replaces. */
  readonly makes: string | undefined;
  /** The roles whose kept transform it uses. */
  readonly transforms: readonly string[];
  /** The bundle whose network draws in it. */
  readonly bundle?: string;
}

/** The roles of a step. */
export function rolesOf(step: RecipeStep): StepRoles {
  const named = (roles: Roles): StepRoles["reads"] => (roles === "all" ? [] : roles.map((role) => ({ role, field: "roles" })));
  const ofMask = (mask: MaskChoice | Within, field: string): StepRoles["reads"] =>
    mask.from === "role" ? [{ role: mask.role, field }] : [];
  const seen = (images: string | Readonly<Record<string, string>>, field: string): StepRoles["reads"] =>
    (typeof images === "string" ? [images] : Object.values(images)).map((role) => ({ role, field }));
  const changing = (roles: Roles, more: StepRoles["reads"] = [], transforms: readonly string[] = []): StepRoles => ({
    reads: [...named(roles), ...more],
    changes: roles,
    makes: undefined,
    transforms,
  });
  switch (step.kind) {
    case "register":
      return {
        reads: [
          { role: step.moving, field: "moving" },
          { role: step.fixed, field: "fixed" },
        ],
        changes: [step.moving],
        makes: undefined,
        transforms: [],
      };
    case "applyTransform":
      return changing(step.roles, [{ role: step.like, field: "like" }], [step.transformOf]);
    case "resample":
      return changing(step.roles, step.grid.from === "role" ? [{ role: step.grid.role, field: "grid" }] : []);
    case "crop":
    case "n4":
    case "mask":
      return changing(step.roles, ofMask(step.mask, "mask"));
    case "extractBrain":
      if (step.mask.from === "role") return changing(step.roles, ofMask(step.mask, "mask"));
      return { ...changing(step.roles, seen(step.mask.images, "images")), bundle: step.mask.bundle };
    case "segment":
      return { reads: seen(step.images, "images"), changes: [], makes: step.role, transforms: [], bundle: step.bundle };
    case "zscore":
    case "rescale":
      return changing(step.roles, ofMask(step.within, "within"));
    case "clip":
      return changing(step.roles, step.limits.by === "percentiles" ? ofMask(step.limits.within, "limits") : []);
    case "resize":
    case "clahe":
    case "smooth":
    case "conform":
      return changing(step.roles);
    case "formula":
      return {
        reads: formulaRoles(step.expression).map((role) => ({ role, field: "expression" })),
        changes: [],
        makes: step.role,
        transforms: [],
      };
  }
}

function formulaRoles(expression: string): readonly string[] {
  const parsed = parseFormula(expression);
  return "problem" in parsed ? [] : parsed.roles;
}

/**
 * What does not fit together in a recipe: images, label maps and transforms that are not there at the step that names them, names that stand twice, and
 * choices of steps that are not there.
 */
export function wayProblems(recipe: Pick<Recipe, "roles" | "bundles" | "steps" | "outputs" | "choices">): WayProblem[] {
  const { roles, bundles, steps, outputs, choices } = recipe;
  const problems: WayProblem[] = [];
  const tell = (path: WayProblem["path"], message: string) => problems.push({ path, message });
  // Each becomes a file NAME.nii.gz, and some systems do not tell T1.nii.gz from t1.nii.gz.
  const names = [...roles, ...bundles].map(({ name }) => name.toLowerCase());
  for (const [at, { name }] of roles.entries())
    if (names.indexOf(name.toLowerCase()) < at) tell(["roles", at, "name"], `"${name}" stands there twice`);
  for (const [at, { name }] of bundles.entries())
    if (names.indexOf(name.toLowerCase()) < roles.length + at)
      tell(["bundles", at, "name"], `"${name}" stands there twice, or is a role's name`);

  const known = new Map(roles.map(({ name, holds }) => [name, holds]));
  const transforms = new Set<string>();
  const changed = new Set<string>();
  const listed = () => [...known.keys()].join(", ");
  for (const [at, step] of steps.entries()) {
    const { reads, changes, makes, transforms: used, bundle } = rolesOf(step);
    if (bundle !== undefined && !bundles.some(({ name }) => name === bundle))
      tell(["steps", at, "bundle"], `there is no bundle "${bundle}": name it under "bundles", with a title`);
    for (const role of changes === "all" ? known.keys() : changes) changed.add(role);
    for (const { role, field } of reads) {
      if (!known.has(role)) tell(["steps", at, field], `there is no image "${role}" at this step; there are ${listed()}`);
      else if (isMaskField(field) && known.get(role) !== "labels")
        tell(
          ["steps", at, field],
          `"${role}" holds grey values and can be no mask: say "holds: labels" where it is declared, if it holds labels`,
        );
      else if (field === "images" && known.get(role) === "labels")
        tell(["steps", at, field], `"${role}" holds labels, and a network sees grey values`);
    }
    for (const role of used) if (!transforms.has(role)) tell(["steps", at, "transformOf"], `no step before this one registers "${role}"`);
    if (step.kind === "register") {
      if (step.moving === step.fixed) tell(["steps", at, "fixed"], "an image is not aligned to itself");
      transforms.add(step.moving);
    }
    if (makes !== undefined) {
      if (step.kind === "segment" && known.has(makes)) tell(["steps", at, "role"], `there is an image "${makes}" already`);
      const other = [...known.keys()].find((name) => name !== makes && name.toLowerCase() === makes.toLowerCase());
      if (other !== undefined) tell(["steps", at, "role"], `"${makes}" differs from "${other}" by capital letters alone`);
      known.set(makes, step.kind === "segment" ? "labels" : "image");
      changed.add(makes);
    }
  }
  for (const [at, role] of outputs.entries()) {
    if (!known.has(role)) tell(["outputs", at], `there is no image "${role}" at the end; there are ${listed()}`);
    else if (!changed.has(role)) tell(["outputs", at], `no step changes "${role}": leave it out`);
    if (outputs.indexOf(role) < at) tell(["outputs", at], `"${role}" stands there twice`);
  }
  for (const [at, { name, steps: numbers, options }] of choices.entries()) {
    if (choices.findIndex((other) => other.name === name) < at) tell(["choices", at, "name"], `"${name}" stands there twice`);
    if (numbers.some((number) => number > steps.length)) tell(["choices", at, "steps"], `the recipe has ${steps.length} steps`);
    const titles = options.map((option) => option.name);
    if (new Set(titles).size < titles.length) tell(["choices", at, "options"], "an option stands there twice");
  }
  return problems;
}

const isMaskField = (field: string): boolean => field === "mask" || field === "within" || field === "limits";
