/** Keeps the most recently used byte arrays in memory, up to so many bytes, and the last one whatever its length. */
export function createFrameCache(mostBytes: number) {
  const entries = new Map<string, Uint8Array>();
  let held = 0;
  return {
    get: (key: string): Uint8Array | undefined => {
      const bytes = entries.get(key);
      if (bytes) {
        entries.delete(key);
        entries.set(key, bytes);
      }
      return bytes;
    },
    set: (key: string, bytes: Uint8Array): void => {
      held += bytes.length - (entries.get(key)?.length ?? 0);
      entries.delete(key);
      entries.set(key, bytes);
      for (const [oldest, { length }] of entries) {
        if (held <= mostBytes || oldest === key) break;
        entries.delete(oldest);
        held -= length;
      }
    },
  };
}
