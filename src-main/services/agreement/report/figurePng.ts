import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { withPrintResolution, printScale } from "#shared/charts/printResolution.ts";
import { fontCoverage } from "./fontCoverage.ts";

/** A figure as PNG, and the characters in it that the font does not have: each is drawn as a box. */
export interface FigurePng {
  readonly png: Uint8Array;
  readonly missing: readonly string[];
}

interface Renderer {
  readonly render: (svg: string) => Uint8Array;
  readonly has: (character: string) => boolean;
}
let loaded: Promise<Renderer> | undefined;

/**
 * An SVG as PNG, 300 dots an inch on paper (a pixel of CSS is 1/96 inch). Letters are those of the font that is shipped, whatever the machine has, so that a
 * figure is the same everywhere. The library and the font are loaded when the first figure is drawn. Throws Error where the text is no SVG.
 */
export async function figurePng(svg: string): Promise<FigurePng> {
  loaded ??= load();
  const { render, has } = await loaded;
  const missing = [...new Set(svg.match(/\P{ASCII}/gu))].filter((character) => !has(character));
  return { png: withPrintResolution(render(svg)), missing };
}

async function load(): Promise<Renderer> {
  const { resolve } = createRequire(import.meta.url);
  const [{ Resvg, initWasm }, program, font] = await Promise.all([
    import("@resvg/resvg-wasm"),
    readFile(resolve("@resvg/resvg-wasm/index_bg.wasm")),
    readFile(resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf")),
  ]);
  await initWasm(program);
  const settings = {
    fitTo: { mode: "zoom", value: printScale },
    font: { fontBuffers: [font], defaultFontFamily: "Inter", sansSerifFamily: "Inter" },
  } as const;
  return {
    has: fontCoverage(font),
    render: (svg) => {
      const tree = new Resvg(svg, settings);
      const image = tree.render();
      try {
        return image.asPng();
      } finally {
        image.free();
        tree.free();
      }
    },
  };
}
