import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { encodePng } from "../../src-main/services/volumes/encodePng.ts";

let isLoaded = false;

/** The pixels of a PNG, RGBA: drawn as the only thing on a figure, by the library that draws the figures. */
async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; rgba: Uint8Array }> {
  if (!isLoaded) {
    await initWasm(await readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
    isLoaded = true;
  }
  // Width and height stand in the header (W3C PNG 3, 11.2.1).
  const header = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${Buffer.from(png).toString("base64")}"/>`;
  const figure = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`);
  return { width, height, rgba: figure.render().pixels };
}

/** A PNG of at most `most` colours: those that are most frequent when each channel is rounded to 32 levels; other pixels take the nearest of them. */
export async function palettePng(png: Uint8Array, most = 256): Promise<Uint8Array> {
  const { width, height, rgba } = await pixelsOf(png);
  const rounded = Array.from({ length: width * height }, (_, at) => {
    const [red, green, blue] = [0, 1, 2].map((channel) => Math.round((rgba[4 * at + channel]! * 31) / 255));
    return (red! << 10) | (green! << 5) | blue!;
  });
  const counts = new Map<number, number>();
  for (const colour of rounded) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const kept = [...counts.keys()].toSorted((a, b) => counts.get(b)! - counts.get(a)!).slice(0, most);
  const channels = (colour: number) => [colour >> 10, (colour >> 5) & 31, colour & 31] as const;
  const nearest = new Map<number, number>();
  for (const colour of counts.keys()) {
    const own = channels(colour);
    const away = kept.map((other) => channels(other).reduce((sum, value, channel) => sum + (value - own[channel]!) ** 2, 0));
    nearest.set(colour, away.indexOf(Math.min(...away)));
  }
  const palette = Uint8Array.from(
    kept.flatMap((colour) => channels(colour)),
    (value) => Math.round((value * 255) / 31),
  );
  return encodePng(
    width,
    height,
    1,
    Uint8Array.from(rounded, (colour) => nearest.get(colour)!),
    palette,
  );
}
