import { rmSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { voxelsFromBytes } from "#shared/domain/volume.ts";
import { featureMapProcedures } from "../../../../src-main/app/procedures/featureMap.ts";
import { featureMapsRoute } from "../../../../src-main/app/routes/featureMaps.ts";
import type { Services } from "../../../../src-main/app/services.ts";
import { decodeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { createFeatureMaps, engineOn, extractFeatureMaps } from "../../../../src-main/services/radiomics/index.ts";
import { createReaders } from "../../../../src-main/services/readers/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { addVolumeRows } from "../../services/volumes/volumeRows.ts";
import { oneDrawing } from "../../services/radiomics/oneDrawing.ts";
import { smallImages, smallMasks } from "../../services/radiomics/smallRegion.ts";
import { callerContext } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const image = smallImages.int16;
const labels = smallMasks.holes.voxels as Uint8Array;

function open() {
  const folder = temporaryFolder();
  const store = openStore(folder);
  const jobs = createJobs(store);
  onTestFinished(async () => {
    await jobs.close();
    store.close();
    rmSync(folder, { recursive: true });
  });
  addVolumeRows(store, ["volume"]);
  const drawing = oneDrawing(image, labels, [{ number: 1, name: "Soleus", color: "#aa3344", side: "left" }]);
  const featureMaps = createFeatureMaps({ store, jobs, ...drawing, engine: engineOn(drawing) });
  const route = featureMapsRoute(featureMaps, store);
  route.onError((error, context) => context.text(error.message, 400));
  const call = featureMapProcedures.createCaller(callerContext({ featureMaps, readers: createReaders(store) } as Services));
  return { route, call, jobs };
}

const settings = { binWidth: 40, featureClass: { glcm: ["Contrast"] } };

async function extracted() {
  const opened = open();
  const { jobId } = await opened.call.extract({ segmentationId: "segmentation", segmentNumber: 1, settings });
  await opened.jobs.finished(jobId);
  const [map] = await opened.call.list({ segmentationId: "segmentation" });
  const [computed] = await extractFeatureMaps(image, smallMasks.holes, settings);
  return { ...opened, map: map!, computed: computed!.image };
}

test("the viewer's voxels are the engine's in the region and NaN outside", async () => {
  const { route, map, computed } = await extracted();
  const answer = await route.request(`/${map.id}/voxels`);
  expect(answer.headers.get("x-scalar-type")).toBe("float64");
  const values = voxelsFromBytes("float64", new Uint8Array(await answer.arrayBuffer()));
  const inside = Array.from(values.entries()).filter(([, value]) => !Number.isNaN(value));
  expect(values).toHaveLength(computed.voxels.length);
  // One voxel of the region lies alone: it has no pairs.
  expect(inside).toHaveLength(labels.filter((label) => label === 1).length - 1);
  expect(map).toMatchObject({ valuedVoxels: inside.length, undefinedVoxels: 1 });
  for (const [at, value] of inside) expect(value).toBe(computed.voxels[at]);
});

test.each(["nrrd", "nii.gz"])(
  "a map is saved as .%s under the feature's name and the segment's number, and read back equal",
  async (ending) => {
    const { route, map, computed } = await extracted();
    const answer = await route.request(`/${map.id}/export.${ending}`);
    // The codes of the patient and the study are random.
    expect(answer.headers.get("content-disposition")!.replace(/(_[0-9A-Z]{7}){2}/, "")).toBe(
      `attachment; filename="original_glcm_Contrast_segment 1.${ending}"`,
    );
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { image: back } = await decodeImageFile(`x.${ending}`, bytes);
    expect(back.voxels).toEqual(computed.voxels);
    back.grid.originMm.forEach((position, axis) => expect(position).toBeCloseTo(computed.grid.originMm[axis]!, 3));
    expect(Buffer.from(ending === "nrrd" ? bytes : gunzipSync(bytes)).toString("latin1")).toContain(
      "Research use only. Not for diagnosis.",
    );
  },
);

test("a removed map is gone for every request", async () => {
  const { route, call, map } = await extracted();
  expect(await call.describe({ featureMapId: map.id })).toEqual(map);
  await call.remove({ featureMapId: map.id });
  expect(await call.list({ segmentationId: "segmentation" })).toEqual([]);
  for (const path of ["voxels", "export.nrrd", "export.nii.gz"]) {
    const answer = await route.request(`/${map.id}/${path}`);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("There is no such feature map")]);
  }
  await expect(
    call.extract({ segmentationId: "segmentation", segmentNumber: 1, settings: { featureClass: { shape: null } } }),
  ).rejects.toThrow("there are no maps");
});
