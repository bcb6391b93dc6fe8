import { Button, Menu, Modal } from "@mantine/core";
import { IconKey, IconLock, IconLogout, IconPencil, IconUser, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Reader } from "#shared/domain/reader.ts";
import { queryClient, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { showReader, signIn, signOut, useSignedIn } from "../../../client/reader.ts";
import { PassphraseForm } from "./PassphraseForm.tsx";
import { ReaderForm } from "./ReaderForm.tsx";
import { ReaderList } from "./ReaderList.tsx";
import { ResetPassphraseForm } from "./ResetPassphraseForm.tsx";
import { SignInForm } from "./SignInForm.tsx";

/** What is open over the window. */
type Sheet = { readonly kind: "sign in" | "edit" | "reset"; readonly reader: Reader } | { readonly kind: "add" | "passphrase" | "all" };

const icon = { size: 15, stroke: 1.6 } as const;

/**
 * Who is signed in, and the way to another: every stroke, feature set and prediction is the reader's who is named here. In a blinded session nobody's details
 * are changed.
 */
export function ReaderMenu({ isBlinded = false }: { readonly isBlinded?: boolean }) {
  const signedIn = useSignedIn();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { data } = useQuery({ ...trpc.reader.list.queryOptions(), enabled: signedIn.kind === "reader" });
  if (signedIn.kind !== "reader") return null;
  const { reader } = signedIn;
  const readers = data?.readers ?? [];
  const others = readers.filter(({ id, retiredAt }) => id !== reader.id && retiredAt === null);

  const close = () => setSheet(null);
  const listAnew = () => void queryClient.invalidateQueries(trpc.reader.list.queryFilter());
  const kept = (changed: Reader) => {
    if (changed.id === reader.id) showReader(changed);
    listAnew();
    close();
  };
  const leave = (work: Promise<void>) => {
    setBusy(true);
    work
      .catch((error: unknown) => notifications.show({ color: "red", title: "The reader stays the same", message: plainWords(error) }))
      .finally(() => setBusy(false));
  };
  const titles: Record<Sheet["kind"], string> = {
    "sign in": "Sign in",
    edit: "Details of a reader",
    add: "Add a reader",
    passphrase: reader.hasPassphrase ? "Change the passphrase" : "Set a passphrase",
    all: "Readers",
    reset: "Set the passphrase of a reader",
  };

  return (
    <>
      <Menu position="bottom-end" withArrow shadow="md" width={230}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconUser {...icon} />}
            aria-label={`Reader: ${reader.name}`}
            title={isBusy ? "Saving what was drawn, then the reader changes" : reader.name}
            loading={isBusy}
            maw={180}
          >
            {reader.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.length > 0 && <Menu.Label>Read as</Menu.Label>}
          {others.map((other) => (
            <Menu.Item
              key={other.id}
              leftSection={<IconUser {...icon} />}
              rightSection={other.hasPassphrase ? <IconLock {...icon} aria-label="has a passphrase" /> : undefined}
              onClick={() => (other.hasPassphrase ? setSheet({ kind: "sign in", reader: other }) : leave(signIn(other.id)))}
            >
              {other.name}
            </Menu.Item>
          ))}
          {others.length > 0 && <Menu.Divider />}
          {!isBlinded && (
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setSheet({ kind: "edit", reader })}>
              My details …
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => setSheet({ kind: "passphrase" })}>
            {titles.passphrase} …
          </Menu.Item>
          {!isBlinded && (
            <>
              <Menu.Item leftSection={<IconUserPlus {...icon} />} onClick={() => setSheet({ kind: "add" })}>
                Add a reader …
              </Menu.Item>
              <Menu.Item leftSection={<IconUsers {...icon} />} onClick={() => setSheet({ kind: "all" })}>
                All readers …
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => leave(signOut())}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={sheet !== null}
        onClose={close}
        title={sheet === null ? "" : titles[sheet.kind]}
        size={sheet?.kind === "all" ? 560 : 400}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {sheet?.kind === "sign in" && <SignInForm reader={sheet.reader} onCancel={close} />}
        {sheet?.kind === "edit" && <ReaderForm reader={sheet.reader} onDone={kept} onCancel={close} />}
        {sheet?.kind === "add" && <ReaderForm reader={null} onDone={kept} onCancel={close} />}
        {sheet?.kind === "passphrase" && <PassphraseForm reader={reader} onDone={kept} onCancel={close} />}
        {sheet?.kind === "reset" && (
          <ResetPassphraseForm
            reader={sheet.reader}
            onDone={() => {
              listAnew();
              setSheet({ kind: "all" });
            }}
            onCancel={() => setSheet({ kind: "all" })}
          />
        )}
        {sheet?.kind === "all" && (
          <ReaderList
            readers={readers}
            ownId={reader.id}
            onChanged={listAnew}
            onEdit={(edited) => setSheet({ kind: "edit", reader: edited })}
            resettableIds={data?.resettableIds ?? []}
            onReset={(of) => setSheet({ kind: "reset", reader: of })}
          />
        )}
      </Modal>
    </>
  );
}
