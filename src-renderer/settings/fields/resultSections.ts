import { none, type WrittenSection } from "./writtenField.ts";

/** Feature maps, and what is told beside the features. */
export const resultSections: readonly WrittenSection[] = [
  {
    id: "voxelSetting",
    title: "Feature maps",
    under: "voxelSetting",
    about: "For maps of a feature over the image; values of whole regions do not need these.",
    fields: [
      {
        kind: "number",
        key: "kernelRadius",
        label: "Radius",
        unit: "voxels",
        limits: { from: 1, to: 64, isWhole: true },
        help: "The neighbourhood around each voxel: 1 is 3 x 3 x 3.",
      },
      {
        kind: "switch",
        key: "maskedKernel",
        label: "Within the region only",
        help: "Leaves out of a neighbourhood what lies outside the region.",
      },
      {
        kind: "number",
        key: "initValue",
        label: "Value elsewhere",
        word: { text: "nan", value: "nan" },
        limits: {},
        help: 'Stands in the map where nothing was measured; "nan" for no number.',
      },
      {
        kind: "number",
        key: "voxelBatch",
        label: "Voxels at once",
        unit: "voxels",
        initialText: "all",
        word: none,
        limits: { from: 1, isWhole: true },
        help: "As PyRadiomics' batches, which can change JointAverage and MCC.",
      },
    ],
  },
  {
    id: "output",
    title: "Output",
    about: "What is told beside the features.",
    fields: [
      {
        kind: "switch",
        key: "additionalInfo",
        label: "Tell of the run",
        help: "Keeps PyRadiomics' columns about image and mask (diagnostics_...) with the features, and writes them into tables.",
      },
      {
        kind: "switch",
        key: "enableCExtensions",
        label: "C extensions",
        help: "A setting of PyRadiomics before version 3: kept for its files, without an effect.",
      },
    ],
  },
];
