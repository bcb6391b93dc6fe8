import { none, words, type WrittenSection } from "./writtenField.ts";

/** What texture is counted in and between. */
export const textureSections: readonly WrittenSection[] = [
  {
    id: "binning",
    title: "Grey levels",
    about: "Texture counts grey levels, not grey values: how values are put into bins.",
    fields: [
      {
        kind: "number",
        key: "binWidth",
        label: "Bin width",
        unit: "grey values",
        limits: { above: 0 },
        help: "Grey values in one bin; 16 to 128 bins in a region are usual.",
      },
      {
        kind: "number",
        key: "binCount",
        label: "Number of bins",
        unit: "bins",
        initialText: "not used",
        word: none,
        limits: { from: 1, to: 65_535, isWhole: true },
        help: "So many bins of equal width in each region; used in place of the bin width.",
      },
      {
        kind: "number",
        key: "voxelArrayShift",
        label: "Shift for energy",
        unit: "grey values",
        limits: {},
        help: "Is added to grey values for Energy, TotalEnergy and RootMeanSquared, so that none is negative.",
      },
    ],
  },
  {
    id: "neighbourhood",
    title: "Neighbourhoods",
    about: "Which voxels texture compares with each other.",
    fields: [
      {
        kind: "switch",
        key: "force2D",
        label: "Slice by slice (2D)",
        help: "Compares voxels within a slice only; for thick slices, or slices that were drawn singly.",
      },
      {
        kind: "choice",
        key: "force2Ddimension",
        label: "Slices lie across",
        needs: "force2D",
        help: "The array's direction that is left out in 2D; z is the direction the slices were acquired in.",
        options: words([0, "z, as acquired"], [1, "y"], [2, "x"]),
      },
      {
        kind: "numbers",
        key: "distances",
        label: "Distances",
        unit: "voxels",
        limits: { from: 1, to: 64, isWhole: true },
        help: "How far apart compared voxels lie, of GLCM, GLDM and NGTDM; several are joined: 1, 2.",
      },
      {
        kind: "choice",
        key: "weightingNorm",
        label: "Weight by distance",
        help: "GLCM and GLRLM: directions are measured one by one and averaged, or their counts joined with weights.",
        options: words(
          [null, "mean of directions"],
          ["no_weighting", "joined, equal weights"],
          ["manhattan", "joined, Manhattan"],
          ["euclidean", "joined, Euclidean"],
          ["infinity", "joined, infinity norm"],
        ),
      },
      { kind: "switch", key: "symmetricalGLCM", label: "Symmetrical GLCM", help: "Counts each pair of voxels both ways." },
      {
        kind: "number",
        key: "gldm_a",
        label: "GLDM tolerance",
        unit: "levels",
        limits: { from: 0 },
        help: "Neighbours depend on a voxel whose grey level differs by no more than this.",
      },
    ],
  },
];
