import { buildStale, buildStaleMain, isStale, run } from "./buildStale.ts";

/**
 * Builds what is out of date: the native addon, the main process, the sample studies, the renderer, the notices of what they are built
 * with. Downloads nothing.
 */
run("scripts/build-native.ts");
buildStaleMain();
if (
  isStale("dist/sample/sample-studies.zip", [
    "scripts/build-sample.ts",
    "src-main/services/sample/**/*",
    "src-shared/statistics/xoshiro128.ts",
    "assets/sample/**/*",
  ])
)
  run("scripts/build-sample.ts");
buildStale("dist/renderer/index.html", "vite.config.ts", ["src-renderer/**/*"]);
if (isStale("dist/THIRD-PARTY-NOTICES.txt", ["dist/packages/*.json", "scripts/notices.ts", "scripts/licences/*", "package-lock.json"]))
  run("scripts/notices.ts");
