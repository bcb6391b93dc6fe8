import { partsOf } from "./featureNames.ts";

const intensities: ReadonlySet<string> = new Set([
  "Mean",
  "Median",
  "Minimum",
  "Maximum",
  "10Percentile",
  "90Percentile",
  "Range",
  "InterquartileRange",
  "MeanAbsoluteDeviation",
  "RobustMeanAbsoluteDeviation",
  "RootMeanSquared",
  "StandardDeviation",
]);
const squares: ReadonlySet<string> = new Set(["Variance", "Energy"]);

/** Of the features of form, by PyRadiomics' documentation ("Shape Features"); those that are not named are plain numbers. */
const lengths: ReadonlySet<string> = new Set([
  "Maximum3DDiameter",
  "Maximum2DDiameterSlice",
  "Maximum2DDiameterColumn",
  "Maximum2DDiameterRow",
  "MaximumDiameter",
  "MajorAxisLength",
  "MinorAxisLength",
  "LeastAxisLength",
  "Perimeter",
]);
const areas: ReadonlySet<string> = new Set(["SurfaceArea", "MeshSurface", "PixelSurface"]);
const volumes: ReadonlySet<string> = new Set(["MeshVolume", "VoxelVolume"]);

function shapeUnit(feature: string): string {
  if (lengths.has(feature)) return "mm";
  if (areas.has(feature)) return "mm²";
  if (volumes.has(feature)) return "mm³";
  // An area by a volume, and a length by an area.
  return feature === "SurfaceVolumeRatio" || feature === "PerimeterSurfaceRatio" ? "1/mm" : "";
}

/**
 * What a feature is counted in, as a reader would write it: "mm²", "intensity" (the image's own), "bits"; empty where it is a plain number.
 */
export function featureUnit(name: string): string {
  const { featureClass, feature } = partsOf(name);
  if (feature.endsWith("Entropy")) return "bits";
  if (featureClass === "shape" || featureClass === "shape2D") return shapeUnit(feature);
  if (featureClass !== "firstorder") return "";
  if (intensities.has(feature)) return "intensity";
  if (squares.has(feature)) return "intensity²";
  return feature === "TotalEnergy" ? "intensity² · mm³" : "";
}
