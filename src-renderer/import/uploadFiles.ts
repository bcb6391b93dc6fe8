import { addresses } from "../client/addresses.ts";
import { fetchDoor } from "../client/fetchBytes.ts";
import type { ImportFile } from "./collectDropped.ts";

const atOnce = 4;

/** Electron takes the body of a request whole into memory, once here and once there: a large file goes in pieces. */
export const pieceBytes = 2 ** 23;

/** How far an upload is. */
export interface UploadProgress {
  readonly files: number;
  readonly bytes: number;
}

async function sendFile(address: string, file: File, signal: AbortSignal): Promise<void> {
  let offset = 0;
  do {
    const piece = file.size <= pieceBytes ? file : file.slice(offset, offset + pieceBytes);
    await fetchDoor(offset === 0 ? address : `${address}&offset=${offset}`, { method: "PUT", body: piece, signal });
    offset += pieceBytes;
  } while (offset < file.size);
}

/**
 * Says that this page wants the upload: the program removes it when the answer breaks off, as it does when the page goes, and ends the
 * answer itself when the import begins. Answers once it is held; an upload that cannot be held is removed at the program's next start instead.
 */
async function hold(uploadId: string, signal: AbortSignal): Promise<void> {
  try {
    const { body } = await fetchDoor(addresses.uploadHold(uploadId), { signal });
    body?.pipeTo(new WritableStream()).catch(() => undefined);
  } catch {
    // It goes on without.
  }
}

/**
 * Hands files to the program: POST /uploads, then PUTs of each file, a few files at once so that the disk is never idle.
 * Answers the upload's id for import.start or model.install. Throws a DoorError with the program's words, or an AbortError.
 */
export async function uploadFiles(
  files: readonly ImportFile[],
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  const opened = await fetchDoor(addresses.uploads, { method: "POST", signal });
  const { uploadId } = (await opened.json()) as { uploadId: string };
  const holding = new AbortController();
  // Before the files: a small upload would be taken, and so be gone, before it is held.
  await hold(uploadId, holding.signal);
  let next = 0;
  let done: UploadProgress = { files: 0, bytes: 0 };
  const carry = async () => {
    while (next < files.length) {
      const { path, file } = files[next++]!;
      await sendFile(addresses.uploadFile(uploadId, path), file, signal);
      done = { files: done.files + 1, bytes: done.bytes + file.size };
      onProgress(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, carry));
    return uploadId;
  } catch (error) {
    holding.abort();
    throw error;
  }
}
