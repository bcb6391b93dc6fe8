import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { packageFolderOf } from "../../scripts/bundledPackages.ts";
import { collectNotices, writeNotices } from "../../scripts/notices.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const root = join(import.meta.dirname, "..", "..");
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function makePackage(path: string, files: Record<string, string>): void {
  mkdirSync(join(folder, path), { recursive: true });
  const name = path.split("node_modules/").at(-1);
  for (const [file, text] of Object.entries({ "package.json": JSON.stringify({ name, version: "1.0.0", license: "MIT" }), ...files }))
    writeFileSync(join(folder, path, file), text);
}

test("the package of a module is found, nested and with a scope", () => {
  expect(packageFolderOf("/x/node_modules/react/index.js")).toBe("node_modules/react");
  expect(packageFolderOf("/x/node_modules/@mantine/core/styles.css?used")).toBe("node_modules/@mantine/core");
  expect(packageFolderOf("C:\\x\\node_modules\\a\\node_modules\\@b\\c\\d.js")).toBe("node_modules/a/node_modules/@b/c");
  expect(packageFolderOf("/x/src-main/app/createApp.ts")).toBeUndefined();
});

test("what is installed and what is bundled is listed with its texts; development packages and other systems' are not", () => {
  const packages = {
    "": {},
    "node_modules/a": {},
    "node_modules/dev": { dev: true },
    "node_modules/other-system": { optional: true },
    "node_modules/a/node_modules/b": {},
  };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  makePackage("node_modules/a", { LICENSE: "The text of a" });
  makePackage("node_modules/a/node_modules/b", { "LICENSE.md": "A text of two", NOTICE: "A notice of b" });
  makePackage("node_modules/c", { "README.md": "# c\n## License\nPermission is hereby granted, free of charge" });
  makePackage("node_modules/d", { "license.txt": "The text of a\r\n" });
  const text = writeNotices(collectNotices(folder, ["node_modules/c", "node_modules/d"]));
  expect(text).toContain("a 1.0.0: MIT\nb 1.0.0: MIT\nc 1.0.0: MIT\nd 1.0.0: MIT\n");
  expect(text.match(/The text of a/g)).toHaveLength(1);
  expect(text).toContain("a 1.0.0, d 1.0.0\n");
  for (const part of ["A notice of b\n\nA text of two", "Permission is hereby granted"].flatMap((parts) => parts.split("\n\n")))
    expect(text).toContain(part);
});

test("what holds no text itself has that of the package it is a part of, or names those whom its package.json names", () => {
  const packages = { "": {}, "node_modules/@napi-rs/nice": {}, "node_modules/@napi-rs/nice-linux-x64-gnu": {} };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  makePackage("node_modules/@napi-rs/nice", { LICENSE: "The text of nice" });
  makePackage("node_modules/@napi-rs/nice-linux-x64-gnu", {});
  const described = { name: "@cornerstonejs/core", version: "1.0.0", license: "MIT", contributors: [{ name: "Those who made it" }] };
  makePackage("node_modules/@cornerstonejs/core", { "package.json": JSON.stringify(described) });
  const text = writeNotices(collectNotices(folder, ["node_modules/@cornerstonejs/core"]));
  expect(text).toContain("@napi-rs/nice 1.0.0, @napi-rs/nice-linux-x64-gnu 1.0.0\n");
  expect(text).toContain("Copyright (c) Those who made it\n\nPermission is hereby granted");
});

test("a package without a licence text stops the build, by its name", () => {
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {}, "node_modules/bare": {} } }));
  makePackage("node_modules/bare", { "README.md": "## License\nMIT" });
  expect(() => collectNotices(folder, [])).toThrow(/would be shipped without a licence text: bare 1\.0\.0 \(MIT\)/);
});

test("the built file names every package of package.json's dependencies and the bundled ones, with texts of the libraries in their binaries", () => {
  const text = readFileSync(join(root, "dist", "THIRD-PARTY-NOTICES.txt"), "utf8");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  for (const [name, version] of Object.entries(dependencies)) expect(text).toContain(`${name} ${version}: `);
  for (const name of ["react", "@mantine/core", "@cornerstonejs/core", "@kitware/vtk.js", "hono", "zod", "yaml", "echarts"])
    expect(text).toMatch(new RegExp(`^${name.replace(".", "\\.")} \\d`, "m"));
  for (const words of [
    "Apache License",
    "Communications and Remote Sensing Laboratory",
    "Jan de Vaan",
    "Independent JPEG Group",
    "Meta Platforms",
    "SQLite",
    "Mozilla Public License, version 2.0",
    "tiny-skia",
    "The Inter Project Authors",
  ])
    expect(text).toContain(words);
  for (const name of ["vitest", "playwright-core", "electron-builder", "typescript"])
    expect(text).not.toMatch(new RegExp(`^${name} `, "m"));
});
