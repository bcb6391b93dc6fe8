let readerId: number | null = null;

/** Says for whom this page was opened. */
export function expectReader(id: number | null): void {
  readerId = id;
}

/**
 * The headers by which a page tells the door for whom it was opened. Who reads is known by the session, whatever they say: they only keep a
 * page that was left open
 * from being answered as another reader, who has signed in in the same browser since.
 */
export function readerHeaders(): Record<string, string> {
  return readerId === null ? {} : { "x-fascicle-reader": String(readerId) };
}
