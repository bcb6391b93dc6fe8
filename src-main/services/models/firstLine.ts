/** The first line of what a library says went wrong, 300 characters at most. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.slice(0, 300);
}
