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
  const signedIn = new Map<string, { readonly id: number; readonly stamp: string } | null>();
  const entered = ({ id }: Reader) => ({ id, stamp: readers.stampOf(id) });
  return {
    readerOf: (session) => {
      if (!signedIn.has(session)) {
        const last = readers.atStart();
        signedIn.set(session, last ? entered(last) : null);
      }
      const who = signedIn.get(session);
      // Another program may have changed the passphrase on the same data folder.
      return who && readers.stampOf(who.id) === who.stamp ? readers.active(who.id) : undefined;
    },
    signIn: async (session, readerId, passphrase) => {
      const reader = await readers.enter(readerId, passphrase);
      signedIn.set(session, entered(reader));
      return reader;
    },
    signOut: (session) => void signedIn.set(session, null),
    signOutOthers: (session, readerId) => {
      for (const [other, who] of signedIn) if (other !== session && who?.id === readerId) signedIn.set(other, null);
      const own = signedIn.get(session);
      if (own?.id === readerId) signedIn.set(session, { id: readerId, stamp: readers.stampOf(readerId) });
    },
  };
}
