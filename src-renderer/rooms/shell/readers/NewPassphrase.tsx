import { PasswordInput } from "@mantine/core";
import { useState } from "react";

/** A new passphrase that is typed twice. */
export interface NewPassphraseState {
  readonly next: string;
  /** True where both are the same. */
  readonly isSame: boolean;
  readonly again: string;
  readonly setNext: (next: string) => void;
  readonly setAgain: (again: string) => void;
}

export function useNewPassphrase(): NewPassphraseState {
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  return { next, again, isSame: next === again, setNext, setAgain };
}

interface Props {
  readonly state: NewPassphraseState;
  /** What is asked of it. */
  readonly description: string;
  readonly hasFocus: boolean;
}

/** The two fields of it; says where they differ. */
export function NewPassphrase({ state: { next, again, isSame, setNext, setAgain }, description, hasFocus }: Props) {
  return (
    <>
      <PasswordInput
        label="New passphrase"
        description={description}
        autoComplete="off"
        value={next}
        data-autofocus={hasFocus || undefined}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        label="New passphrase again"
        autoComplete="off"
        value={again}
        error={isSame || again === "" ? undefined : "These differ."}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
    </>
  );
}
