import { PlainError } from "#shared/domain/plainError.ts";
import type { Reader } from "#shared/domain/reader.ts";
import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";

/**
 * Signs in for one command: the reader who is named, or else the one who signed in last in the window, which stays so. Asks for the passphrase of one
 * who has it. Throws PlainError where no reader is so
 * named, or the passphrase is not the right one.
 */
export async function signIn(
  { readers }: Pick<Services, "readers">,
  as: string | undefined,
  askPassphrase: (reader: Reader) => Promise<string>,
): Promise<Author> {
  const reader = as === undefined ? readers.last() : readers.named(as);
  if (!reader) throw new PlainError("Say who does this: --as READER, by name, initials or number.");
  const { id, name } = await readers.identify(reader.id, reader.hasPassphrase ? await askPassphrase(reader) : undefined);
  return { readerId: id, name };
}
