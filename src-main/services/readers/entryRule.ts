/**
 * Whether a reader signs in without a passphrase: by one click, or at the start as the last one who was signed in. Every sign-in asks here,
 * of the window and of
 * the command line: a rule that wants a passphrase of everybody, such as a blinded project in the data folder, belongs here.
 */
export function entersByClick({ passphrase }: { readonly passphrase: string | null }): boolean {
  return passphrase === null;
}
