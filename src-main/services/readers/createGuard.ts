import { PlainError } from "#shared/domain/plainError.ts";

/** So many wrong passphrases of a reader are taken at once; after that each costs a wait, twice as long as the one before. */
const freeGuesses = 5;
const firstWaitMs = 1000;
const longestWaitMs = 300_000;

/** Keeps guessing slow. */
export interface Guard {
  /** Compares; answers the outcome. Throws PlainError where too many guesses were wrong of late. */
  guess(readerId: number, compare: () => Promise<boolean>): Promise<boolean>;
}

/**
 * Makes the guard of this process: guesses are compared one after another, however many are sent at once, and after some wrong ones a
 * reader's next guess has to
 * wait, for five minutes at most. A right one ends the wait.
 * @param now milliseconds that never run backwards
 */
export function createGuard(now: () => number = () => performance.now()): Guard {
  const wrong = new Map<number, { count: number; freeAt: number }>();
  let last: Promise<unknown> = Promise.resolve();

  const guess = async (readerId: number, compare: () => Promise<boolean>): Promise<boolean> => {
    const before = wrong.get(readerId) ?? { count: 0, freeAt: 0 };
    const waitMs = before.freeAt - now();
    if (waitMs > 0) {
      throw new PlainError(
        `Too many wrong passphrases were tried. Wait ${Math.ceil(waitMs / 1000)} ${waitMs > 1000 ? "seconds" : "second"}, then try again.`,
      );
    }
    const isRight = await compare();
    if (isRight) wrong.delete(readerId);
    else {
      const count = before.count + 1;
      const wait = count < freeGuesses ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - freeGuesses));
      wrong.set(readerId, { count, freeAt: now() + wait });
    }
    return isRight;
  };

  return {
    guess: (readerId, compare) => {
      const next = last.then(() => guess(readerId, compare));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
