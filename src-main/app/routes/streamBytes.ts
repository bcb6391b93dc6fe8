const pieceBytes = 2 ** 20;

/**
 * Bytes as the body of an answer, piece by piece as they are taken: handed over whole they would be copied at once, which blocks the door
 * for a large volume.
 */
export function streamBytes(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + pieceBytes));
        at += pieceBytes;
        if (at >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
