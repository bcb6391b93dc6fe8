import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const requireBuilder = createRequire(createRequire(import.meta.url).resolve("electron-builder"));
const { getConfig, validateConfiguration } = requireBuilder("app-builder-lib/out/util/config/config") as {
  getConfig(project: string, path: string | null, options: unknown): Promise<Record<string, unknown>>;
  validateConfiguration(configuration: unknown, logger: unknown): Promise<void>;
};

test("electron-builder.yml is valid by electron-builder's own schema", async () => {
  const configuration = await getConfig(root, join(root, "electron-builder.yml"), null);
  await validateConfiguration(configuration, { add: () => undefined, isEnabled: false });
  await expect(validateConfiguration({ ...configuration, noSuchKey: 1 }, { add: () => undefined, isEnabled: false })).rejects.toThrow(/noSuchKey/);
});

test("installers are made for three systems, with the fuses set and native parts outside the archive", async () => {
  const configuration = await getConfig(root, join(root, "electron-builder.yml"), null);
  expect(configuration).toMatchObject({
    linux: { target: ["deb", "AppImage"] },
    mac: { target: ["dmg"] },
    win: { target: ["nsis"] },
    electronFuses: { runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, onlyLoadAppFromAsar: true, enableEmbeddedAsarIntegrityValidation: true },
  });
  expect(configuration["asarUnpack"]).toContain("native/build/Release/fascicle.node");
});
