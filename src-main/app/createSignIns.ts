import type { Reader } from "#shared/domain/reader.ts";
import type { Readers } from "../services/readers/index.ts";

/** Who is signed in in which session of a host. Sessions live as long as the program; the last reader is remembered in the data folder. */
export interface SignIns {
  /** Undefined where nobody is signed in. A session's first question signs in the last reader, where no passphrase is asked for. */
  readerOf(session: string): Reader | undefined;
  /** Throws PlainError where the reader may not sign in, see Readers.enter. */
  signIn(session: string, readerId: number, passphrase?: string): Promise<Reader>;
  signOut(session: string): void;
  /** Ends what others have open as a reader, whose passphrase is another now. */
  signOutOthers(session: string, readerId: number): void;
}

/** Makes the sign-ins of one program. */
export function createSignIns(readers: Readers): SignIns {
  const signedIn = new Map<string, number | null>();
  return {
    readerOf: (session) => {
      if (!signedIn.has(session)) signedIn.set(session, readers.atStart()?.id ?? null);
      const readerId = signedIn.get(session);
      return readerId === null || readerId === undefined ? undefined : readers.active(readerId);
    },
    signIn: async (session, readerId, passphrase) => {
      const reader = await readers.enter(readerId, passphrase);
      signedIn.set(session, reader.id);
      return reader;
    },
    signOut: (session) => void signedIn.set(session, null),
    signOutOthers: (session, readerId) => {
      for (const [other, id] of signedIn) if (other !== session && id === readerId) signedIn.set(other, null);
    },
  };
}
