import type { RecipeDescription, RecipeOutcome } from "#shared/api/recipe.ts";
import { recipeSchema } from "#shared/domain/recipe/recipe.ts";
import { recipeInWords } from "#shared/domain/recipe/recipeInWords.ts";

/** A recipe that aligns and leaves something open. */
export const aligning = recipeSchema.parse({
  name: "Water aligned to T1",
  version: 1,
  roles: [
    { name: "T1", title: "T1-weighted" },
    { name: "water", title: "water-only" },
  ],
  steps: [{ kind: "register", moving: "water", fixed: "T1", transform: "inPlane" }],
  outputs: ["water"],
  choices: [
    {
      name: "transform",
      question: "How is water aligned?",
      steps: [1],
      options: [
        { name: "in-plane", title: "within each slice", fields: { transform: "inPlane" } },
        { name: "rigid", title: "in 3D", fields: { transform: "rigid" } },
      ],
    },
  ],
});

const { roles, steps, outputs, choices } = recipeInWords(aligning);
export const described: RecipeDescription = {
  recipe: aligning,
  hash: "a".repeat(64),
  words: { roles: [...roles], steps: [...steps], outputs, choices: [...choices] },
};

export function outcomeOf(part: Partial<RecipeOutcome> = {}): RecipeOutcome {
  return {
    outcomeId: "o1",
    recipeName: aligning.name,
    recipeVersion: 1,
    recipeHash: described.hash,
    recipe: aligning,
    studyInstanceUid: "1",
    createdAt: "2026-03-01T10:00:00.000Z",
    createdBy: "Anna",
    state: "new",
    decidedAt: null,
    decidedBy: null,
    reason: null,
    inputs: [
      { role: "T1", volumeId: "v1", segmentationId: null },
      { role: "water", volumeId: "v2", segmentationId: null },
    ],
    outputs: [{ role: "water", volumeId: "v3", beforeVolumeId: "v2", fixedVolumeId: "v1", hasTransform: true }],
    notes: [
      { step: 1, kind: "register", notes: ["Mutual information 0.31 before, 0.62 after.", "Turned by 1.2 degrees, shifted by 3 mm."] },
    ],
    ...part,
  };
}
