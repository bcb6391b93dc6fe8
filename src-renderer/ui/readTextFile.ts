/** Reads a text file that was chosen. Throws an Error in words, which names the file, where it is longer than `most` bytes or not in UTF-8. */
export async function readTextFile(file: File, most: number): Promise<{ readonly fileName: string; readonly text: string }> {
  if (file.size > most) {
    const size = most < 1_000_000 ? `${Math.floor(most / 1000)} kB` : `${Math.floor(most / 1_000_000)} MB`;
    throw new Error(`${file.name} is too large: at most ${size} are read.`);
  }
  try {
    return { fileName: file.name, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()) };
  } catch (cause) {
    throw new Error(`${file.name} is not in UTF-8. Save it again in UTF-8.`, { cause });
  }
}
