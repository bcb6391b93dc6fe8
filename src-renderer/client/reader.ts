import { useSyncExternalStore } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { client } from "./client.ts";
import { expectReader } from "./expectedReader.ts";
import { holdQuestions, releaseQuestions } from "./questions.ts";

/** Who is signed in in this window, as far as it is known. */
export type SignedIn =
  | { readonly kind: "asking" | "nobody" }
  | { readonly kind: "reader"; readonly reader: Reader }
  /** The program does not answer. */
  | { readonly kind: "unknown" };

const listeners = new Set<() => void>();
const leavers = new Set<() => Promise<void>>();
/** Other tabs of the same browser share its session. */
const others = new BroadcastChannel("fascicle-reader");
let current: SignedIn = { kind: "asking" };

function show(next: SignedIn): void {
  current = next;
  expectReader(next.kind === "reader" ? next.reader.id : null);
  for (const listener of listeners) listener();
}

others.addEventListener("message", ({ data }) => {
  if (data !== (current.kind === "reader" ? current.reader.id : null)) location.reload();
});

/** Asks the door who is signed in in this window. */
export async function loadReader(): Promise<void> {
  try {
    const reader = await client.reader.signedIn.query();
    show(reader ? { kind: "reader", reader } : { kind: "nobody" });
  } catch {
    show({ kind: "unknown" });
  }
}

/** Calls back before another reader takes over, who waits for it: what was drawn must be on disk under the name of the one who drew it. */
export function beforeReaderChange(leave: () => Promise<void>): void {
  leavers.add(leave);
}

/** Signs a reader in. Rejects, with nothing changed, where the door refuses. */
export async function signIn(readerId: number, passphrase?: string): Promise<void> {
  const before = current;
  const reader = await handOver(() => client.reader.signIn.mutate({ readerId, ...(passphrase === undefined ? {} : { passphrase }) }));
  others.postMessage(reader.id);
  if (before.kind !== "reader" || before.reader.id !== reader.id) return startAfresh();
  releaseQuestions();
  show({ kind: "reader", reader });
}

/**
 * Has another reader take over once what the one before has drawn is on disk and what the page has asked is answered. The page asks nothing further: it
 * begins anew, or asks again where the door refused.
 */
async function handOver<Answer>(change: () => Promise<Answer>): Promise<Answer> {
  await Promise.all([...leavers].map((leave) => leave()));
  await holdQuestions();
  try {
    return await change();
  } catch (error) {
    releaseQuestions();
    throw error;
  }
}

/** Nobody is signed in any more. */
export async function signOut(): Promise<void> {
  await handOver(() => client.reader.signOut.mutate());
  others.postMessage(null);
  startAfresh();
}

/** So long what is not on disk yet is waited for where the page begins anew. */
const longestWaitMs = 3000;

/** The same reader goes on with an empty page: what may be seen has become another. */
export async function beginAnew(): Promise<void> {
  const wait = new Promise((resolve) => {
    setTimeout(resolve, longestWaitMs);
  });
  await Promise.race([Promise.all([...leavers].map((leave) => leave())), wait]);
  startAfresh();
}

/** What is known of the reader who is signed in has changed. */
export function showReader(reader: Reader): void {
  show({ kind: "reader", reader });
}

/** Who is signed in, kept up to date. */
export function useSignedIn(): SignedIn {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** The number of the reader who is signed in; null where nobody is. */
export function signedInId(): number | null {
  return current.kind === "reader" ? current.reader.id : null;
}

/**
 * The one place where another reader takes over. Whatever the page remembers (desks, drawings, choices, answers of the door, decoded images) is the former
 * reader's, wherever it is kept, and would tell the next one what was seen and done: the page begins anew, and what outlives a page is emptied.
 */
function startAfresh(): void {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  location.reload();
}
