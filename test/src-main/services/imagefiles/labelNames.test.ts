import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readLabelNames } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

async function read(text: string) {
  writeFileSync(join(folder, "table"), text);
  return Object.fromEntries(await readLabelNames(join(folder, "table")));
}

// The head of a file that ITK-SNAP 3 writes.
const itkSnap = `################################################
# ITK-SnAP Label Description File
# File format:
# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
################################################
    0     0    0    0        0  0  0    "Clear Label"
    1   255    0    0        1  1  1    "Tumour core, left"
   12     0  255    0     0.55  1  0    "Say ""oedema"""
`;

describe("tables of label names", () => {
  test("FreeSurfer's", async () => {
    expect(await read("#No. Label Name:   R   G   B   A\n\n0   Unknown   0   0   0   0\r\n17  Left-Hippocampus  220 216 20  0\n")).toEqual({
      0: "Unknown",
      17: "Left-Hippocampus",
    });
  });
  test("ITK-SNAP's", async () => {
    expect(await read(itkSnap)).toEqual({ 0: "Clear Label", 1: "Tumour core, left", 12: 'Say ""oedema""' });
  });
  test.each([
    ['{"1": "left", "20": "right"}', { 1: "left", 20: "right" }],
    ['[{"value": 3, "name": "third", "color": "#ff0000"}]', { 3: "third" }],
    ['{"R": [0, 71], "labels": ["Air", "Precentral_L"]}', { 0: "Air", 1: "Precentral_L" }],
  ])("JSON: %s", async (text, names) => {
    expect(await read(text)).toEqual(names);
  });
  test.each([
    ["", /table: holds no name/],
    ["1 Left 0 0 0 0\ntwo Right 0 0 0 0\n", /table: line 2: "two Right 0 0 0 0" is neither/],
    ["1 Left 0 0 0 0\n1 Right 0 0 0 0\n", /table: line 2: label 1 is named twice, "Left" and "Right"/],
    ["    1   255    0    0        1  1  1    no quotes\n", /table: line 1/],
    ["{", /table: is not valid JSON/],
    ['{"left": "1"}', /table: "left": "left" is no label/],
    ['[{"value": 1.5, "name": "x"}]', /table: entry 0: 1\.5 is no label/],
    ['[{"value": 1}]', /table: entry 0: the name of label 1 is no text/],
    ["[3]", /table: entry 0: is no object/],
  ])("%j is refused with file and line", async (text, words) => {
    await expect(read(text)).rejects.toThrow(words);
  });
  test("a file that is not there is named", async () => {
    await expect(readLabelNames(join(folder, "none.txt"))).rejects.toThrow(/none\.txt.*there is no such file/);
  });
});

describe.skipIf(noSharedData)("the programs' own tables", () => {
  test("FreeSurferColorLUT.txt: every label of it, by name", async () => {
    const path = join(unpackArchive("volumes", "label_luts.tar.xz"), "FreeSurferColorLUT.txt");
    const names = await readLabelNames(path);
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => /^\s*\d/.test(line));
    expect(names.size).toBe(lines.length);
    expect([names.get(0), names.get(17), names.get(53), names.get(12175)]).toEqual([
      "Unknown",
      "Left-Hippocampus",
      "Right-Hippocampus",
      "ctx_rh_S_temporal_transverse",
    ]);
  });
  test("FastSurfer's table and the AAL atlas's JSON", async () => {
    const fastSurfer = await readLabelNames(join(unpackArchive("volumes", "label_luts.tar.xz"), "FastSurfer_ColorLUT.tsv"));
    expect([fastSurfer.get(2), fastSurfer.get(5)]).toEqual(["Left-Cerebral-White-Matter", "Left-Inf-Lat-Vent"]);
    const aal = await readLabelNames(join(unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz"), "aal.json"));
    expect([aal.size, aal.get(0), aal.get(1), aal.get(116)]).toEqual([117, "Air", "Precentral_L", "Vermis_10"]);
  });
});
