/** One file on its way in: its content and its path within what was dropped or chosen. */
export interface ImportFile {
  readonly path: string;
  readonly file: File;
}

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function walk(entry: FileSystemEntry, into: ImportFile[], onFound: (files: number) => void): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ path: entry.fullPath.replace(/^\//, ""), file });
    if (into.length % 100 === 0) onFound(into.length);
    return;
  }
  // A reader hands over at most a hundred entries at a time, and none when it is done.
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let entries = await entriesOf(reader); entries.length > 0; entries = await entriesOf(reader)) {
    for (const child of entries) await walk(child, into, onFound);
  }
}

/**
 * Every file of a drop, folders walked to the bottom. Call it inside the drop event: the browser empties the transfer afterwards.
 * `onFound` is told now and then how many files there are so far.
 */
export async function collectDropped(transfer: DataTransfer, onFound: (files: number) => void): Promise<ImportFile[]> {
  // What is not from a file system (a picture dragged out of another program) has no entry, but may be a file.
  const dropped = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files: ImportFile[] = [];
  for (const entry of dropped) {
    if (entry instanceof File) files.push({ path: entry.name, file: entry });
    else if (entry) await walk(entry, files, onFound);
  }
  return files;
}

/** The files of an <input type="file">, with their paths within the chosen folder where there is one. */
export function filesOfInput(list: FileList): ImportFile[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
