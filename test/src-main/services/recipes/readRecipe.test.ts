import { expect, test } from "vitest";
import { recipeInWords } from "#shared/domain/recipe/recipeInWords.ts";
import { presetNames, presetText } from "../../../../src-main/services/recipes/presets.ts";
import { readRecipe } from "../../../../src-main/services/recipes/readRecipe.ts";
import { recipeHash } from "../../../../src-main/services/recipes/recipeHash.ts";

const small = `name: Small
version: 1
roles:
  - { name: T1, title: T1-weighted }
  - { name: brain, title: brain mask, holds: labels }
steps:
  - kind: extractBrain
    roles: [T1]
    mask: { from: role, role: brain }
  - kind: rescale
    roles: [T1]
    range: { by: minmax }
outputs: [T1]
`;

test("the same recipe, its keys in another order, under another name and with its defaults written out, has one hash", () => {
  const reordered = `
outputs: [T1]
steps:
  - { mask: { role: brain, labels: null, from: role }, roles: [T1], kind: extractBrain }
  - { to: [0, 1], clip: true, within: { from: whole }, range: { by: minmax }, kind: rescale, roles: [T1] }
roles:
  - { title: a mask, holds: labels, name: brain }
  - { title: an image, name: T1 }
version: 7
name: Another name
`;
  expect(recipeHash(readRecipe(reordered, "b.yaml"))).toBe(recipeHash(readRecipe(small, "a.yaml")));
});

test("what changes the outcome changes the hash", () => {
  const of = (text: string) => recipeHash(readRecipe(text, "a.yaml"));
  const others = [
    small.replace("minmax", "percentiles, lower: 1, upper: 99"),
    small.replace("role: brain }", "role: brain, labels: [2] }"),
  ];
  expect(new Set([small, ...others].map(of)).size).toBe(3);
});

test.each([
  [
    "an unknown kind",
    small.replace("kind: rescale", "kind: rescal"),
    /^r\.yaml cannot be used: step 2, kind: must be "register" or .*\(line 10\)\.$/,
  ],
  [
    "an unknown field",
    small.replace("roles: [T1]\n    range", "role: T1\n    roles: [T1]\n    range"),
    /step 2: has an unknown field "role" \(line 10\)/,
  ],
  ["a missing field", small.replace("    range: { by: minmax }\n", ""), /step 2, range: is missing \(line 10\)/],
  [
    "a value of the wrong kind",
    small.replace("{ by: minmax }", "{ by: percentiles, lower: 1, upper: high }"),
    /step 2, range, upper: must be a number \(line 12\)/,
  ],
  [
    "a value that would be infinite in single precision",
    small.replace("range: { by: minmax }", "range: { by: minmax }\n    to: [0, 1e39]"),
    /step 2, to, entry 2: must be at most 3\.40\d*e\+38 \(line 13\)/,
  ],
  [
    "an image that is not there",
    small.replace("roles: [T1]\n    range", "roles: [T2]\n    range"),
    /step 2, roles: there is no image "T2" at this step; there are T1, brain \(line 11\)/,
  ],
  ["a mask that holds grey values", small.replace(", holds: labels", ""), /step 1, mask: "brain" holds grey values and can be no mask/],
  ["an output that nobody makes", small.replace("outputs: [T1]", "outputs: [FLAIR3]"), /output 1: there is no image "FLAIR3" at the end/],
  ["two roles of one name", small.replace("name: brain,", "name: t1,"), /role 2, name: "t1" stands there twice \(line 5\)/],
  ["a key twice", `${small}version: 2\n`, /^r\.yaml has the key "version" twice; the second stands in line 14\. Leave one of them\.$/],
  ["text that is no YAML", "name: [1", /^r\.yaml is not valid YAML/],
  ["several documents", `${small}---\n${small}`, /^r\.yaml holds several recipes; the second begins in line 1[45] /],
  ["a list of itself", `a: &a [x]\n${Array.from({ length: 200 }, () => "b: *a").join("\n")}`, /^r\.yaml /],
  ["nothing", "", /^r\.yaml cannot be used: the file: must be a group of fields/],
])("%s is refused in words that name file, field and line", (_name, text, words) => {
  expect(() => readRecipe(text, "r.yaml")).toThrow(words);
});

