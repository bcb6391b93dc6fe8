import { PasswordInput, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { signIn } from "../../../client/reader.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { useAct } from "../../../client/useAct.ts";

/** Asks for the passphrase of a reader, and signs in. */
export function SignInForm({ reader, onCancel }: { readonly reader: Reader; readonly onCancel?: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => signIn(reader.id, passphrase));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label={`Passphrase of ${reader.name}`}
          autoComplete="off"
          value={passphrase}
          data-autofocus
          // The first thing to do where this is all that is shown.
          ref={(field) => {
            if (field && document.activeElement === document.body) field.focus();
          }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <FormFoot error={error} isBusy={isBusy} does="Sign in" onCancel={onCancel} />
      </Stack>
    </form>
  );
}
