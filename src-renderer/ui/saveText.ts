import { saveBlob } from "./saveBlob.ts";

/** Hands text to the reader as a download. */
export function saveText(text: string, fileName: string, type: string): void {
  saveBlob(new Blob([text], { type }), fileName);
}

/** Words as a file name without an ending: letters, digits and hyphens; `otherwise` where nothing is left of them. */
export function fileNameOf(words: string, otherwise: string): string {
  const name = words
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
  return name || otherwise;
}
