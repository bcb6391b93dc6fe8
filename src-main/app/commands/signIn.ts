import { PlainError } from "#shared/domain/plainError.ts";
import type { Reader } from "#shared/domain/reader.ts";
import type { Author } from "../../services/store/index.ts";
import { blindedWords } from "../blinded/refused.ts";
import type { Services } from "../services.ts";

type Asked = Pick<Services, "readers" | "blinding">;

/** For a command that nobody has to sign in for: while a blinded project runs in the data folder, only who sees all of it may give one. */
export async function admit(services: Asked, as: string | undefined, askPassphrase: (reader: Reader) => Promise<string>): Promise<void> {
  if (services.blinding.isOn()) await signIn(services, as, askPassphrase);
}

/**
 * Signs in for one command: the reader who is named, or else the one who signed in last in the window, which stays so. Asks for the passphrase of one
 * who has it. Throws PlainError where no reader is so
 * named, the passphrase is not the right one, or the reader is blinded and `isForBlinded` does not say that blinded readers may give the command.
 */
export async function signIn(
  { readers, blinding }: Asked,
  as: string | undefined,
  askPassphrase: (reader: Reader) => Promise<string>,
  { isForBlinded = false }: { readonly isForBlinded?: boolean } = {},
): Promise<Author> {
  if (as === undefined && blinding.isOn())
    throw new PlainError(
      "A blinded reader study runs in this data folder: say who does this with --as READER, by name, initials or number.",
    );
  const reader = as === undefined ? readers.last() : readers.named(as);
  if (!reader) throw new PlainError("Say who does this: --as READER, by name, initials or number.");
  const { id, name } = await readers.identify(reader.id, reader.hasPassphrase ? await askPassphrase(reader) : undefined);
  if (!isForBlinded && blinding.isBlinded(id)) throw new PlainError(blindedWords);
  return { readerId: id, name };
}
