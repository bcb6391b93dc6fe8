import { pyradiomicsDefaults } from "#shared/domain/pyradiomicsDefaults.ts";
import { discreteWavelets } from "#shared/domain/wavelets.ts";
import type { SettingField } from "../settingField.ts";
import { withDefault, words, type WrittenField } from "./writtenField.ts";

const wavelets = words(...discreteWavelets.map((name): [string, string] => [name, name]));

/** What each filter is made with. */
const writtenFilterFields: Readonly<Record<string, readonly WrittenField[]>> = {
  LoG: [
    {
      kind: "numbers",
      key: "sigma",
      label: "Widths (sigma)",
      unit: "mm",
      initialText: "such as 1, 3, 5",
      keepsPoint: true,
      limits: { from: 1e-6, to: 999_999 },
      help: 'One image each; small widths show fine texture, large ones coarse. "3.0" names its image 3-0, as some files do.',
    },
  ],
  Wavelet: [
    { kind: "choice", key: "wavelet", label: "Wavelet", options: wavelets, help: "The family and its number, by PyWavelets' names." },
    {
      kind: "number",
      key: "level",
      label: "Levels",
      limits: { from: 1, to: 30, isWhole: true },
      help: "One level gives 8 images in 3D, each further one 7 more.",
    },
    {
      kind: "number",
      key: "start_level",
      label: "First level",
      limits: { from: 0, to: 30, isWhole: true },
      help: "Levels before this one are passed over.",
    },
  ],
  Gradient: [
    {
      kind: "switch",
      key: "gradientUseSpacing",
      label: "Per millimetre",
      help: "Divides by the voxel size; otherwise the change is told per voxel.",
    },
  ],
  LBP2D: [
    {
      kind: "number",
      key: "lbp2DRadius",
      label: "Radius",
      unit: "voxels",
      limits: { from: 1e-6, to: 1000 },
      help: "Of the circle on which neighbours are looked at.",
    },
    { kind: "number", key: "lbp2DSamples", label: "Neighbours", limits: { from: 1, to: 53, isWhole: true }, help: "Points on the circle." },
    {
      kind: "choice",
      key: "lbp2DMethod",
      label: "Patterns",
      help: "How patterns are numbered, by scikit-image's names.",
      options: words(["uniform", "uniform"], ["default", "default"], ["ror", "rotation invariant (ror)"], ["var", "variance (var)"]),
    },
  ],
  LBP3D: [
    {
      kind: "number",
      key: "lbp3DLevels",
      label: "Levels",
      limits: { from: 1, to: 64, isWhole: true },
      help: "One image each, and one of kurtosis.",
    },
    {
      kind: "number",
      key: "lbp3DIcosphereRadius",
      label: "Radius",
      unit: "voxels",
      limits: { from: 1e-6, to: 1000 },
      help: "Of the sphere on which neighbours are looked at.",
    },
    {
      kind: "number",
      key: "lbp3DIcosphereSubdivision",
      label: "Subdivisions",
      limits: { from: 0, to: 6, isWhole: true },
      help: "Each makes four times as many points on the sphere.",
    },
  ],
};

/** The fields of each filter. */
export const filterFields: Readonly<Record<string, readonly SettingField[]>> = Object.fromEntries(
  Object.entries(writtenFilterFields).map(([type, fields]) => [type, fields.map(withDefault(pyradiomicsDefaults))]),
);

/** Fields of the filters, each once. */
export const allFilterFields: readonly SettingField[] = Object.values(filterFields).flat();
