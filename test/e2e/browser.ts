import { chromium, type Browser } from "playwright-core";
import { findBrowser } from "../../src-main/hosts/loopback/findBrowser.ts";
import { quietArguments } from "../../src-main/hosts/loopback/browserArguments.ts";

/** An installed Chrome, Chromium or Edge, or else the headless Chromium of an npm package, unpacked into the temporary folder. */
async function executablePath(): Promise<string> {
  const installed = findBrowser();
  if (installed) return installed;
  // The package unpacks the libraries that a bare machine lacks (NSS) only where it believes to run at its cloud provider.
  process.env["CODEBUILD_BUILD_IMAGE"] ??= "nodejs24";
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}

/** Before the first file (see vitest.config.ts): two files at a time must not unpack it over each other. */
export async function setup(): Promise<void> {
  await executablePath();
}

/** Starts a real browser without a display; WebGL2 is computed in software. */
export async function startBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await executablePath(),
    args: [
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--no-sandbox",
      "--disable-gpu-compositing",
      ...quietArguments,
      ...extraArguments,
    ],
  });
}
