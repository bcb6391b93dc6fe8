import { PlainError } from "#shared/domain/plainError.ts";

/**
 * Whether a reader signs in without a passphrase: by one click, or at the start as the last one who was signed in. Every sign-in asks here, of the
 * window and of
 * the command line. Nobody does while everybody needs a passphrase: a blinded project runs in the data folder.
 */
export function entersByClick({ passphrase }: { readonly passphrase: string | null }, everybodyNeedsOne: boolean): boolean {
  return passphrase === null && !everybodyNeedsOne;
}

/** Throws PlainError where a reader cannot sign in at all: everybody needs a passphrase, and this reader has none. */
export function refuseWithout(
  { passphrase, name }: { readonly passphrase: string | null; readonly name: string },
  everybodyNeedsOne: boolean,
): void {
  if (passphrase === null && everybodyNeedsOne)
    throw new PlainError(
      `A blinded reader study runs in this data folder, so that nobody signs in without a passphrase. ${name} has none: a coordinator of the study sets one.`,
    );
}
