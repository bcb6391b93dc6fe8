import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Volume } from "#shared/domain/volume.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { addDerived } from "../../../../src-main/services/volumes/addDerived.ts";
import { checkDerived, createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { openImport, sliceBytes } from "../import/importing.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
let volumes: ReturnType<typeof createVolumes>;
let source: Volume;
beforeEach(async () => {
  opened = openImport(temporaryFolder());
  volumes = createVolumes({ store: opened.store });
  const files = join(opened.folder, "files");
  mkdirSync(files);
  for (const slice of [0, 1, 2]) writeFileSync(join(files, `${slice}.dcm`), sliceBytes(slice));
  await opened.run(files);
  source = volumes.describeStudy("2.25.1").series[0]!.volumes[0]!;
});
afterEach(async () => {
  await volumes.close();
  await opened.close();
});

async function request() {
  const image = await volumes.readImage(source.id);
  return { image, description: "the same", steps: [{ name: "same", parameters: {} }], sourceVolumeIds: [source.id] };
}
const derivedFiles = () => readdirSync(join(opened.dataFolder, "derived"));
/** As the removal of its study leaves it, whose files are still to be deleted. */
function removeRows(): void {
  const [name] = derivedFiles();
  change(opened.store, (database) => {
    database.exec("DELETE FROM series WHERE id IN (SELECT series_id FROM volume JOIN derived_volume ON volume_id = volume.id)");
    database.prepare("INSERT INTO file_to_remove VALUES (?, ?)").run(join("derived", name!), name!.slice(0, -5));
  });
}

test("a removal that deletes the same content meanwhile leaves the new volume its file", async () => {
  const made = await volumes.addDerived(by, await request());
  removeRows();
  const studies = createStudies(opened.store);
  let removing: Promise<number> | undefined;
  // The removal has the database before this volume's own transaction.
  const store: typeof opened.store = {
    ...opened.store,
    write: (author, work) => {
      removing ??= studies.removeLeftFiles();
      return opened.store.write(author, work);
    },
  };
  const again = await addDerived({ store, describe: volumes.describe, readImage: volumes.readImage }, by, await request());
  expect(await removing).toBe(0);
  expect(again.id).toBe(made.id);
  expect(derivedFiles()).toHaveLength(1);
  expect((await volumes.readImage(again.id)).voxels).toEqual((await request()).image.voxels);
  expect(readdirSync(join(opened.dataFolder, "incoming"))).toEqual([]);
});

test("a damaged file is put right by computing the same again", async () => {
  const { id } = await volumes.addDerived(by, await request());
  writeFileSync(join(opened.dataFolder, "derived", derivedFiles()[0]!), "damaged");
  expect((await checkDerived(opened.store, { repair: false })).findings).toHaveLength(1);
  expect((await volumes.addDerived(by, await request())).id).toBe(id);
  expect((await checkDerived(opened.store, { repair: false })).findings).toEqual([]);
});

test("a check sets aside what no row names, and not what another program adds while it verifies", async () => {
  await volumes.addDerived(by, await request());
  const [name] = derivedFiles();
  const folder = join(opened.dataFolder, "derived");
  const [stray, added] = ["ab".repeat(32), "cd".repeat(32)];
  writeFileSync(join(folder, `${stray}.nrrd`), "a stray");
  const { findings } = await checkDerived(opened.store, {
    repair: true,
    onProgress: () => {
      writeFileSync(join(folder, `${added}.nrrd`), "added");
      change(opened.store, (database) => database.prepare("UPDATE derived_volume SET content_hash = ?").run(added));
    },
  });
  expect(findings.map(({ name: found }) => found)).toEqual([join("derived", `${stray}.nrrd`), join("derived", name!)].toSorted());
  expect(derivedFiles()).toEqual([`${added}.nrrd`]);
});

test("what a kill leaves of one on its way is removed at the next start, which takes it for no import", async () => {
  await opened.close({ keep: true });
  const left = join(opened.dataFolder, "incoming", "999999999_1.a-derived-x");
  mkdirSync(left);
  writeFileSync(join(left, "derived.nrrd"), "half of it");
  opened = openImport(opened.folder);
  expect(existsSync(left)).toBe(false);
  expect(opened.jobs.list().filter(({ kind }) => kind === "volumes")).toEqual([]);
});

test("a folder that holds computed volumes is no new one where its database is gone", async () => {
  await volumes.addDerived(by, await request());
  await opened.close({ keep: true });
  renameSync(join(opened.dataFolder, "fascicle.db"), join(opened.folder, "kept.db"));
  rmSync(join(opened.dataFolder, "instances"), { recursive: true });
  expect(() => openStore(opened.dataFolder)).toThrow(/is gone, but the folder holds computed volumes/);
  opened = openImport(join(opened.folder, "another"));
});

test.skipIf(process.platform === "win32")("its folder is made the owner's alone at every start", async () => {
  await volumes.addDerived(by, await request());
  const folder = join(opened.dataFolder, "derived");
  chmodSync(folder, 0o755);
  chmodSync(join(folder, derivedFiles()[0]!), 0o644);
  openStore(opened.dataFolder).close();
  expect([folder, join(folder, derivedFiles()[0]!)].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0]);
});
