import { crc32, deflateSync } from "node:zlib";

/**
 * A PNG (W3C PNG 3, no filter, no interlace) of 8-bit grey (`samples` 1) or RGB (3) pixels, row by row. With a palette (RGB, at most 256 colours) pixels of one
 * sample are places in it.
 */
export function encodePng(width: number, height: number, samples: 1 | 3, pixels: Uint8Array, palette?: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, palette ? 3 : samples === 3 ? 2 : 0, 0, 0, 0], 8);
  const stride = width * samples;
  const rows = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row += 1) rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(name), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}
