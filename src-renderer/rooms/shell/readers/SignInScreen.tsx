import { Button, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { signIn } from "../../../client/reader.ts";
import { ResearchUseNotice } from "../../../ui/ResearchUseNotice.tsx";
import iconUrl from "../../../ui/icon.svg";
import { SignInForm } from "./SignInForm.tsx";
import { useAct } from "../../../client/useAct.ts";
import classes from "./Readers.module.css";

/** What the window shows while nobody is signed in: who reads? */
export function SignInScreen() {
  const { data, error: unknown } = useQuery({ ...trpc.reader.list.queryOptions(), staleTime: 0 });
  const [chosenId, setChosenId] = useState<number | null>(null);
  const { isBusy, error, act } = useAct();
  const readers = data?.readers.filter(({ retiredAt }) => retiredAt === null) ?? [];
  const chosen = readers.find(({ id }) => id === (chosenId ?? data?.lastReaderId));
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <h1 className={classes.brand}>
          <img src={iconUrl} alt="" width={24} height={24} />
          Fascicle
        </h1>
        <Text size="sm" c="dimmed">
          Who reads? Drawings, features and reports carry this name.
        </Text>
        {chosen?.hasPassphrase && <SignInForm key={chosen.id} reader={chosen} />}
        <ul className={classes.names} aria-label="Readers">
          {readers
            .filter((reader) => reader !== chosen || !reader.hasPassphrase)
            .map(({ id, name, hasPassphrase }) => (
              <li key={id}>
                <Button
                  fullWidth
                  variant="default"
                  disabled={isBusy}
                  rightSection={hasPassphrase ? <IconLock size={14} stroke={1.6} aria-label="has a passphrase" /> : undefined}
                  onClick={() => (hasPassphrase ? setChosenId(id) : act(() => signIn(id)))}
                >
                  {name}
                </Button>
              </li>
            ))}
        </ul>
        {(error !== null || unknown) && (
          <Text size="sm" c="var(--danger)" role="alert">
            {error ?? plainWords(unknown)}
          </Text>
        )}
        <ResearchUseNotice />
      </div>
    </main>
  );
}
