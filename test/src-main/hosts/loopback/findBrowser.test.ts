import { expect, test } from "vitest";
import { browserArguments } from "../../../../src-main/hosts/loopback/browserArguments.ts";
import { findBrowser } from "../../../../src-main/hosts/loopback/findBrowser.ts";

test("a browser is found on the PATH of Linux, in the folders of macOS and Windows, or not at all", () => {
  expect(findBrowser("linux", { PATH: "/a:/b" }, (path) => path === "/b/chromium")).toBe("/b/chromium");
  expect(findBrowser("darwin", {}, (path) => path.includes("Microsoft Edge"))).toBe(
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  );
  expect(findBrowser("win32", { PROGRAMFILES: "C:\\Program Files" }, (path) => path.endsWith("msedge.exe"))).toBe(
    "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
  );
  expect(findBrowser("linux", {}, () => true)).toBeUndefined();
});

test("the browser's window reaches nothing but this machine, keeps nothing, and keeps its sandbox unless run by root", () => {
  const window = { browser: "/usr/bin/chromium", address: "file:///p/start.html", profileFolder: "/p", isRoot: false };
  const args = browserArguments(window);
  expect(args).toContain("--app=file:///p/start.html");
  expect(args.some((argument) => argument.startsWith("--host-resolver-rules=MAP * ~NOTFOUND"))).toBe(true);
  expect(args).toContain("--incognito");
  expect(browserArguments({ ...window, browser: "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe" })).toContain("--inprivate");
  expect(args).not.toContain("--no-sandbox");
  expect(browserArguments({ ...window, isRoot: true })).toContain("--no-sandbox");
});
