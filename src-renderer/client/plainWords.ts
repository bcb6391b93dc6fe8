/** What to tell the reader of an error: the door's own words, or what to do where the program does not answer. */
export function plainWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError") return "Cancelled.";
  if (/failed to fetch|networkerror|load failed/i.test(error.message)) {
    return "The program does not answer. It may have been closed: start Fascicle again. What was on disk is kept.";
  }
  return error.message;
}
