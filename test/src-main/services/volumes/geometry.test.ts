import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { compareWithNifti } from "./compareWithNifti.ts";
import { type ImportedVolumes, importVolumes } from "./importedVolumes.ts";
import { convertWithDcm2niix, type NiftiFile, noDcm2niix, readNifti } from "./otherReaders.ts";

const table: string[] = [];
afterAll(() =>
  console.log(["files | other's volume | mm apart | largest difference of values (share of the largest)", ...table].join("\n")),
);

async function allVoxels(imported: ImportedVolumes, volume: Volume): Promise<ArrayLike<number>> {
  if (volume.samplesPerPixel === 1) return (await imported.volumes.readImage(volume.id)).voxels;
  const frames = await Promise.all(Array.from({ length: volume.slices }, (_, slice) => imported.volumes.readFrame(volume.id, slice)));
  return Buffer.concat(frames.map(({ bytes }) => bytes));
}

/** Finds for each of another program's volumes one of ours with the same voxels at the same places. */
async function expectSame(name: string, imported: ImportedVolumes, files: readonly NiftiFile[]): Promise<void> {
  const ours = await Promise.all(imported.all.map(async (volume) => ({ grid: gridOf(volume), voxels: await allVoxels(imported, volume) })));
  for (const file of files)
    for (const [time, values] of file.volumes.entries()) {
      const compared = ours
        .flatMap(({ grid, voxels }) => compareWithNifti(file, values, grid, voxels) ?? [])
        .toSorted((a, b) => a.difference - b.difference)[0];
      table.push(
        `${name} | ${file.name} ${file.size.join(" x ")} (${time + 1}) | ${compared?.distanceMm.toFixed(5)} | ${compared?.difference.toExponential(1)}`,
      );
      expect(compared, `${name}: no volume of ours has the voxels of ${file.name}`).toBeDefined();
      // NIfTI keeps geometry and slopes in single precision, and programs round oblique directions differently.
      expect(compared!.distanceMm).toBeLessThan(0.02);
      expect(compared!.difference).toBeLessThan(1e-6);
    }
}

const vendors = (name: string) => () =>
  join(unpackArchive("dicom", "dicom2nifti_vendors.tar.xz"), "tests", "data", name, "anatomical", "001");

const converted: ReadonlyArray<readonly [string, () => string]> = [
  ["Siemens scouts and T1", () => unpackArchive("dicom", "siemens_xa30_study_classic.tar.xz")],
  [
    "Siemens mosaic",
    () => {
      const folder = temporaryFolder();
      copyFileSync(join(unpackArchive("dicom", "oddities", "siemens_mosaic_9_syntaxes.tar.xz"), "1.dcm"), join(folder, "1.dcm"));
      return folder;
    },
  ],
  ["Philips enhanced", () => join(unpackArchive("dicom", "philips_cs_enh_and_classic.tar.xz"), "401_enhanced")],
  ["Philips classic", () => join(unpackArchive("dicom", "philips_cs_enh_and_classic.tar.xz"), "501_classic")],
  [
    "Canon enhanced, 13 volumes",
    () => {
      const folder = temporaryFolder();
      const source = join(unpackArchive("dicom", "canon_galan_enh_and_classic.tar.xz"), "enh");
      for (const name of readdirSync(source))
        writeFileSync(join(folder, name.replace(".gz", "")), gunzipSync(readFileSync(join(source, name))));
      return folder;
    },
  ],
  ["United Imaging T1", () => join(unpackArchive("dicom", "uih_umr770.tar.xz"), "t1_sag")],
  ["United Imaging tiles", () => join(unpackArchive("dicom", "uih_umr770.tar.xz"), "dti_vframe")],
  ["IBSI STS 001", () => join(unpackArchive("dicom", "ibsi_STS_001.tar.xz"), "MR_T1", "image")],
  ["IBSI STS 004", () => join(unpackArchive("dicom", "ibsi_STS_004.tar.xz"), "MR_T1", "image")],
  ...["ge", "siemens", "philips", "hitachi", "hyperfine", "philips_enhanced", "siemens_multiframe"].map(
    (name) => [name, vendors(name)] as const,
  ),
  [
    "a slope a slice",
    () =>
      join(unpackArchive("dicom", "oddities", "dicom2nifti_failing.tar.xz"), "tests", "data", "generic", "anatomical", "002_non_isotropic"),
  ],
  ["RGB", () => join(unpackArchive("dicom", "oddities", "dicom2nifti_failing.tar.xz"), "tests", "data", "generic", "rgb", "001")],
];

