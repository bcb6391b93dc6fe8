import { Button, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import type { OwnReadings } from "#shared/api/reading.ts";
import { writeReturn } from "../../client/packets.ts";
import { useAct } from "../../client/useAct.ts";
import { formatCounted } from "../../ui/format.ts";
import { FormFoot } from "../../ui/FormFoot.tsx";
import { saveBlob } from "../../ui/saveBlob.ts";
import { fileNameOf } from "../../ui/saveText.ts";
import classes from "./MyReadings.module.css";

interface Props {
  readonly project: Pick<OwnReadings, "projectId" | "project" | "total" | "submitted">;
  /** Of the key with which the reader signs. */
  readonly fingerprint: string | null;
}

/** Of a study that came as a packet: the fingerprint that the coordinator asks for, and what is given back. */
export function PacketReturn({ project, fingerprint }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  return (
    <div className={classes.packet}>
      <p className={classes.quiet}>
        Came as a packet.
        {fingerprint !== null && (
          <>
            {" "}
            The fingerprint of your key is <code>{fingerprint}</code>: tell it to the coordinator, on the telephone for example.
          </>
        )}
      </p>
      <div>
        <Button
          variant="default"
          leftSection={<IconFileExport size={15} />}
          disabled={project.submitted === 0}
          title={project.submitted === 0 ? "No case is submitted yet" : undefined}
          onClick={() => {
            setSaved(null);
            setOpen(true);
          }}
        >
          Write what goes back…
        </Button>
      </div>
      {saved !== null && (
        <output className={classes.signed}>
          <strong>Saved as {saved}.</strong> Give the file to the coordinator.
        </output>
      )}
      {isOpen && <ReturnSheet project={project} onClose={() => setOpen(false)} onSaved={setSaved} />}
    </div>
  );
}

interface SheetProps extends Pick<Props, "project"> {
  readonly onClose: () => void;
  readonly onSaved: (fileName: string) => void;
}

function ReturnSheet({ project: { projectId, project, total, submitted }, onClose, onSaved }: SheetProps) {
  const [own, setOwn] = useState("");
  const { isBusy, error, act } = useAct();
  const left = total - submitted;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      const fileName = `${fileNameOf(project, "study")}.return`;
      saveBlob(await writeReturn(projectId, own), fileName);
      onSaved(fileName);
      onClose();
    });
  };
  return (
    <Modal opened onClose={onClose} title="Write what goes back" size={480} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text>
            {formatCounted(submitted, "submitted reading goes", "submitted readings go")} into one encrypted file, which is saved as a
            download of this window.
            {left > 0 && ` ${formatCounted(left, "case is", "cases are")} not submitted: write another file then.`}
          </Text>
          <PasswordInput
            label="Your passphrase, which signs it"
            autoComplete="off"
            required
            withAsterisk={false}
            value={own}
            data-autofocus
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <FormFoot error={error} isBusy={isBusy} does="Sign and download" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
