import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, asyncProperty, constantFrom, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf, identityDirection, voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { decodeImageFile, encodeImageFile, readImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData, unpackArchive } from "../../../sharedData.ts";
import { noNibabel, readWithNibabel, sumDifference } from "../imagefiles/nibabel.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { by } from "../../author.ts";

const voxels = obliqueGrid.size[0] * obliqueGrid.size[1] * obliqueGrid.size[2];

describe("label maps go out and come back", () => {
  test("voxel for voxel, as NRRD with the segments' names, colours and sides, as NIfTI without (property)", async () => {
    const { segmentations } = openSegmentations();
    await assert(
      asyncProperty(
        uint8Array({ minLength: voxels, maxLength: voxels, max: 4 }),
        constantFrom("nrrd" as const, "nifti" as const),
        async (labels, format) => {
          const bytes = await encodeImageFile("x.nrrd", { grid: obliqueGrid, scalarType: "uint8", voxels: labels });
          const made = await segmentations.importFrom(by, { volumeId: "a", fileName: "x.nrrd", bytes });
          const segments = [1, 2, 3, 4].map((number) => ({ number, name: `Segment ${number}`, color: "#0a0b0c", side: "left" as const }));
          segmentations.setSegments(by, made.id, segments);
          const out = await segmentations.exportBytes(made.id, format);
          const again = await segmentations.importFrom(by, { volumeId: "a", ...out });
          expect((await segmentations.readLabelMap(again.id)).labels).toEqual(labels);
          expect(again.segments).toMatchObject(
            format === "nrrd"
              ? segments
              : [1, 2, 3, 4].filter((number) => labels.includes(number)).map((number) => ({ number, name: `Label ${number}` })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("with axes in another order or direction, each voxel at its place of the patient", async () => {
    // The same places, k running fastest and downwards: axis 0 is -k, axis 1 is i, axis 2 is -j.
    const [i, j, k] = [axisOf(obliqueGrid.direction, 0), axisOf(obliqueGrid.direction, 1), axisOf(obliqueGrid.direction, 2)];
    const columns = [k.map((part) => -part), i, j.map((part) => -part)];
    const [ni, nj, nk] = obliqueGrid.size;
    const turned: Grid = {
      size: [nk, ni, nj],
      spacingMm: [obliqueGrid.spacingMm[2], obliqueGrid.spacingMm[0], obliqueGrid.spacingMm[1]],
      originMm: voxelToPatient(obliqueGrid, [0, nj - 1, nk - 1]),
      direction: [0, 1, 2].flatMap((row) => columns.map((column) => column[row]!)) as unknown as Direction,
    };
    const truth = Uint8Array.from({ length: voxels }, (_, at) => at % 200);
    const labels = new Uint8Array(voxels);
    for (let c = 0; c < nj; c++)
      for (let b = 0; b < ni; b++)
        for (let a = 0; a < nk; a++) {
          labels[(c * ni + b) * nk + a] = truth[((nk - 1 - a) * nj + (nj - 1 - c)) * ni + b]!;
        }
    const { segmentations } = openSegmentations();
    for (const fileName of ["x.nrrd", "x.nii.gz"]) {
      const { id } = await segmentations.importFrom(by, {
        volumeId: "a",
        fileName,
        bytes: await encodeImageFile(fileName, { grid: turned, scalarType: "uint8", voxels: labels }),
      });
      expect((await segmentations.readLabelMap(id)).labels).toEqual(truth);
    }
  });

  test("another grid is refused, with by how much; so are values that are no labels", async () => {
    const { segmentations } = openSegmentations();
    const image = { grid: obliqueGrid, scalarType: "uint8" as const, voxels: new Uint8Array(voxels) };
    const shifted: Vector3 = [obliqueGrid.originMm[0] + 2, obliqueGrid.originMm[1], obliqueGrid.originMm[2]];
    const bring = async (fileName: string, changed: Parameters<typeof encodeImageFile>[1]) =>
      segmentations.importFrom(by, { volumeId: "a", fileName, bytes: await encodeImageFile(fileName, changed) });
    await expect(bring("x.nii.gz", { ...image, grid: { ...obliqueGrid, originMm: shifted } })).rejects.toThrow(
      "x.nii.gz: does not lie on the grid of this image: its voxels lie up to 2",
    );
    await expect(bring("x.nrrd", { ...image, grid: { ...obliqueGrid, spacingMm: [0.7, 0.9, 6] } })).rejects.toThrow(
      "0.7 x 0.9 x 6 mm, the image's 0.7 x 0.9 x 6.5 mm",
    );
    await expect(bring("x.nrrd", { ...image, scalarType: "int16", voxels: new Int16Array(voxels).fill(-3) })).rejects.toThrow(
      "x.nrrd: holds the value -3, which is no label",
    );
    await expect(bring("x.nrrd", { ...image, scalarType: "int32", voxels: new Int32Array(voxels).fill(70_000) })).rejects.toThrow(
      "x.nrrd: holds the label 70000: numbers above 65,535 cannot be kept",
    );
    await expect(bring("x.nrrd", { ...image, scalarType: "float32", voxels: new Float32Array(voxels).fill(0.5) })).rejects.toThrow(
      "the value 0.5",
    );
    expect(segmentations.list({ volumeId: "a" })).toEqual([]);
  });

  test("labels kept as floating-point numbers, and an empty map, are taken", async () => {
    const { segmentations } = openSegmentations();
    const bytes = await encodeImageFile("x.nii", { grid: obliqueGrid, scalarType: "float64", voxels: new Float64Array(voxels).fill(7) });
    expect((await segmentations.importFrom(by, { volumeId: "a", fileName: "x.nii", bytes })).segments).toMatchObject([
      { number: 7, name: "Label 7" },
    ]);
    const empty = await encodeImageFile("x.nii", { grid: obliqueGrid, scalarType: "uint8", voxels: new Uint8Array(voxels) });
    expect(await segmentations.importFrom(by, { volumeId: "a", fileName: "x.nii", bytes: empty })).toMatchObject({
      segments: [],
      revision: 0,
    });
  });

  const bring = async (
    fileName: string,
    changed: Partial<Parameters<typeof encodeImageFile>[1]>,
    { segmentations } = openSegmentations(),
  ) => ({
    segmentations,
    made: await segmentations.importFrom(by, {
      volumeId: "a",
      fileName,
      bytes: await encodeImageFile(fileName, { grid: obliqueGrid, scalarType: "uint8", voxels: new Uint8Array(voxels), ...changed }),
    }),
  });

  test("labels up to 65,535 keep their numbers, also over a restart, as segments change and on the way out", async () => {
    const values = Uint16Array.from({ length: voxels }, (_, at) => [0, 1, 2, 1035, 65_535][at % 5]!);
    const opened = openSegmentations();
    const { made } = await bring("aparc.nii.gz", { scalarType: "uint16", voxels: values }, opened);
    expect(made.segments.map(({ number, name, labelValue }) => [number, name, labelValue])).toEqual([
      [1, "Label 1", undefined],
      [2, "Label 2", undefined],
      [3, "Label 1035", 1035],
      [4, "Label 65535", 65_535],
    ]);
    opened.segmentations.updateSegment(by, made.id, 3, { name: "lateral" });
    opened.segmentations.addSegment(by, made.id, { name: "new" });
    opened.close();
    const { segmentations } = openSegmentations(obliqueGrid, opened.dataFolder);
    expect(segmentations.describe(made.id).segments.map(({ number, labelValue }) => [number, labelValue])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, 1035],
      [4, 65_535],
      [5, undefined],
    ]);
    for (const format of ["nifti", "nrrd"] as const) {
      const out = await segmentations.exportBytes(made.id, format);
      const { image } = await decodeImageFile(out.fileName, out.bytes);
      expect(image.voxels).toEqual(values);
      const again = await segmentations.importFrom(by, { volumeId: "a", ...out });
      expect(again.segments.map(({ labelValue }) => labelValue)).toEqual(
        format === "nrrd" ? [undefined, undefined, undefined, 1035, 65_535] : [undefined, undefined, 1035, 65_535],
      );
    }
    expect(() =>
      segmentations.setSegments(by, made.id, [
        { number: 9, name: "nine", color: "#0a0b0c", side: "none" },
        { number: 10, name: "ten", color: "#0a0b0c", side: "none", labelValue: 9 },
      ]),
    ).toThrow("the same number in files");
  });

  test("255 labels are kept, 256 refused by their count", async () => {
    const grid: Grid = { ...obliqueGrid, size: [16, 16, 1] };
    const all = Uint16Array.from({ length: 256 }, (_, at) => at * 200);
    const { made } = await bring("x.nrrd", { grid, scalarType: "uint16", voxels: all }, openSegmentations(grid));
    expect([made.segments.length, new Set(made.segments.map(({ number }) => number)).size]).toEqual([255, 255]);
    await expect(
      bring("x.nrrd", { grid, scalarType: "uint16", voxels: all.map((value) => value + 1) }, openSegmentations(grid)),
    ).rejects.toThrow("x.nrrd: holds 256 labels; one segmentation holds at most 255 segments");
  });

  test("a part of the volume is put in its place; what lies beyond it is named", async () => {
    const lower: Vector3 = [2, 1, 1];
    const part = { ...obliqueGrid, size: [3, 2, 4] as const, originMm: voxelToPatient(obliqueGrid, lower) };
    const { made, segmentations } = await bring("part.nii.gz", {
      grid: part,
      voxels: Uint8Array.from({ length: 24 }, (_, at) => (at < 18 ? 5 : 6)),
    });
    const { labels } = await segmentations.readLabelMap(made.id);
    expect(
      [...labels]
        .map((label, at) => [label, at] as const)
        .filter(([label]) => label > 0)
        .map(([, at]) => [at % 7, Math.floor(at / 7) % 5, Math.floor(at / 35)]),
    ).toEqual([1, 2, 3].flatMap((k) => [1, 2].flatMap((j) => [2, 3, 4].map((i) => [i, j, k]))));
    expect([new Set(labels), made.notes]).toEqual([
      new Set([0, 5]),
      ['part.nii.gz: reaches beyond this image; what lies outside was left out: "Label 6" (6 of 6 voxels).'],
    ]);
  });

  test("segmentations are named after their files, each by a name of its own", async () => {
    const opened = openSegmentations();
    const name = async (fileName: string) => {
      const bytes = await encodeImageFile(fileName.endsWith(".nrrd") ? "x.nrrd" : fileName.endsWith(".gz") ? "x.nii.gz" : "x.nii", {
        grid: obliqueGrid,
        scalarType: "uint8",
        voxels: new Uint8Array(voxels),
      });
      return (await opened.segmentations.importFrom(by, { volumeId: "a", fileName, bytes })).name;
    };
    expect([
      await name("RaterA.nii.gz"),
      await name("RaterB.nii.gz"),
      await name("RaterA.nii"),
      await name("folder/RaterA.seg.nrrd"),
    ]).toEqual(["RaterA", "RaterB", "RaterA 2", "RaterA 3"]);
    expect(await name(".nii")).toBe("Imported segmentation");
    expect((await name(`${"ü".repeat(200)}.nii`)).length).toBe(100);
  });

  test("overlapping segments of 3D Slicer: each layer becomes a segmentation", async () => {
    const [ni, nj, nk] = obliqueGrid.size;
    const steps = ([0, 1, 2] as const)
      .map(
        (axis) =>
          `(${axisOf(obliqueGrid.direction, axis)
            .map((part) => part * obliqueGrid.spacingMm[axis])
            .join(",")})`,
      )
      .join(" ");
    const header =
      `NRRD0004\ntype: uchar\ndimension: 4\nspace: left-posterior-superior\nsizes: ${ni} ${nj} ${nk} 2\nspace directions: ` +
      `${steps} none\nkinds: domain domain domain list\nencoding: raw\nspace origin: (${obliqueGrid.originMm.join(",")})\n`;
    const segment = (index: number, name: string, layer: number) =>
      `Segment${index}_Name:=${name}\nSegment${index}_LabelValue:=1\nSegment${index}_Layer:=${layer}\n`;
    const layer = (from: number) => Uint8Array.from({ length: voxels }, (_, at) => Number(at >= from && at < from + 10));
    const bytes = Buffer.concat([Buffer.from(`${header}${segment(0, "muscle", 0)}${segment(1, "fat", 1)}\n`), layer(5), layer(10)]);
    const { segmentations } = openSegmentations();
    const made = await segmentations.importFrom(by, { volumeId: "a", fileName: "overlap.seg.nrrd", bytes });
    const listed = segmentations.list({ volumeId: "a" });
    expect(listed.map(({ segments }) => segments.map(({ name }) => name))).toEqual([["muscle"], ["fat"]]);
    expect([listed[0]!.id, made.notes]).toEqual([
      made.id,
      [
        expect.stringContaining(
          `overlap.seg.nrrd: its segments overlap and lie in 2 layers; each is a segmentation of its own: "${listed[0]!.name}", "${listed[1]!.name}"`,
        ) as string,
      ],
    ]);
    for (const [at, { id }] of listed.entries()) expect((await segmentations.readLabelMap(id)).labels).toEqual(layer(5 + 5 * at));
    expect(new Set(listed.map(({ name }) => name)).size).toBe(2);
  });

  test("the file's name is the segmentation's, without what file systems do not take", async () => {
    const { segmentations } = openSegmentations();
    const name = async (text: string) =>
      (await segmentations.exportBytes(segmentations.create(by, { volumeId: "a", name: text }).id, "nifti")).fileName;
    expect(await name("Reader 1, pass 2")).toBe("Reader 1 pass 2.nii.gz");
    expect(await name("../../etc/passwd")).toBe("etc passwd.nii.gz");
    expect(await name("***")).toBe("segmentation.nii.gz");
    expect(await name("Über–ROI äöü")).toBe("Über ROI äöü.nii.gz");
  });

  test.skipIf(noNibabel)("an exported NIfTI holds for nibabel what was drawn", async () => {
    const { segmentations } = openSegmentations();
    const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
    segmentations.addSegment(by, id, { name: "one" });
    segmentations.applyStroke(
      by,
      id,
      1,
      strokeOf("brush", obliqueGrid, [1, 3], (index) => Number(index % 4 === 1)),
    );
    const path = join(temporaryFolder(), "out.nii.gz");
    await segmentations.exportTo(id, path);
    const { labels } = await segmentations.readLabelMap(id);
    expect(sumDifference({ grid: obliqueGrid, scalarType: "uint8", voxels: labels }, readWithNibabel([path])[0]!)).toBe(0);
  });
});

describe.skipIf(noSharedData)("label maps of other programs", () => {
  const bring = async (imagePath: string, maskPath: string) => {
    const image = await readImageFile(imagePath);
    const mask = await readImageFile(maskPath);
    const { segmentations } = openSegmentations(image.grid);
    const made = await segmentations.importFrom(by, { volumeId: "a", path: maskPath });
    const { labels } = await segmentations.readLabelMap(made.id);
    expect(Buffer.from(labels).equals(Buffer.from(Uint8Array.from(mask.voxels)))).toBe(true);
    for (const format of ["nrrd", "nifti"] as const) {
      const again = await segmentations.importFrom(by, { volumeId: "a", ...(await segmentations.exportBytes(made.id, format)) });
      expect(Buffer.from((await segmentations.readLabelMap(again.id)).labels).equals(Buffer.from(labels))).toBe(true);
    }
    return made.segments.length;
  };

  test("brain1 of PyRadiomics, 116 regions of AAL, one of IBSI's sarcomas: in, out and in again", async () => {
    const radiomics = (name: string) => sharedData("radiomics", "pyradiomics", name);
    expect(await bring(radiomics("brain1_image.nrrd"), radiomics("brain1_label.nrrd"))).toBe(1);
    const aal = join(unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz"), "aal.nii.gz");
    expect(await bring(aal, aal)).toBe(116);
    const sarcoma = join(unpackArchive("dicom", "ibsi_STS_001.tar.xz"), "nifti");
    expect(await bring(join(sarcoma, "MR_T1_image.nii.gz"), join(sarcoma, "MR_T1_mask.nii.gz"))).toBe(1);
  });

  test("a mask of another patient is refused", async () => {
    const { grid } = await readImageFile(sharedData("radiomics", "pyradiomics", "brain1_image.nrrd"));
    const { segmentations } = openSegmentations(grid);
    const path = sharedData("radiomics", "pyradiomics", "breast1_label.nrrd");
    await expect(segmentations.importFrom(by, { volumeId: "a", path })).rejects.toThrow(
      "its size is 45 x 120 x 21 voxels, the image's 256 x 256 x 25",
    );
    await expect(segmentations.importFrom(by, { volumeId: "a", fileName: "x.nhdr", bytes: readFileSync(path) })).rejects.toThrow(
      "does not lie on the grid",
    );
  });
});

test("an axial grid that starts at 0 is its own", async () => {
  const grid: Grid = { size: [3, 3, 1], spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection };
  const { segmentations } = openSegmentations(grid);
  const { id } = segmentations.create(by, { volumeId: "a", name: "s" });
  const again = await segmentations.importFrom(by, { volumeId: "a", ...(await segmentations.exportBytes(id, "nifti")) });
  expect(again.segments).toEqual([]);
});
