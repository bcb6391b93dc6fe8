import { PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { client } from "../../../client/client.ts";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { NewPassphrase, useNewPassphrase } from "./NewPassphrase.tsx";
import { useAct } from "../../../client/useAct.ts";

interface Props {
  readonly reader: Reader;
  readonly onDone: (reader: Reader) => void;
  readonly onCancel: () => void;
}

/** Sets, changes or takes away one's own passphrase. */
export function PassphraseForm({ reader, onDone, onCancel }: Props) {
  const [current, setCurrent] = useState("");
  const passphrase = useNewPassphrase();
  const { next, isSame } = passphrase;
  const { isBusy, error, act } = useAct();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame) return;
    act(async () => onDone(await client.reader.setPassphrase.mutate({ current, next: next === "" ? null : next })));
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Asked for whenever {reader.name} signs in or signs a reading. It cannot be read back: keep a copy of it in a safe place. The key
          that signs is sealed under it; without it, or where a coordinator sets another, a new key is made and marked.
        </Text>
        {reader.hasPassphrase && (
          <PasswordInput
            label="Present passphrase"
            autoComplete="off"
            value={current}
            data-autofocus
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <NewPassphrase
          state={passphrase}
          description={reader.hasPassphrase ? "8 characters or more. Empty: no passphrase any more." : "8 characters or more."}
          hasFocus={!reader.hasPassphrase}
        />
        <FormFoot error={error} isBusy={isBusy} does="Keep" onCancel={onCancel} />
      </Stack>
    </form>
  );
}
