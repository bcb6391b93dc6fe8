import { PasswordInput } from "@mantine/core";
import type { Consensus } from "#shared/api/adjudication.ts";

interface Props {
  readonly signers: Consensus["signers"];
  /** By number. */
  readonly passphrases: Readonly<Record<number, string>>;
  readonly onPassphrase: (number: number, passphrase: string) => void;
}

/** The passphrases of who makes a consensus together with the reader who is signed in. */
export function OtherSigners({ signers, passphrases, onPassphrase }: Props) {
  return signers
    .filter(({ isSelf }) => !isSelf)
    .map(({ number, name }) => (
      <PasswordInput
        key={number}
        label={`Passphrase of ${name}`}
        autoComplete="off"
        value={passphrases[number] ?? ""}
        onChange={(event) => onPassphrase(number, event.currentTarget.value)}
      />
    ));
}
