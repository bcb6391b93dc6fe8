import { createHash } from "node:crypto";
import { cpSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ZipFile } from "yazl";
import type { InstalledNetwork, NetworkCheck } from "#shared/api/network.ts";
import { checkData } from "../../../../src-main/app/commands/checkData.ts";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { heldFiles } from "../../../../src-main/services/backup/heldFiles.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { by, callerContext } from "../../author.ts";
import { changedNetwork, shippedNetworks } from "./networksDesk.ts";

let folder: string;
let dataFolder: string;
let services: ReturnType<typeof createServices>;
beforeEach(() => {
  folder = temporaryFolder();
  dataFolder = join(folder, "data");
  services = createServices(dataFolder);
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
const caller = () => appRouter.createCaller(callerContext(services));
const filesOf = ({ bundleHash }: Pick<InstalledNetwork, "bundleHash">) => join(dataFolder, "models", "networks", bundleHash);

test("model.install takes a folder of format 2 as a network; it is listed, checked on this machine, and removed", async () => {
  const { kind, jobId } = await caller().model.install({ path: shippedNetworks.ensemble });
  expect(kind).toBe("network");
  const job = await services.jobs.finished(jobId);
  expect(job).toMatchObject({ kind: "network.install", state: "succeeded" });
  const network = job.result as InstalledNetwork;
  expect(network.bundle).toMatchObject({ kind: "ensemble", limits: { maxVoxels: 128 ** 3 } });
  expect(network.check.golden).toMatchObject([{ name: "made images", problems: [] }]);
  expect(await caller().network.list()).toEqual([{ ...network, folder: filesOf(network) }]);
  expect(await caller().model.list()).toEqual([]);

  const checked = await services.jobs.finished((await caller().network.check({ networkId: network.id })).jobId);
  expect(checked).toMatchObject({ kind: "network.check", state: "succeeded" });
  expect((await caller().network.list())[0]!.check).toEqual(checked.result as NetworkCheck);

  await caller().network.remove({ networkId: network.id });
  expect(await caller().network.list()).toEqual([]);
  expect(existsSync(filesOf(network))).toBe(false);
});

test("the same bundle as a .zip is the same network; a file that it does not name refuses it", async () => {
  const source = shippedNetworks.segmentation;
  const names = ["bundle.json", ...Object.keys((JSON.parse(readFileSync(join(source, "bundle.json"), "utf8")) as { files: object }).files)];
  const zipped = async (name: string, more: Readonly<Record<string, string>> = {}) => {
    const file = new ZipFile();
    for (const each of names) file.addFile(join(source, each), `drawing/${each}`);
    for (const [path, content] of Object.entries(more)) file.addBuffer(Buffer.from(content), path);
    file.end();
    await pipeline(file.outputStream, createWriteStream(join(folder, name)));
    return join(folder, name);
  };
  const install = async (path: string) => {
    const { kind, jobId } = await caller().model.install({ path });
    return { kind, job: await services.jobs.finished(jobId) };
  };
  const { kind, job } = await install(await zipped("drawing.zip"));
  expect(kind).toBe("network");
  expect(job).toMatchObject({ state: "succeeded" });
  expect((await install(source)).job.result).toMatchObject({ id: (job.result as InstalledNetwork).id });
  expect(await caller().network.list()).toHaveLength(1);
  // As macOS packs it, and as a folder is that its Finder or the Explorer has shown.
  const packed = await install(await zipped("mac.zip", { "__MACOSX/drawing/._bundle.json": "", "drawing/.DS_Store": "" }));
  expect(packed.job.result).toMatchObject({ id: (job.result as InstalledNetwork).id });
  const looked = join(folder, "looked at");
  cpSync(source, looked, { recursive: true });
  for (const name of [".DS_Store", "Thumbs.db", "desktop.ini"]) writeFileSync(join(looked, name), "");
  expect((await install(looked)).job.result).toMatchObject({ id: (job.result as InstalledNetwork).id });
  const more = await install(await zipped("more.zip", { "drawing/notes.txt": "hello" }));
  expect(more.job.error).toMatch(/more\.zip holds drawing\/notes\.txt, which bundle\.json does not name/);
});

test("a bundle that is wrong is refused by file and field, and nothing is left of it", async () => {
  const refused = async (path: string) => {
    const { jobId } = await caller().model.install({ path });
    return (await services.jobs.finished(jobId)).error;
  };
  const { networks } = services;
  const counts = changedNetwork(join(folder, "counts"), "segmentation", (bundle) => ({
    ...bundle,
    golden: [{ ...(bundle.golden[0] as object), counts: { "1": 790, "2": 1 } }],
  }));
  expect(await refused(counts)).toMatch(
    /golden case "made image" does not come out right here: label 2 has 593 voxels, and the bundle says 1/,
  );
  const field = changedNetwork(join(folder, "field"), "segmentation", (bundle) => ({
    ...bundle,
    input: { ...("input" in bundle ? bundle.input : {}), spacing: 1 },
  }));
  expect(await refused(field)).toMatch(/bundle\.json.*input.*spacing/s);
  const file = changedNetwork(join(folder, "file"), "segmentation", (bundle) => bundle);
  writeFileSync(join(file, "fold_0.onnx"), "x");
  expect(await refused(file)).toMatch(/fold_0\.onnx.*sha256/);
  const more = changedNetwork(join(folder, "more"), "segmentation", (bundle) => bundle);
  writeFileSync(join(more, "notes.txt"), "x");
  expect(await refused(more)).toMatch(/holds notes\.txt, which bundle\.json does not name/);
  const cut = changedNetwork(join(folder, "cut"), "segmentation", (bundle) => {
    const half = readFileSync(join(shippedNetworks.segmentation, "fold_0.onnx")).subarray(0, 1000);
    writeFileSync(join(folder, "cut", "fold_0.onnx"), half);
    return { ...bundle, files: { ...bundle.files, "fold_0.onnx": createHash("sha256").update(half).digest("hex") } };
  });
  expect(await refused(cut)).toMatch(/^fold_0\.onnx is not an ONNX model, or it is cut short/);
  const broken = changedNetwork(join(folder, "broken"), "segmentation", (bundle) => bundle);
  writeFileSync(join(broken, "bundle.json"), '{ "formatVersion": 2, ');
  expect(await refused(broken)).toMatch(/^bundle\.json is not valid JSON/);
  const zipped = new ZipFile();
  zipped.addFile(join(broken, "bundle.json"), "bundle.json");
  zipped.end();
  await pipeline(zipped.outputStream, createWriteStream(join(folder, "broken.zip")));
  expect(await refused(join(folder, "broken.zip"))).toMatch(/^bundle\.json is not valid JSON/);
  expect(networks.list()).toEqual([]);
  expect(readdirSync(join(dataFolder, "models", "networks"))).toEqual([]);
});

test("a network is not taken away while it runs", async () => {
  const { networks } = services;
  const { id } = await networks.install(by, shippedNetworks.segmentation);
  const jobId = networks.startCheck(by, id);
  await expect(caller().network.remove({ networkId: id })).rejects.toThrow(/^Drawing by random weights .* is being run now\. Wait/);
  expect(await services.jobs.finished(jobId)).toMatchObject({ state: "succeeded" });
  await caller().network.remove({ networkId: id });
  expect(networks.list()).toEqual([]);
});

test("installed again, damaged files are put right; other content under the same name and version is refused", async () => {
  const { networks } = services;
  const first = await networks.install(by, shippedNetworks.segmentation);
  expect(await networks.install(by, shippedNetworks.segmentation)).not.toHaveProperty("restored");
  writeFileSync(join(filesOf(first), "fold_0.onnx"), "x");
  expect(await networks.install(by, shippedNetworks.segmentation)).toMatchObject({ id: first.id, restored: true });
  const other = changedNetwork(join(folder, "other"), "segmentation", (bundle) => ({ ...bundle, intendedUse: "another" }));
  await expect(networks.install(by, other)).rejects.toThrow(/Another bundle is installed as Drawing by random weights/);
  expect(networks.list()).toHaveLength(1);
});

test("a backup names every file with its hash; a check of the data folder tells of damaged and unknown ones", async () => {
  const { bundle, bundleHash } = await services.networks.install(by, shippedNetworks.segmentation);
  const held = heldFiles(services.store, dataFolder).filter(({ path }) => path.startsWith("models/"));
  expect(held).toEqual([
    { path: `models/networks/${bundleHash}/bundle.json`, hash: bundleHash },
    ...Object.entries(bundle.files).map(([name, hash]) => ({ path: `models/networks/${bundleHash}/${name}`, hash })),
  ]);
  await services.close();
  expect(await checkData(dataFolder, { repair: false })).toMatchObject({ models: 1, findings: [] });
  writeFileSync(join(dataFolder, "models", "networks", bundleHash, "fold_0.onnx"), "x");
  mkdirSync(join(dataFolder, "models", "networks", "stray"));
  expect((await checkData(dataFolder, { repair: true })).findings).toMatchObject([
    { area: "model", name: `${bundle.name} ${bundle.version}`, problem: expect.stringMatching(/damaged/) as string, mended: false },
    { name: join("models", "networks", "stray"), mended: true },
  ]);
  services = createServices(dataFolder);
});
