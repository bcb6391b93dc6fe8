import { expect, test } from "vitest";
import { isOwnAddress, mayLoad, permits, quietSwitches, webPreferences } from "../../../../src-main/hosts/electron/guards.ts";

test.each(["fascicle://app/", "fascicle://app/reports/1.html", "fascicle://app"])("%s is ours", (address) => {
  expect(isOwnAddress(address)).toBe(true);
});

test.each([
  "https://app/",
  "http://127.0.0.1/",
  "file:///etc/passwd",
  "fascicle://evil/",
  "fascicle://app.evil/",
  "fascicle://app:1/",
  "fascicle://user@app/",
  "fascicle-x://app/",
  "javascript:alert(1)",
  "about:blank",
  "data:text/html,x",
  "",
  "not an address",
])("%s is not ours", (address) => {
  expect(isOwnAddress(address)).toBe(false);
});

test("the page may load itself and what it made, and nothing else", () => {
  expect(mayLoad("blob:fascicle://app/1", true)).toBe(true);
  expect(mayLoad("data:image/png;base64,", true)).toBe(true);
  expect(mayLoad("blob:https://evil.example/1", true)).toBe(false);
  expect(mayLoad("https://evil.example/", true)).toBe(false);
  expect(mayLoad("ws://127.0.0.1:9229/", true)).toBe(false);
  expect(mayLoad("devtools://devtools/bundled/x.js", true)).toBe(false);
  expect(mayLoad("devtools://devtools/bundled/x.js", false)).toBe(true);
});

test("the page is confined and has no permission", () => {
  expect(permits()).toBe(false);
  expect(webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  });
  expect(webPreferences).not.toHaveProperty("preload");
  expect(quietSwitches.map(([name]) => name)).toContain("host-resolver-rules");
});
