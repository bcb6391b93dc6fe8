/** What a reader is told of an error of the disk or the database, by its code alone: its message may name paths. Undefined where it is of another kind. */
export function systemErrorWords(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
  if (code === "ENOSPC" || code === "EDQUOT" || code === "SQLITE_FULL")
    return "The disk is full. Make room and try again; what was finished before is kept.";
  if (
    code === "EACCES" ||
    code === "EPERM" ||
    code === "EROFS" ||
    code.startsWith("SQLITE_READONLY") ||
    code.startsWith("SQLITE_CANTOPEN")
  ) {
    return "A file or folder may not be read or written. Check its permissions.";
  }
  if (code.startsWith("SQLITE_BUSY")) return "Another program is writing to the data folder. Try again in a moment.";
  if (code === "EIO" || code.startsWith("SQLITE_IOERR"))
    return "The disk reports an error. Check it, and copy the data folder to a sound one.";
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB")
    return "The database (fascicle.db) is damaged. Put back a copy of the data folder.";
  return undefined;
}
