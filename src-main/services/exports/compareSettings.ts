/** PyRadiomics' defaults (its documentation, "Customizing the extraction") of every setting that changes the features of the original image. */
const defaults: Readonly<Record<string, unknown>> = {
  binWidth: 25, binCount: null, force2D: false, force2Ddimension: 0, voxelArrayShift: 0, distances: [1], symmetricalGLCM: true, gldm_a: 0,
  normalize: false, normalizeScale: 1, removeOutliers: null, resampledPixelSpacing: null, resegmentRange: null, resegmentMode: "absolute", weightingNorm: null,
};
/** Settings that do nothing while another has its default. */
const dependsOn: Readonly<Record<string, string>> = {
  force2Ddimension: "force2D", normalizeScale: "normalize", removeOutliers: "normalize", resegmentMode: "resegmentRange",
};

/**
 * Compares the settings that a features file states with those a model was trained with, each filled up with PyRadiomics' defaults.
 * Answers the differences in words, none where the features were extracted alike. Settings that do not change features of the original image are not compared.
 */
export function compareSettings(stated: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): string[] {
  const left = filled(stated);
  const right = filled(wanted);
  return Object.keys(defaults).flatMap((key) => {
    const master = dependsOn[key];
    if (master !== undefined && isDefault(master, left) && isDefault(master, right)) return [];
    // With a bin count the width has no part in it.
    if (key === "binWidth" && left["binCount"] !== null && right["binCount"] !== null) return [];
    return same(left[key], right[key]) ? [] : [`${key} is ${JSON.stringify(left[key])}, the model's ${JSON.stringify(right[key])}`];
  });
}

function filled(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, settings[key] ?? value]));
}

function isDefault(key: string, settings: Readonly<Record<string, unknown>>): boolean {
  return same(settings[key], defaults[key]);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
