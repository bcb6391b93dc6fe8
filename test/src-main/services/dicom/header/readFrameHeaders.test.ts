import { describe, expect, it } from "vitest";
import { openDicomFile } from "../../../../../src-main/services/dicom/file/openDicomFile.ts";
import { readFrameHeaders } from "../../../../../src-main/services/dicom/header/readFrameHeaders.ts";
import { type DicomValues, writeDicom } from "../../volumes/writeDicom.ts";

const doubles = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer);
const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const read = (...values: DicomValues) => {
  const mr: DicomValues[number] = [0x0008_0060, "CS", "MR"];
  const pixels: DicomValues[number] = [0x7fe0_0010, "OW", new Uint8Array(2)];
  return readFrameHeaders(openDicomFile(writeDicom([...values, mr, pixels].toSorted((a, b) => (a[0] >>> 0) - (b[0] >>> 0)))).dataSet)[0]!;
};

describe("b-value and gradient direction, as each vendor writes them", () => {
  it.each<[string, DicomValues, number, readonly number[] | null]>([
    [
      "the standard's own elements",
      [
        [0x0018_9087, "FD", doubles(800)],
        [0x0018_9089, "FD", doubles(0, 1, 0)],
      ],
      800,
      [0, 1, 0],
    ],
    [
      "Siemens",
      [
        [0x0019_0010, "LO", "SIEMENS MR HEADER"],
        [0x0019_100c, "IS", "1000"],
        [0x0019_100e, "FD", doubles(0, 0.6, 0.8)],
      ],
      1000,
      [0, 0.6, 0.8],
    ],
    [
      "Siemens in another block",
      [
        [0x0019_0010, "LO", "SOMEBODY"],
        [0x0019_0011, "LO", "SIEMENS MR HEADER"],
        [0x0019_100c, "IS", "5"],
        [0x0019_110c, "IS", "50"],
      ],
      50,
      null,
    ],
    [
      "Siemens kept as UN by an archive",
      [
        [0x0019_0010, "LO", "SIEMENS MR HEADER"],
        [0x0019_100c, "UN", new TextEncoder().encode("700 ")],
      ],
      700,
      null,
    ],
    [
      "GE, with its flag of 1e9",
      [
        [0x0043_0010, "LO", "GEMS_PARM_01"],
        [0x0043_1039, "IS", "1000000600\\8\\0\\0"],
      ],
      600,
      null,
    ],
    [
      "Philips",
      [
        [0x2001_0010, "LO", "Philips Imaging DD 001"],
        [0x2001_1003, "FL", floats(500)],
      ],
      500,
      null,
    ],
    [
      "United Imaging, the b-value asked for",
      [
        [0x0065_0010, "LO", "Image Private Header"],
        [0x0065_1009, "FD", doubles(929.75)],
        [0x0065_100a, "FD", doubles(1000)],
      ],
      1000,
      null,
    ],
  ])("%s", (_, values, bValue, direction) => {
    expect(read(...values)).toMatchObject({ bValue, gradientOrientation: direction });
  });

  it("b = 0 has no direction", () => {
    expect(read([0x0018_9087, "FD", doubles(0)], [0x0018_9089, "FD", doubles(0, 0, 0)])).toMatchObject({
      bValue: 0,
      gradientOrientation: null,
    });
  });
});

describe("a classic frame", () => {
  it("says what its elements say", () => {
    expect(
      read(
        [0x0018_0050, "DS", "4.5"],
        [0x0018_0081, "DS", "80"],
        [0x0018_0088, "DS", "-5"],
        [0x0020_0032, "DS", "1\\-2\\3.5"],
        [0x0020_0037, "DS", "1\\0\\0\\0\\0\\-1"],
        [0x0028_0030, "DS", "0.5\\0.75"],
        [0x0028_1050, "DS", "40\\300"],
        [0x0028_1051, "DS", "80\\1500"],
        [0x0028_1052, "DS", "-1024"],
        [0x0028_1053, "DS", "2"],
        [0x0008_0032, "TM", "013015.5"],
      ),
    ).toMatchObject({
      sliceThickness: 4.5,
      echoTime: 80,
      spacingBetweenSlices: 5,
      position: [1, -2, 3.5],
      orientation: [1, 0, 0, 0, 0, -1],
      pixelSpacing: [0.5, 0.75],
      window: { center: 40, width: 80 },
      slope: 2,
      intercept: -1024,
      acquisitionTime: 5415.5,
    });
  });

  it("says nothing where an element is empty, cut short or nonsense", () => {
    expect(
      read(
        [0x0018_0081, "DS", ""],
        [0x0020_0032, "DS", "1\\2"],
        [0x0020_0037, "DS", "0\\0\\0\\0\\0\\0"],
        [0x0028_0030, "DS", "0\\0"],
        [0x0028_1051, "DS", "x"],
      ),
    ).toMatchObject({ echoTime: null, position: null, orientation: null, pixelSpacing: null, window: null, slope: 1, intercept: 0 });
  });
});
