import { expect, test } from "vitest";
import { readCases } from "../../../../src-main/services/exports/index.ts";

const read = (text: string) => readCases(Buffer.from(text), "cases.csv");

test("Image, Mask and Label are found without regard to case and blanks; other columns are carried along", () => {
  const { columns, cases } = read(
    '\uFEFFpatient, IMAGE ,mask,Site,label\r\nP1, a.nrrd ,b.nrrd,"north, upper",2\r\nP1,a.nrrd,b.nrrd,,3.0\r\n',
  );
  expect(columns).toEqual(["patient", "Image", "Mask", "Site", "Label"]);
  expect(cases).toEqual([
    { row: 1, cells: ["P1", "a.nrrd", "b.nrrd", "north, upper", "2"], image: "a.nrrd", mask: "b.nrrd", label: 2, labelChannel: undefined },
    { row: 2, cells: ["P1", "a.nrrd", "b.nrrd", "", "3"], image: "a.nrrd", mask: "b.nrrd", label: 3, labelChannel: undefined },
  ]);
});

test("PyRadiomics' Label_channel is taken, from 0", () => {
  expect(read("Image,Mask,Label_channel\na,b,0\n").cases[0]).toMatchObject({ label: undefined, labelChannel: 0 });
});

test("an empty cell means the default, as in PyRadiomics", () => {
  expect(read("Image,Mask,Label,Label_channel\na,b,,\na,b,2,1\n").cases.map(({ label, labelChannel }) => [label, labelChannel])).toEqual([
    [undefined, undefined],
    [2, 1],
  ]);
});

test("everything that is wrong is said at once, with row and field", () => {
  const text =
    'Image,Mask,Label\n,b.nrrd,1\na.nrrd,,x\na.nrrd,b.nrrd,1.5\na.nrrd,b.nrrd,0\na.nrrd,b.nrrd\na.nrrd,b.nrrd,\na.nrrd,b.nrrd,1\n"a.nrrd", b.nrrd,1\n';
  expect(() => read(text)).toThrow(`cases.csv cannot be used. Nothing was computed.
  row 1: Image is empty.
  row 2: Mask is empty.
  row 2: Label: "x" is no whole number from 1.
  row 3: Label: "1.5" is no whole number from 1.
  row 4: Label: "0" is no whole number from 1.
  row 5: has 2 cells, the header 3.
  row 8: is the same as row 7. Leave one of them, or tell them apart in a column.`);
});

test.each([
  ["Image,Site\na,b\n", /the header: there is no column Mask/],
  ["Image;Mask\na;b\n", /no column Image.*no column Mask.*not separated by commas/s],
  ["Image,Mask,image\na,b,c\n", /two columns Image/],
  ["Image,Mask,Site,Site\na,b,c,d\n", /two columns Site/],
  ["Image,Mask,\na,b,c\n", /column 3 has no name/],
  ["Image,Mask,Error\na,b,c\n", /Error is a column that the extraction itself writes/],
  ["Image,Mask,diagnostics_Notice\na,b,c\n", /diagnostics_Notice is a column/],
  ["Image,Mask,original_glcm_Contrast\na,b,1\n", /original_glcm_Contrast is a column/],
  ["Image,Mask\n", /holds no case/],
  ["", /no column Image/],
  ['Image,Mask\n"a,b\n', /not valid CSV: a quote is never closed/],
])("%j is refused in words", (text, words) => {
  expect(() => read(text)).toThrow(words);
});

test("text that is not UTF-8 is refused, as names would be read wrongly", () => {
  expect(() => readCases(Buffer.from("Image,Mask\nm\xfcller.nrrd,b\n", "latin1"), "cases.csv")).toThrow(/not in UTF-8/);
});

test("a long list of faults is cut", () => {
  expect(() => read(`Image,Mask\n${",\n".repeat(40)}`)).toThrow(/row 15: Mask is empty\.\n {2}and 50 more\.$/);
});
