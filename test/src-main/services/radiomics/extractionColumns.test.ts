import { describe, expect, test } from "vitest";
import { extractionColumns } from "../../../../src-main/services/radiomics/index.ts";
import { noSharedData } from "../../../sharedData.ts";
import { goldenCases, pipelineCases } from "./oracleCases.ts";

describe.skipIf(noSharedData)("the columns of settings, known before an image is", () => {
  const cases = noSharedData ? [] : [...goldenCases(), ...pipelineCases()];

  test.each(cases.map((oracle) => [oracle.name, oracle] as const))(
    "are those that PyRadiomics wrote: %s",
    (_, { settings, expected, diagnostics }) => {
      const columns = extractionColumns(settings);
      const written = [...expected.keys()];
      // golden/*.json are sorted by name; golden2's stand in PyRadiomics' order.
      expect(diagnostics ? columns.features : columns.features.toSorted()).toEqual(diagnostics ? written : written.toSorted());
      if (!diagnostics) return;
      const ofImages = columns.diagnostics.filter((name) => /^diagnostics_(Image|Mask)-/.test(name));
      expect(ofImages.filter((name) => !name.includes("-corrected_"))).toEqual(
        Object.keys(diagnostics).filter((name) => !name.includes("-corrected_")),
      );
    },
  );

  test("leave PyRadiomics' diagnostics out where additionalInfo is false", () => {
    expect(extractionColumns({ additionalInfo: false }).diagnostics).toEqual([]);
    expect(
      extractionColumns({ correctMask: true, resegmentRange: [0, 1] }).diagnostics.filter((name) => name.endsWith("VoxelNum")),
    ).toEqual(["diagnostics_Mask-original_VoxelNum", "diagnostics_Mask-corrected_VoxelNum", "diagnostics_Mask-resegmented_VoxelNum"]);
  });
});
