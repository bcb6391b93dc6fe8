import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { boundaries } from "../../../scripts/lint/boundaries.ts";
import { checkImport } from "../../../scripts/lint/checkImport.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** A wrong import of each kind: the file, and the line that is planted there. */
const planted: ReadonlyArray<readonly [string, string, string]> = [
  ["src-shared of Node", "src-shared/domain/planted.ts", 'import "node:fs";'],
  ["src-shared of a library of views", "src-shared/domain/planted.ts", 'import { useState } from "react";'],
  ["src-shared of the main process", "src-shared/domain/planted.ts", 'import { openStore } from "../../src-main/services/store/index.ts";'],
  ["a service of another's insides", "src-main/services/volumes/planted.ts", 'import { parse } from "../dicom/file/parser.ts";'],
  [
    "the same by a detour",
    "src-main/services/volumes/planted.ts",
    'import { parse } from "../../services/./store/../dicom/file/parser.ts";',
  ],
  [
    "the same where its name begins like the entry's",
    "src-main/services/volumes/planted.ts",
    'import { instancePath } from "../originals/instancePath.ts";',
  ],
  ["a service of one above it", "src-main/services/jobs/planted.ts", 'import { createModels } from "../models/index.ts";'],
  ["a service of the app", "src-main/services/jobs/planted.ts", 'import { createApp } from "../../app/createApp.ts";'],
  ["a service of a host", "src-main/services/jobs/planted.ts", 'import { serveLoopback } from "../../hosts/loopback/serveLoopback.ts";'],
  ["a service of a library of views", "src-main/services/jobs/planted.ts", 'import { createElement } from "react";'],
  ["electron in a service", "src-main/services/system/planted.ts", 'import { app } from "electron";'],
  ["the app of a service's insides", "src-main/app/procedures/planted.ts", 'import { parse } from "../../services/dicom/file/parser.ts";'],
  ["the app of a host", "src-main/app/planted.ts", 'import { serveLoopback } from "../hosts/loopback/serveLoopback.ts";'],
  ["the app of a worker", "src-main/app/planted.ts", 'import "../workers/decode.ts";'],
  ["a host of a service", "src-main/hosts/cli/planted.ts", 'import { createJobs } from "../../services/jobs/index.ts";'],
  ["a host of electron's host", "src-main/hosts/loopback/planted.ts", 'import { confine } from "../electron/confine.ts";'],
  ["a worker of the app", "src-main/workers/planted.ts", 'import { createApp } from "../app/createApp.ts";'],
  ["the page of Node", "src-renderer/ui/planted.ts", 'import { join } from "node:path";'],
  ["the page of the main process", "src-renderer/ui/planted.ts", 'import type { AppRouter } from "../../src-main/app/router.ts";'],
  ["the client of the router's code", "src-renderer/client/planted.ts", 'import { appRouter } from "../../src-main/app/router.ts";'],
  [
    "the client of a service's types",
    "src-renderer/client/planted.ts",
    'import type { Jobs } from "../../src-main/services/jobs/index.ts";',
  ],
  ["Cornerstone outside the viewer", "src-renderer/rooms/reading/planted.ts", 'import { RenderingEngine } from "@cornerstonejs/core";'],
  ["the door outside the client", "src-renderer/rooms/reading/planted.ts", 'import { createTRPCClient } from "@trpc/client";'],
  ["a form of the door", "src-renderer/forms/planted.ts", 'import { client } from "../client/client.ts";'],
  ["the viewer of a room", "src-renderer/viewer/planted.ts", 'import { desk } from "../rooms/reading/desk.ts";'],
  ["a room of a room", "src-renderer/rooms/reading/planted.ts", 'import { ModelCard } from "../models/ModelCard.tsx";'],
  ["a room of the shell", "src-renderer/rooms/worklist/planted.ts", 'import { Shell } from "../shell/Shell.tsx";'],
  ["an export in place of an import", "src-renderer/rooms/reading/planted.ts", 'export { ModelCard } from "../models/ModelCard.tsx";'],
  ["a star export", "src-main/services/volumes/planted.ts", 'export * from "../dicom/file/parser.ts";'],
  ["a dynamic import", "src-main/services/volumes/planted.ts", 'void import("../dicom/file/parser.ts");'],
  ["a type by import()", "src-shared/domain/planted.ts", 'export type Planted = import("react").ReactNode;'],
  ["a room that the table does not have", "src-main/cellar/planted.ts", 'import { join } from "node:path";'],
];

describe("the table of boundaries", () => {
  it("has no row for a folder that is not there, and none that lets a folder import one that may import it", () => {
    for (const { folder, mayImport } of boundaries) {
      expect([folder, globSync(folder, { cwd: root }).length > 0]).toEqual([folder, true]);
      for (const other of mayImport) {
        expect([other, globSync(other, { cwd: root }).length > 0]).toEqual([other, true]);
        expect([folder, boundaries.find((row) => row.folder === other)?.mayImport.includes(folder) ?? false]).toEqual([folder, false]);
      }
    }
  });

  it("lets in what the design has", () => {
    const allowed: ReadonlyArray<readonly [string, string, boolean]> = [
      ["src-main/services/volumes/planted.ts", "../dicom/index.ts", false],
      ["src-main/services/volumes/planted.ts", "#shared/domain/volume.ts", false],
      ["src-main/hosts/electron/planted.ts", "electron", false],
      ["src-renderer/client/client.ts", "../../src-main/app/router.ts", true],
      ["src-renderer/viewer/planted.ts", "@cornerstonejs/core", false],
      ["src-renderer/rooms/shell/planted.ts", "../reading/ReadingRoom.tsx", false],
      ["src-main/app/planted.ts", "hono/body-limit", false],
      ["test/planted.ts", "../src-main/services/dicom/file/parser.ts", false],
    ];
    for (const [file, specifier, isType] of allowed)
      expect([file, specifier, checkImport({ file, specifier, isType })]).toEqual([file, specifier, undefined]);
  });

  it("is held by the linter: it refuses a planted wrong import of each kind, and only those", () => {
    const folder = temporaryFolder();
    try {
      planted.forEach(([, file, line], at) => {
        const path = join(folder, file.replace("planted", `planted${at}`));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `${line}\n`);
      });
      writeFileSync(join(folder, "src-shared", "domain", "right.ts"), 'import { z } from "zod";\nexport const right = z;\n');
      // The project's own configuration, as it stands, over the planted tree.
      const config = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as { jsPlugins: string[] };
      writeFileSync(
        join(folder, ".oxlintrc.json"),
        JSON.stringify({ ...config, $schema: undefined, jsPlugins: config.jsPlugins.map((path) => join(root, path)) }),
      );
      const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/oxlint/bin/oxlint"), "--format", "json"], {
        cwd: folder,
        encoding: "utf8",
      });
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: Array<{ code: string; filename: string }> };
      const refused = diagnostics
        .filter(({ code }) => code === "fascicle(boundaries)")
        .map(({ filename }) => Number(/planted(\d+)/.exec(filename)?.[1]));
      expect(planted.filter((_, at) => !refused.includes(at)).map(([kind]) => kind)).toEqual([]);
      expect(refused).toHaveLength(planted.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
