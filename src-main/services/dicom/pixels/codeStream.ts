/** What a compressed code stream says of itself. The data set should agree; where it does not, the stream is right. */
export interface CodeStream {
  readonly columns: number;
  readonly rows: number;
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly isSigned: boolean;
  /** JPEG: the colour transform that an Adobe marker states (0 none, 1 YCbCr), and whether its components are named R, G, B. */
  readonly adobeTransform: number | null;
  readonly isNamedRgb: boolean;
  /** JPEG-LS: each component has a scan of its own (ILV 0), and is handed over so, plane after plane. */
  readonly isPlanar: boolean;
}

/** Reads the frame header of a JPEG or JPEG-LS stream (ITU T.81 B.2.2, T.87 C.2.2) or the SIZ of a JPEG 2000 or HTJ2K one (T.800 A.5.1). */
export function readCodeStream(bytes: Uint8Array): CodeStream | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20) return undefined;
  if (view.getUint16(0) === 0xff4f) return readSize(view, 2);
  if (view.getUint16(0) === 0xffd8) return readJpeg(view);
  // JPEG 2000 in its file format (JP2): the stream lies in the box "jp2c".
  for (let at = 0; at + 8 < Math.min(bytes.length, 4096); at += 1) if (view.getUint32(at) === 0xff4fff51) return readSize(view, at + 2);
  return undefined;
}

function readSize(view: DataView, at: number): CodeStream | undefined {
  if (view.byteLength < at + 41 || view.getUint16(at) !== 0xff51) return undefined;
  const depth = view.getUint8(at + 40);
  return {
    columns: view.getUint32(at + 6) - view.getUint32(at + 14),
    rows: view.getUint32(at + 10) - view.getUint32(at + 18),
    components: view.getUint16(at + 38),
    precision: (depth & 0x7f) + 1,
    isSigned: (depth & 0x80) !== 0,
    adobeTransform: null,
    isNamedRgb: false,
    isPlanar: false,
  };
}

function readJpeg(view: DataView): CodeStream | undefined {
  let adobeTransform: number | null = null;
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    const isFrame = (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) || marker === 0xf7;
    if (isFrame) {
      const components = view.getUint8(at + 9);
      const names = Array.from({ length: components }, (_, index) => String.fromCharCode(view.getUint8(at + 10 + index * 3))).join("");
      return {
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        components,
        precision: view.getUint8(at + 4),
        isSigned: false,
        adobeTransform,
        isNamedRgb: names === "RGB",
        isPlanar: marker === 0xf7 && components > 1 && samplesOfFirstScan(view, at + 2 + length) === 1,
      };
    }
    if (marker === 0xee && length >= 14 && view.getUint32(at + 4) === 0x41646f62) adobeTransform = view.getUint8(at + 15);
    at += 2 + length;
  }
  return undefined;
}

function samplesOfFirstScan(view: DataView, from: number): number {
  for (let at = from; at + 5 < view.byteLength; at += 2 + view.getUint16(at + 2))
    if (view.getUint16(at) === 0xffda) return view.getUint8(at + 4);
  return 0;
}
