import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { importVerb } from "../../../../../src-main/hosts/cli/verbs/importVerb.ts";
import { removeVerb } from "../../../../../src-main/hosts/cli/verbs/remove.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { by } from "../../../author.ts";
import { sliceBytes } from "../../../services/import/importing.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

let folder: string;
let data: string[];
let annaId: number;
beforeEach(async () => {
  folder = temporaryFolder();
  data = ["--data", join(folder, "data")];
  writeFileSync(join(folder, "one.dcm"), sliceBytes(0));
  const store = openStore(join(folder, "data"));
  const readers = createReaders(store);
  annaId = readers.add(by, { name: "Anna Berg", initials: "AB", specialty: "", years: null }).id;
  await readers.setPassphrase({ readerId: annaId, name: "Anna Berg" }, { next: "correct horse" });
  store.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const io = () => {
  let text = "";
  const into = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stdout: into, stderr: into, text: () => text };
};
const lastReader = () => {
  const store = openStore(join(folder, "data"));
  try {
    return createReaders(store).last()?.name;
  } finally {
    store.close();
  }
};

test("signs in by initials with the passphrase of the environment, which is taken out of it and is in no output", async () => {
  vi.stubEnv("FASCICLE_PASSPHRASE", "correct horse");
  const out = io();
  const before = lastReader();
  expect(await importVerb([join(folder, "one.dcm"), "--as", "ab", ...data], out)).toBe(0);
  expect(process.env["FASCICLE_PASSPHRASE"]).toBeUndefined();
  expect(out.text()).not.toContain("horse");
  // For this command alone: who is signed in stays so, and the passphrase is asked for again.
  expect(lastReader()).toBe(before);
  await expect(removeVerb(["2.25.1", "--yes", "--as", "ab", ...data], io())).rejects.toThrow("FASCICLE_PASSPHRASE");
  vi.stubEnv("FASCICLE_PASSPHRASE", "correct horse");
  expect(await removeVerb(["2.25.1", "--yes", "--as", "ab", ...data], io())).toBe(0);
});

test("a wrong or missing passphrase, or a name that nobody has, does nothing", async () => {
  const imported = (...as: string[]) => importVerb([join(folder, "one.dcm"), ...as, ...data], io());
  await expect(imported("--as", "Anna Berg")).rejects.toThrow("FASCICLE_PASSPHRASE");
  vi.stubEnv("FASCICLE_PASSPHRASE", "wrong horse");
  await expect(imported("--as", "Anna Berg")).rejects.toThrow("not the right one");
  await expect(imported("--as", "Bela")).rejects.toThrow("No reader is called Bela");
  const out = io();
  // What would go is said to anybody, and nothing is there.
  await expect(removeVerb(["2.25.1", ...data], out)).rejects.toThrow("not in the data folder");
  expect(await imported()).toBe(0);
});
