let open = 0;
let release: (() => void) | null = null;
let held: Promise<void> = Promise.resolve();
let quiet: PromiseWithResolvers<void> | null = null;

/** So long a question that is slow to be answered is waited for, ms. */
const longestWaitMs = 3000;

/** Asks the door something that changes nothing, at once, or once questions are not held any more. */
export async function asQuestion<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  if (release) {
    await held;
    return asQuestion(question);
  }
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
  if (!release) ({ promise: held, resolve: release } = Promise.withResolvers<void>());
  if (open === 0) return;
  quiet ??= Promise.withResolvers();
  const timer = setTimeout(quiet.resolve, longestWaitMs);
  await quiet.promise;
  clearTimeout(timer);
  quiet = null;
}

/** Lets the page ask again. */
export function releaseQuestions(): void {
  release?.();
  release = null;
}
