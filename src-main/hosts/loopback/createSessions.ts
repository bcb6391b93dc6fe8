import { createHash, randomBytes } from "node:crypto";

/** A code that opens one session. */
export interface EntryCode {
  readonly code: string;
  /** Resolves when the code is used (true) or has expired (false). */
  readonly ended: Promise<boolean>;
}

/** Who may ask the loopback server: codes that are used once, and the sessions they open. */
export interface Sessions {
  /** A new code, good for one use within so many milliseconds. */
  issue(lifetimeMs: number): EntryCode;
  /** Uses up a code; answers the token of a new session, undefined where there is no such code. */
  redeem(code: string): string | undefined;
  /** The session that a token opens: a name for it that opens nothing; undefined where there is none. */
  find(token: string): string | undefined;
  /** No code and no session is good any longer. */
  close(): void;
}

/** Makes the sessions of one launch. They live in memory only: a restart ends them all. */
export function createSessions(wait: (milliseconds: number, then: () => void) => () => void = waitUnheld): Sessions {
  // Kept as hashes: looking one up then takes the same time whatever was given.
  const codes = new Map<string, (used: boolean) => void>();
  const sessions = new Set<string>();
  return {
    issue: (lifetimeMs) => {
      const code = secret();
      const key = hash(code);
      const ended = new Promise<boolean>((resolve) => {
        const end = (used: boolean) => {
          stopWaiting();
          codes.delete(key);
          resolve(used);
        };
        const stopWaiting = wait(lifetimeMs, () => end(false));
        codes.set(key, end);
      });
      return { code, ended };
    },
    redeem: (code) => {
      const end = codes.get(hash(code));
      if (!end) return undefined;
      end(true);
      const token = secret();
      sessions.add(hash(token));
      return token;
    },
    find: (token) => {
      const key = hash(token);
      return sessions.has(key) ? key : undefined;
    },
    close: () => {
      for (const end of codes.values()) end(false);
      sessions.clear();
    },
  };
}

/** 256 random bits, as they can stand in an address and in a cookie. */
export function secret(): string {
  return randomBytes(32).toString("base64url");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** Does not hold the process; answers how to stop it. */
function waitUnheld(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}
