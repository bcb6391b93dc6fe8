/** Pixels of a chart's PNG for each pixel of CSS (1/96 inch): 300 dots an inch on paper. */
export const printScale = 300 / 96;

/** The chunk pHYs (W3C PNG 3, 11.3.4.3): 11,811 pixels a metre, which is 300 an inch, in both directions; with its length, name and CRC. */
const resolution = Uint8Array.of(0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76);
/** Bytes of a PNG's signature and its first chunk, IHDR, behind which it belongs. */
const headerLength = 33;

/** A PNG without a resolution, with that of paper: a word processor then takes it at the size of its SVG. */
export function withPrintResolution(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(png.length + resolution.length);
  whole.set(png.subarray(0, headerLength));
  whole.set(resolution, headerLength);
  whole.set(png.subarray(headerLength), headerLength + resolution.length);
  return whole;
}
