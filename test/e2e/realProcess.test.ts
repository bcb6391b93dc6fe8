import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import Database from "better-sqlite3";
import { sliceBytes } from "../src-main/services/import/importing.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { cli } from "./program.ts";

/** Another user, for whom the modes of files count; the tests may run as root. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const posix = process.platform !== "win32";
if (process.platform !== "linux" || !existsSync("/dev/full"))
  console.warn("skipped: permissions, full disks and names that are no UTF-8, as far as this system has none of them");

let folder: string, dataFolder: string;
interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}
/** The built program as a process of its own. Through a shell where bytes or redirections are asked for that Node cannot pass. */
const run = (args: string[], options: { shell?: string; asUser?: boolean } = {}) =>
  new Promise<Ended>((resolve) => {
    const [file, given] =
      options.shell === undefined ? [process.execPath, [cli, ...args]] : ["/bin/sh", ["-c", options.shell, process.execPath, cli, ...args]];
    const child = execFile(
      file,
      given,
      { encoding: "utf8", ...(options.asUser ? user : {}), env: { ...process.env, HOME: folder } },
      (error, stdout, stderr) => {
        resolve({ code: error ? (child.exitCode ?? -1) : 0, stdout, stderr });
      },
    );
  });
const own = (path: string) => {
  if (user.uid === undefined) return;
  chownSync(path, user.uid, user.gid);
  for (const name of globSync("**/*", { cwd: path })) chownSync(join(path, name), user.uid, user.gid);
};