describe.skipIf(noSharedData ?? noDcm2niix)("every voxel lies where dcm2niix puts it", () => {
  it.each(converted)(
    "%s",
    async (name, folderOf) => {
      const folder = folderOf();
      const imported = await importVolumes(folder);
      try {
        const files = convertWithDcm2niix(folder);
        expect(imported.all).toHaveLength(files.reduce((sum, { volumes }) => sum + volumes.length, 0));
        await expectSame(name, imported, files);
      } finally {
        await imported.close();
      }
    },
    120_000,
  );
});

describe.skipIf(noSharedData)("every voxel lies where the published NIfTI files put it", () => {
  it.each(["ge", "siemens", "hitachi", "hyperfine", "philips_enhanced", "siemens_multiframe"])("%s", async (name) => {
    const folder = vendors(name)();
    const imported = await importVolumes(folder);
    try {
      expect(imported.all).toHaveLength(1);
      await expectSame(`${name} (published)`, imported, [readNifti(`${folder}_ground_truth.nii.gz`)]);
    } finally {
      await imported.close();
    }
  });

  it.each(["ibsi_STS_001", "ibsi_STS_004"])("%s", async (name) => {
    const folder = unpackArchive("dicom", `${name}.tar.xz`);
    const imported = await importVolumes(join(folder, "MR_T1", "image"));
    try {
      expect(imported.all).toHaveLength(1);
      await expectSame(`${name} (published)`, imported, [readNifti(join(folder, "nifti", "MR_T1_image.nii.gz"))]);
    } finally {
      await imported.close();
    }
  });

  it("the same mosaic in seven transfer syntaxes is the same volume nine times", async () => {
    const folder = unpackArchive("dicom", "oddities", "siemens_mosaic_9_syntaxes.tar.xz");
    const imported = await importVolumes(...Array.from({ length: 9 }, (_, index) => join(folder, `${index + 1}.dcm`)));
    try {
      expect(imported.all).toHaveLength(9);
      const images = await Promise.all(imported.all.map(({ id }) => imported.volumes.readImage(id)));
      for (const image of images) {
        expect(image.voxels).toEqual(images[0]!.voxels);
        expect(image.grid).toEqual(images[0]!.grid);
      }
    } finally {
      await imported.close();
    }
  });
});

const oddities = [
  ["gantrytilting", [{ code: "gantry-tilt", slices: 4 }]],
  ["notavolume", [{ code: "single-position", slices: 4 }]],
  ["sliceincrement", [{ code: "missing-slices", slices: 4 }]],
  [
    "sliceorientation",
    [
      { code: undefined, slices: 2 },
      { code: undefined, slices: 2 },
    ],
  ],
  ["slicecount", [{ code: undefined, slices: 2 }]],
] as const;

describe.skipIf(noSharedData)("slices of oddities lie where their files say", () => {
  // From Image Position (Patient) of the files: z 18.1075, 23.1075, 28.107498 and 38.107498; the tilted ones do not lie straight behind each other.
  it.each([
    ["sliceincrement", [0, 5, 10, 20]],
    ["gantrytilting", null],
  ] as const)("%s", async (name, expected) => {
    const imported = await importVolumes(
      join(unpackArchive("dicom", "oddities", "dicom2nifti_failing.tar.xz"), "tests", "data", "failing", name),
    );
    try {
      expect(imported.all.map(({ slicePositionsMm }) => slicePositionsMm?.map((position) => Number(position.toFixed(4))) ?? null)).toEqual([
        expected,
      ]);
    } finally {
      await imported.close();
    }
  });
});

describe.skipIf(noSharedData)("oddities are told, not hidden", () => {
  it.each(oddities)("%s", async (name, expected) => {
    const imported = await importVolumes(
      join(unpackArchive("dicom", "oddities", "dicom2nifti_failing.tar.xz"), "tests", "data", "failing", name),
    );
    try {
      expect(imported.all.map(({ slices, warnings }) => ({ code: warnings[0]?.code, slices }))).toEqual(expected);
      expect(imported.all.map(({ isRegular }) => isRegular)).toEqual(expected.map(({ code }) => code === undefined));
    } finally {
      await imported.close();
    }
  });
});
