import { createRequire } from "node:module";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const requireBuilder = createRequire(createRequire(import.meta.url).resolve("electron-builder"));
const { getConfig, validateConfiguration } = requireBuilder("app-builder-lib/out/util/config/config") as {
  getConfig(project: string, path: string | null, options: unknown): Promise<Record<string, unknown>>;
  validateConfiguration(configuration: unknown, logger: unknown): Promise<void>;
};

const { getNodeModuleFileMatcher } = requireBuilder("app-builder-lib/out/fileMatcher") as {
  getNodeModuleFileMatcher(
    folder: string,
    destination: string,
    expand: (text: string) => string,
    platform: unknown,
    packager: unknown,
  ): { createFilter(): (file: string, stat: unknown) => boolean };
};

test("electron-builder.yml is valid by electron-builder's own schema", async () => {
  const configuration = await getConfig(root, join(root, "electron-builder.yml"), null);
  await validateConfiguration(configuration, { add: () => undefined, isEnabled: false });
  await expect(validateConfiguration({ ...configuration, noSuchKey: 1 }, { add: () => undefined, isEnabled: false })).rejects.toThrow(
    /noSuchKey/,
  );
});

test("installers are made for three systems, with the fuses set and native parts outside the archive", async () => {
  const configuration = await getConfig(root, join(root, "electron-builder.yml"), null);
  expect(configuration).toMatchObject({
    linux: { target: ["deb", "AppImage"] },
    mac: { target: ["dmg"] },
    win: { target: ["nsis"] },
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
    },
  });
  expect(configuration["asarUnpack"]).toContain("native/build/Release/fascicle.node");
});

test("licence files of packages are packed, by electron-builder's own reading of the patterns; their documentation is not", async () => {
  const configuration = await getConfig(root, join(root, "electron-builder.yml"), null);
  const filter = getNodeModuleFileMatcher(
    root,
    "/out",
    (text) => text,
    {},
    { config: configuration, debugLogger: { isEnabled: false } },
  ).createFilter();
  const file = statSync(join(root, "package.json"));
  const isPacked = (path: string) => filter(join(root, "node_modules", path), file);
  for (const name of [
    "LICENSE",
    "LICENSE.md",
    "LICENCE.md",
    "license.md",
    "License.md",
    "LICENSE-MIT.md",
    "LICENSE.txt",
    "NOTICE",
    "NOTICE.md",
    "COPYING.md",
    "Copyright.txt",
    "ThirdPartyNotices.txt",
  ]) {
    expect(`${name} ${isPacked(`a/${name}`)}`).toBe(`${name} true`);
    expect(`nested ${name} ${isPacked(`@scope/a/node_modules/b/${name}`)}`).toBe(`nested ${name} true`);
  }
  for (const name of ["README.md", "docs/guide.md", "index.d.ts", "index.js.map", "addon.cc"])
    expect(`${name} ${isPacked(`a/${name}`)}`).toBe(`${name} false`);
  expect(configuration["extraFiles"]).toEqual([
    { from: "dist/THIRD-PARTY-NOTICES.txt", to: "THIRD-PARTY-NOTICES.txt" },
    { from: "LICENSE", to: "LICENSE.fascicle.txt" },
  ]);
});
