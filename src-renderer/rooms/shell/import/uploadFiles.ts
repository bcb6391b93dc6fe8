import type { ImportFile } from "./collectDropped.ts";

const atOnce = 4;

/** How far an upload is. */
export interface UploadProgress {
  readonly files: number;
  readonly bytes: number;
}

async function refuse(response: Response): Promise<never> {
  throw new Error((await response.text()) || `The program answered ${response.status}.`);
}

/**
 * Hands files to the program: POST /uploads, then one PUT a file, a few at once so that the disk is never idle.
 * Answers the upload's id for import.start or model.install. Throws an Error with the program's words, or an AbortError.
 */
export async function uploadFiles(files: readonly ImportFile[], onProgress: (progress: UploadProgress) => void, signal: AbortSignal): Promise<string> {
  const opened = await fetch("/uploads", { method: "POST", signal });
  if (!opened.ok) await refuse(opened);
  const { uploadId } = (await opened.json()) as { uploadId: string };
  let next = 0;
  let done: UploadProgress = { files: 0, bytes: 0 };
  const carry = async () => {
    while (next < files.length) {
      const { path, file } = files[next++]!;
      const response = await fetch(`/uploads/${uploadId}/file?path=${encodeURIComponent(path)}`, { method: "PUT", body: file, signal });
      if (!response.ok) await refuse(response);
      done = { files: done.files + 1, bytes: done.bytes + file.size };
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, carry));
  return uploadId;
}
