import { execFileSync } from "node:child_process";
import { assert, double, property, sample } from "fast-check";
import { describe, expect, test } from "vitest";
import { pythonFloat } from "#shared/domain/pythonNumber.ts";
import { pythonCell, pythonDictionary } from "../../../../src-main/services/exports/pythonWords.ts";
import { pythonWith } from "../../../debianPython.ts";

const python = pythonWith("json");

describe("numbers as Python prints them", () => {
  test.skipIf(!python)("any float equals Python's repr", () => {
    const edges = [
      0, -0, 1, -1, 0.1, 6.5, 1e-4, 9.999e-5, 1e-5, 123456789012345680, 1e15, 1e16, 9999999999999998, 1.5e16, 1e21, 1e22, 5e-324,
      1.7976931348623157e308, 0.7812499999999999,
    ];
    const numbers = [
      ...edges,
      ...sample(double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 2000, seed: 3 }),
      ...sample(double({ min: -1e6, max: 1e6, noNaN: true }), { numRuns: 1000, seed: 4 }),
    ];
    const words = numbers.map((number) => (Object.is(number, -0) ? "-0.0" : String(number)));
    const printed = JSON.parse(
      execFileSync(python!, ["-c", "import json, sys; print(json.dumps([repr(float(word)) for word in json.load(sys.stdin)]))"], {
        input: JSON.stringify(words),
        encoding: "utf8",
      }),
    ) as string[];
    expect(numbers.map(pythonFloat)).toEqual(printed);
  });
  test("what is printed gives the number back", () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(Number(pythonFloat(number))).toBe(number);
      }),
    );
  });
});

// Cells as PyRadiomics 3.1 with NumPy 1.24 wrote them into its CSV for brain1.
test("cells of PyRadiomics' diagnostics", () => {
  expect(pythonCell("diagnostics_Image-original_Spacing", [0.7812499999999999, 0.7812499999999999, 6.5])).toBe(
    "(0.7812499999999999, 0.7812499999999999, 6.5)",
  );
  expect(pythonCell("diagnostics_Image-interpolated_Spacing", [2, 2, 2])).toBe("(2.0, 2.0, 2.0)");
  expect(pythonCell("diagnostics_Image-original_Size", [256, 256, 25])).toBe("(256, 256, 25)");
  expect(pythonCell("diagnostics_Mask-original_BoundingBox", [162, 84, 11, 47, 70, 7])).toBe("(162, 84, 11, 47, 70, 7)");
  expect(pythonCell("diagnostics_Image-original_Maximum", 3057)).toBe("3057.0");
  expect(pythonCell("diagnostics_Mask-original_VoxelNum", 4137)).toBe("4137");
  expect(pythonCell("diagnostics_Image-original_Hash", "5c9ce3ca")).toBe("5c9ce3ca");
  expect(pythonCell("diagnostics_Configuration_EnabledImageTypes", { Original: {}, LoG: { sigma: ["1.0", 3, 0.5] } })).toBe(
    "{'Original': {}, 'LoG': {'sigma': [1.0, 3, 0.5]}}",
  );
});

test.skipIf(!python)("a dictionary is read by Python as what it was", () => {
  const settings = {
    binWidth: 25,
    minimumROISize: null,
    normalize: false,
    symmetricalGLCM: true,
    distances: [1, 2],
    interpolator: "sitkBSpline",
    resegmentRange: [-3, 1e-7],
    odd: 'it\'s "so"\\\n',
  };
  const read = execFileSync(python!, ["-c", "import ast, json, sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))"], {
    input: pythonDictionary(settings),
    encoding: "utf8",
  });
  expect(JSON.parse(read)).toEqual(settings);
});
