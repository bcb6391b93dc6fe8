import { partsOf } from "../panels/features/featureNames.ts";

const intensities: ReadonlySet<string> = new Set([
  "Mean", "Median", "Minimum", "Maximum", "10Percentile", "90Percentile", "Range", "InterquartileRange", "MeanAbsoluteDeviation", "RobustMeanAbsoluteDeviation",
  "RootMeanSquared", "StandardDeviation",
]);
const squares: ReadonlySet<string> = new Set(["Variance", "Energy"]);

/** What a feature is counted in, as a reader would write it: "intensity" (the image's own), "bits"; empty where it is a plain number. */
export function featureUnit(name: string): string {
  const { featureClass, feature } = partsOf(name);
  if (feature.endsWith("Entropy")) return "bits";
  if (featureClass !== "firstorder") return "";
  if (intensities.has(feature)) return "intensity";
  if (squares.has(feature)) return "intensity²";
  return feature === "TotalEnergy" ? "intensity² · mm³" : "";
}
