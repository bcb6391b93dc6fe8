import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openBrowserWindow } from "../../../../src-main/hosts/loopback/browserWindow.ts";
import { askForLink, keepLinkFile } from "../../../../src-main/hosts/loopback/linkFile.ts";
import { profileRoot } from "../../../../src-main/hosts/loopback/profileRoot.ts";
import { serveLoopback, type LoopbackServer } from "../../../../src-main/hosts/loopback/serveLoopback.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let server: LoopbackServer;
beforeEach(async () => {
  folder = temporaryFolder();
  server = await serveLoopback(async () => new Response("the door"));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

function redeem(link: string): Promise<Response> {
  const url = new URL(link);
  return fetch(`${url.origin}/enter`, { method: "POST", headers: { origin: url.origin }, body: url.hash.slice(1) });
}

describe.skipIf(process.platform === "win32")("an app window", () => {
  test("finds its code in a private file of a private folder, and in no argument; both go", async () => {
    const browser = script("google-chrome", `printf '%s\\n' "$@" > '${folder}/arguments'\nexec sleep 60`);
    const dataFolder = join(folder, "data");
    const left = join(dataFolder, "cache", "browser");
    // What a killed launch and an earlier version left.
    for (const name of ["launch-999999999-abc", "Default"]) {
      mkdirSync(join(left, name), { recursive: true });
      writeFileSync(join(left, name, "History"), "a patient's name");
    }
    const window = openBrowserWindow(browser, dataFolder, server);
    const args = await vi.waitFor(() => {
      const lines = readFileSync(join(folder, "arguments"), "utf8").trimEnd().split("\n");
      if (lines.length < 5) throw new Error("the browser did not start");
      return lines;
    });
    const page = fileURLToPath(args.find((argument) => argument.startsWith("--app="))!.slice("--app=".length));
    const profile = args.find((argument) => argument.startsWith("--user-data-dir="))!.slice("--user-data-dir=".length);
    expect(readdirSync(left).map((name) => join(left, name))).toEqual([profile]);
    expect(page).toBe(join(profile, "start.html"));
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(statSync(profile).mode & 0o777).toBe(0o700);
    const link = /content="0; url=([^"]+)"/.exec(readFileSync(page, "utf8"))![1]!;
    expect(args.join("\n")).not.toContain(new URL(link).hash.slice(1));
    expect((await redeem(link)).status).toBe(204);
    await vi.waitFor(() => {
      if (existsSync(page)) throw new Error("the file is still there");
    });
    await window.close();
    expect(existsSync(profile)).toBe(false);
  });

  test("says whether its browser ended in order", async () => {
    expect(await openBrowserWindow(script("good", "exit 0"), join(folder, "data"), server).ended).toBe(true);
    expect(await openBrowserWindow(script("bad", "exit 3"), join(folder, "data"), server).ended).toBe(false);
    expect(await openBrowserWindow(join(folder, "absent"), join(folder, "data"), server).ended).toBe(false);
  });

  test("has its profile where a confined browser can read it", () => {
    const root = (browser: string) => profileRoot(browser, "/home/r/.local/share/fascicle", "/home/r");
    expect(root("/snap/bin/chromium")).toBe("/home/r/snap/chromium/common/fascicle");
    writeFileSync(join(folder, "snap"), "");
    symlinkSync(join(folder, "snap"), join(folder, "chromium"));
    expect(root(join(folder, "chromium"))).toBe("/home/r/snap/chromium/common/fascicle");
    // As Ubuntu's package chromium-browser and flatpak's exports have it.
    expect(root(script("chromium-browser", 'exec /snap/bin/chromium "$@"'))).toBe("/home/r/snap/chromium/common/fascicle");
    expect(
      root(
        script(
          "chrome",
          'exec /usr/bin/flatpak run --branch=stable --arch=x86_64 --command=/app/bin/chrome --file-forwarding com.google.Chrome @@u "$@" @@',
        ),
      ),
    ).toBe("/home/r/.var/app/com.google.Chrome/data/fascicle");
    expect(root(script("debian", 'exec /usr/lib/chromium/chromium "$@"'))).toBe("/home/r/.local/share/fascicle/cache/browser");
    expect(root("/no/such/browser")).toBe("/home/r/.local/share/fascicle/cache/browser");
  });
});

test.skipIf(process.platform === "win32")("another link is asked for through a private file, which goes with the server", async () => {
  const dataFolder = join(folder, "data");
  const remove = await keepLinkFile(dataFolder, server);
  const links = join(dataFolder, "cache", "links");
  writeFileSync(join(links, "00.json"), JSON.stringify({ port: 1, linkSecret: "of a server that is gone" }));
  expect(statSync(links).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(links).filter((other) => other !== "00.json"))
    expect(statSync(join(links, name)).mode & 0o777).toBe(0o600);
  const [first, second] = [await askForLink(dataFolder), await askForLink(dataFolder)];
  expect(first).not.toBe(second);
  expect((await redeem(first)).status).toBe(204);
  expect((await redeem(first)).status).toBe(401);
  expect((await redeem(second)).status).toBe(204);
  expect(readdirSync(links)).toHaveLength(1);
  await remove();
  expect(readdirSync(links)).toEqual([]);
  await expect(askForLink(dataFolder)).rejects.toThrow(/^No workstation is served on this data folder/);
});

test("a program that has the port of a killed server cannot send the reader elsewhere", async () => {
  const dataFolder = join(folder, "data");
  const other = createServer((_, response) => response.end(JSON.stringify({ url: "http://127.0.0.1.example.org/enter#code" })));
  await new Promise<void>((resolve) => {
    other.listen(0, "127.0.0.1", resolve);
  });
  const { port } = other.address() as AddressInfo;
  await keepLinkFile(dataFolder, { ...server, port });
  await expect(askForLink(dataFolder)).rejects.toThrow(/^No workstation is served on this data folder/);
  await new Promise((resolve) => {
    other.close(resolve);
  });
});
