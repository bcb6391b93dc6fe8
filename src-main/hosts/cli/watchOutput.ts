/**
 * Ends the program where its output cannot be written: with 1 and in words where a disk is full; quietly, with 0, where the reader of a
 * pipe went away (`fascicle list | head`).
 * What cannot be told on stderr is not told.
 */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    void endInWords(error);
  });
  process.stderr.on("error", () => undefined);
}

async function endInWords(error: Error): Promise<void> {
  const { errorWords } = await import("../../app/errorWords.ts");
  process.stderr.write(`fascicle: the output could not be written. ${errorWords(error)}\n`);
  process.exit(1);
}