beforeAll(async () => {
  folder = temporaryFolder();
  chmodSync(folder, 0o755);
  dataFolder = join(folder, "data");
  mkdirSync(join(folder, "source"));
  for (const slice of [0, 1, 2]) writeFileSync(join(folder, "source", `${slice}.dcm`), sliceBytes(slice));
  // The widest umask: what is private must not depend on it.
  const { code } = await run(["import", join(folder, "source"), "--data", dataFolder], { shell: 'umask 000; exec "$0" "$@"' });
  if (code !== 0) throw new Error(`the import ended with ${code}`);
}, 240_000);
afterAll(() => {
  chmodSync(dataFolder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const volumeId = async () =>
  (
    JSON.parse((await run(["list", "--json", "--data", dataFolder])).stdout) as Array<{ series: Array<{ volumes: Array<{ id: string }> }> }>
  )[0]!.series[0]!.volumes[0]!.id;

describe.skipIf(!posix)("permissions", () => {
  const loose = () =>
    ["", ...globSync("**/*", { cwd: dataFolder })].filter((name) => (lstatSync(join(dataFolder, name)).mode & 0o077) !== 0);

  test("folders are 0700 and files 0600, whatever the umask", () => {
    expect(readdirSync(dataFolder)).toEqual(expect.arrayContaining(["fascicle.db", "incoming", "instances"]));
    expect(loose()).toEqual([]);
  });

  test("those of an earlier version are tightened at the start", async () => {
    for (const name of ["", ...globSync("**/*", { cwd: dataFolder })])
      chmodSync(join(dataFolder, name), lstatSync(join(dataFolder, name)).isDirectory() ? 0o755 : 0o644);
    await run(["list", "--data", dataFolder]);
    expect(loose()).toEqual([]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("output to a full disk fails with 1 and in words", () => {
  /** A batch goes on with a file: it takes no device. */
  const isNoFile = /^fascicle extract: full is no file\./;
  const words = /could not be written\. The disk is full/;
  test.each([["--help"], ["predict --help"], ["list"], ["list --json"], ["check --json"]])("fascicle %s > /dev/full", async (line) => {
    const args = line.split(" ");
    const { code, stderr } = await run(/help/.test(line) ? args : [...args, "--data", dataFolder], { shell: 'exec "$0" "$@" > /dev/full' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(words) as string });
  });

  test("the verbs that measure and write", async () => {
    const id = await volumeId();
    const image = join(folder, "image.nrrd"),
      mask = join(folder, "mask.nrrd");
    expect((await run(["volume", id, image, "--data", dataFolder])).code).toBe(0);
    copyFileSync(image, mask);
    writeFileSync(join(folder, "cases.csv"), `Image,Mask,Label\n${image},${mask},257\n`);
    const cases: Array<[string[], string | undefined]> = [
      [["extract", image, mask, "--label", "257"], 'exec "$0" "$@" > /dev/full'],
      [["extract", image, mask, "--label", "257", "--out", "/dev/full"], undefined],
      [["extract", "--batch", join(folder, "cases.csv")], 'exec "$0" "$@" > /dev/full'],
      [["extract", "--batch", join(folder, "cases.csv"), "--out", "/dev/full"], undefined],
      [["import", join(folder, "source"), "--json", "--data", dataFolder], 'exec "$0" "$@" > /dev/full'],
      [["import", join(folder, "source"), "--data", dataFolder], 'exec "$0" "$@" > /dev/full'],
      [["serve", "--data", dataFolder], 'exec "$0" "$@" > /dev/full'],
    ];
    const ended = await Promise.all(cases.map(([args, shell]) => run(args, shell === undefined ? {} : { shell })));
    expect(
      ended.map(({ code, stderr }, index) => [
        cases[index]![0].slice(0, 2).join(" "),
        code,
        words.test(stderr) || isNoFile.test(stderr) ? "in words" : stderr,
      ]),
    ).toEqual(cases.map(([args]) => [args.slice(0, 2).join(" "), 1, "in words"]));
  }, 240_000);
});

test.skipIf(process.platform !== "linux")(
  "--data below /proc ends in words",
  async () => {
    const verbs = [["list"], ["import", folder], ["check"], ["serve"]];
    const ended = await Promise.all(verbs.map((verb) => run([...verb, "--data", "/proc/fascicle"])));
    expect(ended.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    for (const { stderr } of ended) expect(stderr).toMatch(/^fascicle \w+: .*(cannot be used|no data folder)/);
  },
  240_000,
);

test.skipIf(process.platform !== "linux")(
  "names that are no UTF-8 are imported: files, folders, ZIPs and what a DICOMDIR lies beside, found in a folder or named",
  async () => {
    const odd = mkdtempSync(join(folder, "odd-"));
    const bytes = (...parts: Array<string | number>) =>
      Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part))));
    mkdirSync(bytes(odd, "/M", 0xfc, "ller"));
    writeFileSync(bytes(odd, "/M", 0xfc, "ller/b", 0xff, ".dcm"), sliceBytes(10));
    writeFileSync(bytes(odd, "/M", 0xfc, "ller/plain.dcm"), sliceBytes(11));
    writeFileSync(bytes(odd, "/n", 0xe9, ".txt"), "no image");
    const other = join(folder, "data odd");
    const found = JSON.parse((await run(["import", odd, "--json", "--data", other])).stdout) as object;
    expect(found).toEqual({
      studies: 1,
      series: 1,
      instances: 2,
      imageFiles: 0,
      duplicates: 0,
      rejected: [{ path: join(odd, "n\ufffd.txt"), reason: "not a DICOM file" }],
      labelMaps: [],
    });
    // On the command line, whose bytes Node turns into U+FFFD.
    const named = await run(["import", "--json", "--data", other], { shell: `exec "$0" "$@" "$(printf '${odd}/M\\374ller/b\\377.dcm')"` });
    expect(JSON.parse(named.stdout)).toMatchObject({ instances: 0, duplicates: 1, rejected: [] });
  },
  240_000,
);

describe.skipIf(!posix)("a data folder that may only be read", () => {
  let readOnly: string;
  beforeAll(async () => {
    readOnly = join(folder, "read only");
    await run(["import", join(folder, "source"), "--data", readOnly]);
    own(readOnly);
    for (const name of ["", ...globSync("**/*", { cwd: readOnly })])
      chmodSync(join(readOnly, name), lstatSync(join(readOnly, name)).isDirectory() ? 0o500 : 0o400);
  }, 240_000);
  afterAll(() => {
    for (const name of ["", ...globSync("**/*", { cwd: readOnly })]) chmodSync(join(readOnly, name), 0o700);
  });
  const as = (...args: string[]) => run([...args, "--data", readOnly], { asUser: true });
  const content = () => globSync("**/*", { cwd: readOnly }).toSorted();

  test("is listed, verified and extracted from, and nothing is written into it", async () => {
    const before = content();
    const listed = await as("list", "--json");
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    const [{ series }] = JSON.parse(listed.stdout) as [{ series: Array<{ volumes: Array<{ id: string; slices: number }> }> }];
    expect(series[0]!.volumes[0]!.slices).toBe(3);
    const out = temporaryFolder();
    own(out);
    expect((await as("volume", series[0]!.volumes[0]!.id, join(out, "v.nrrd"))).code).toBe(0);
    rmSync(out, { recursive: true });
    expect(await as("check")).toMatchObject({ code: 0, stdout: expect.stringContaining("3 originals") as string });
    expect(content()).toEqual(before);
  }, 240_000);

  test("takes nothing in, and says why", async () => {
    expect(await as("import", join(folder, "source"))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may only be read: nothing can be imported/) as string,
    });
    expect(await as("check", "--repair")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may only be read: nothing in it can be repaired/) as string,
    });
  }, 240_000);

  test("whose log holds changes that cannot be read is refused, for an older state would be shown", async () => {
    const file = join(readOnly, "fascicle.db");
    for (const path of [readOnly, file]) chmodSync(path, 0o700);
    // A copy made while a program had it open: database and log without the index.
    const living = new Database(file);
    living.pragma("journal_mode = WAL");
    living.exec("INSERT INTO setting (key, value) VALUES ('reader', 'new')");
    copyFileSync(file, join(folder, "copy.db"));
    copyFileSync(`${file}-wal`, join(folder, "copy.db-wal"));
    living.close();
    copyFileSync(join(folder, "copy.db"), file);
    copyFileSync(join(folder, "copy.db-wal"), `${file}-wal`);
    for (const path of [file, `${file}-wal`]) chmodSync(path, 0o444);
    own(readOnly);
    chmodSync(readOnly, 0o500);
    expect(await as("list")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/last changes lie in fascicle\.db-wal/) as string,
    });
    // Where it may be written, the change is there.
    chmodSync(readOnly, 0o700);
    for (const path of [file, `${file}-wal`]) chmodSync(path, 0o600);
    expect((await as("list")).code).toBe(0);
    const opened = new Database(file);
    expect(opened.prepare("SELECT value FROM setting WHERE key = 'reader'").pluck().get()).toBe("new");
    opened.close();
  }, 240_000);
});