test("a transform is used after the step that finds it, and an image is not aligned to itself", () => {
  const text = small.replace(
    "kind: rescale\n    roles: [T1]\n    range: { by: minmax }",
    "kind: applyTransform\n    roles: [T1]\n    transformOf: T1\n    like: T1",
  );
  expect(() => readRecipe(text, "r.yaml")).toThrow(/step 2, transform of: no step before this one registers "T1"/);
  const self = small.replace(
    "kind: rescale\n    roles: [T1]\n    range: { by: minmax }",
    "kind: register\n    moving: T1\n    fixed: T1\n    transform: rigid",
  );
  expect(() => readRecipe(self, "r.yaml")).toThrow(/step 2, fixed: an image is not aligned to itself/);
});

const open = `${small}choices:
  - name: scaling
    question: How are grey values scaled?
    steps: [2]
    options:
      - { name: minmax, title: by the extremes, fields: { range: { by: minmax } } }
      - { name: percentiles, title: by percentiles, fields: { range: { by: percentiles, lower: 2, upper: 98 } } }
`;

test("what is left open is taken as the recipe has it, or as is chosen, and both are printed", () => {
  const [taken, chosen] = [readRecipe(open, "r.yaml"), readRecipe(open, "r.yaml", { scaling: "percentiles" })];
  expect(recipeHash(taken)).toBe(recipeHash(readRecipe(small, "r.yaml")));
  expect(chosen.steps[1]).toMatchObject({ kind: "rescale", range: { by: "percentiles", lower: 2, upper: 98 } });
  expect(recipeHash(chosen)).not.toBe(recipeHash(taken));
  expect(recipeInWords(taken).choices).toEqual([
    "How are grey values scaled? Taken: by the extremes (scaling=minmax). Otherwise: by percentiles (scaling=percentiles).",
  ]);
  expect(recipeInWords(chosen).choices).toEqual([
    "How are grey values scaled? Taken: by percentiles (scaling=percentiles). Otherwise: by the extremes (scaling=minmax).",
  ]);
});

test("a choice that is not there, an option that cannot be used and one that is not what stands in the steps are refused", () => {
  expect(() => readRecipe(open, "r.yaml", { scalng: "x" })).toThrow('r.yaml has no choice "scalng". Choices: scaling.');
  expect(() => readRecipe(open, "r.yaml", { scaling: "x" })).toThrow(
    'the choice "scaling" has no option "x". Options: minmax, percentiles.',
  );
  expect(() => readRecipe(small, "r.yaml", { scaling: "x" })).toThrow("r.yaml leaves nothing open");
  expect(() => readRecipe(open.replace("upper: 98", "upper: 1"), "r.yaml")).toThrow(/lower must be below upper/);
  expect(() => readRecipe(open.replace("fields: { range: { by: minmax } }", "fields: { clip: false }"), "r.yaml")).toThrow(
    /choice "scaling": its first option says something else/,
  );
});

test("every recipe that comes with the program can be read, with every answer to what it leaves open, and says all of it in words", () => {
  expect(presetNames()).toEqual(["epilepsy", "glioma", "multiple-sclerosis", "myopathy", "tuberous-sclerosis"]);
  const hashes = presetNames().flatMap((name) => {
    const text = presetText(name);
    const recipe = readRecipe(text, name);
    const words = recipeInWords(recipe);
    expect(words.steps).toHaveLength(recipe.steps.length);
    for (const line of [...words.roles, ...words.steps, ...words.choices, words.outputs])
      expect(line).not.toMatch(/undefined|object Object/);
    return recipe.choices.flatMap((choice) =>
      choice.options.map((option) => recipeHash(readRecipe(text, name, { [choice.name]: option.name }))),
    );
  });
  // Each option is something else; of each choice the first is the recipe itself.
  const standing = presetNames().map((name) => readRecipe(presetText(name), name).choices.length - 1);
  expect(new Set(hashes).size).toBe(hashes.length - standing.reduce((sum, more) => sum + more, 0));
});

test("a formula names images that are there, and is one", () => {
  const formula = (expression: string) =>
    small
      .replace("kind: rescale\n    roles: [T1]\n    range: { by: minmax }", `kind: formula\n    role: T3\n    expression: ${expression}`)
      .replace("[T1]\n", "[T1]\n");
  const kept = (expression: string) => readRecipe(formula(expression).replace("outputs: [T1]", "outputs: [T3]"), "r.yaml");
  expect(kept("T1^1.55 * 2").outputs).toEqual(["T3"]);
  expect(() => kept("T1 * T2")).toThrow(/step 2, expression: there is no image "T2" at this step; there are T1, brain \(line 12\)/);
  expect(() => kept("T1 *")).toThrow(/step 2, expression: /);
  expect(() => kept("2 * 3")).toThrow(/step 2, expression: .*names no image/);
});
