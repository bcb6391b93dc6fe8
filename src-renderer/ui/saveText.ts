/** Hands text to the reader as a download. */
export function saveText(text: string, fileName: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Words as a file name without an ending: letters, digits and hyphens; `otherwise` where nothing is left of them. */
export function fileNameOf(words: string, otherwise: string): string {
  const name = words
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
  return name || otherwise;
}
