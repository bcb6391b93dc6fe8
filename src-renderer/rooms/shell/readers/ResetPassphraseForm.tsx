import { Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { client } from "../../../client/client.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { NewPassphrase, useNewPassphrase } from "./NewPassphrase.tsx";
import { useAct } from "../../../client/useAct.ts";

interface Props {
  readonly reader: Reader;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** A coordinator sets the passphrase of a reader who lost it, or never had one. */
export function ResetPassphraseForm({ reader, onDone, onCancel }: Props) {
  const passphrase = useNewPassphrase();
  const { next, isSame } = passphrase;
  const { isBusy, error, act } = useAct();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame) return;
    act(async () => {
      await client.reader.resetPassphrase.mutate({ readerId: reader.id, next });
      onDone();
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Tell it to {reader.name} alone, who changes it at the next sign-in. It makes a new key for signing: what was signed before stays
          valid, and what is signed from now on is marked, as you have known the passphrase.
        </Text>
        <NewPassphrase state={passphrase} description="8 characters or more." hasFocus />
        <FormFoot error={error} isBusy={isBusy} does="Set" onCancel={onCancel} />
      </Stack>
    </form>
  );
}
