let open = 0;
let held: PromiseWithResolvers<void> | null = null;
let quiet: PromiseWithResolvers<void> | null = null;

/** So long a question that is slow to be answered is waited for, ms. */
const longestWaitMs = 3000;

/** Asks the door something that changes nothing, at once, or once questions are not held any more. */
export async function asQuestion<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  while (held) await held.promise;
  open += 1;
  try {
    return await question();
  } finally {
    open -= 1;
    if (open === 0) quiet?.resolve();
  }
}

/**
 * Holds what the page asks from now on, and waits until what it has asked is answered: asked for one reader and answered once another has signed in, it
 * would be refused.
 */
export async function holdQuestions(): Promise<void> {
  held ??= Promise.withResolvers();
  if (open === 0) return;
  quiet ??= Promise.withResolvers();
  const timer = setTimeout(quiet.resolve, longestWaitMs);
  await quiet.promise;
  clearTimeout(timer);
  quiet = null;
}

/** Lets the page ask again. */
export function releaseQuestions(): void {
  held?.resolve();
  held = null;
}
