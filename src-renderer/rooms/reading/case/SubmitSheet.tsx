import { Button, Group, Loader, Modal, NativeSelect, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { Consensus } from "#shared/api/adjudication.ts";
import { MissingList } from "./MissingList.tsx";
import type { OpenCase } from "./openCase.ts";
import { OtherSigners } from "./OtherSigners.tsx";
import type { MissingPlace } from "./places.ts";

/** What a submission was signed with, as the reader is told. */
export interface Submitted {
  readonly submittedAt: string;
  readonly fingerprint: string;
}

interface Props {
  readonly openCase: Pick<OpenCase, "reading" | "lacksNow">;
  /** The reader who signs. */
  readonly name: string;
  /** Resolves when all that was drawn and answered is on disk, with the active time. */
  readonly whenSaved: () => Promise<void>;
  readonly onPlace: (place: MissingPlace) => void;
  readonly onClose: () => void;
  readonly onSubmitted: (submitted: Submitted) => void;
}

const independent = "I have read this case independently";
const corrected = "I have corrected this reading as asked";
const other = "Other words …";
/** What is said with the signature of a consensus, by one or by two. */
const decided = "I have decided between the two readings of this case";
const together = "This is our consensus on this case";

/** Says what is missing; where nothing is, has the reader sign and submits. */
export function SubmitSheet({ openCase, name, whenSaved, onPlace, onClose, onSubmitted }: Props) {
  const { code, readingId, consensus } = openCase.reading;
  // Asked for anew each time that the sheet is opened.
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["lacks before submitting", readingId],
    queryFn: async () => {
      await whenSaved();
      return openCase.lacksNow();
    },
    staleTime: 0,
    gcTime: 0,
  });
  const lacks = isFetching ? undefined : data;

  const isComplete = lacks !== undefined && lacks.levels.length + lacks.drawings.length + lacks.answers.length === 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={consensus ? `Submit the consensus of case ${code}` : `Submit case ${code}`}
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isFetching && (
        <output>
          <Loader size="xs" aria-hidden /> Saving, then asking what is missing …
        </output>
      )}
      {!isFetching && error && (
        <Stack gap="sm">
          <Text c="var(--danger)" role="alert">
            {plainWords(error)}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => void refetch()}>
              Ask again
            </Button>
          </Group>
        </Stack>
      )}
      {lacks && !isComplete && (
        <Stack gap="sm">
          <Text>The case cannot be submitted yet.</Text>
          <div>
            <MissingList openCase={openCase} lacks={lacks} onPlace={onPlace} />
          </div>
          <Group justify="flex-end">
            <Button data-autofocus onClick={onClose}>
              Back to the case
            </Button>
          </Group>
        </Stack>
      )}
      {isComplete && (
        <Signing
          readingId={readingId}
          consensus={consensus}
          name={name}
          whenSaved={whenSaved}
          onClose={onClose}
          onSubmitted={onSubmitted}
        />
      )}
    </Modal>
  );
}

function Signing({
  readingId,
  consensus,
  name,
  whenSaved,
  onClose,
  onSubmitted,
}: Pick<Props, "name" | "whenSaved" | "onClose" | "onSubmitted"> & {
  readonly readingId: string;
  readonly consensus: Consensus | undefined;
}) {
  const [choice, setChoice] = useState<string>(!consensus ? independent : consensus.signers.length > 1 ? together : decided);
  const [words, setWords] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [others, setOthers] = useState<Readonly<Record<number, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const meaning = choice === other ? words.trim() : choice;
  const isSigned = passphrase !== "" && (consensus?.signers.every(({ number, isSelf }) => isSelf || (others[number] ?? "") !== "") ?? true);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || meaning === "" || !isSigned) return;
    setBusy(true);
    setError(null);
    try {
      await whenSaved();
      const signed = { readingId, passphrase, meaning };
      const given = Object.entries(others).map(([number, of]) => ({ number: Number(number), passphrase: of }));
      onSubmitted(
        consensus ? await client.adjudication.submit.mutate({ ...signed, others: given }) : await client.reading.submit.mutate(signed),
      );
    } catch (cause) {
      setError(plainWords(cause));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text>
          Nothing is missing. Signed by <strong>{consensus ? consensus.signers.map((signer) => signer.name).join(" and ") : name}</strong>.
          After this the {consensus ? "consensus" : "reading"} is locked.
        </Text>
        <NativeSelect
          label="Meaning of the signature"
          data={consensus ? [decided, together, other] : [independent, corrected, other]}
          value={choice}
          onChange={(event) => setChoice(event.currentTarget.value)}
        />
        {choice === other && (
          <TextInput label="In own words" maxLength={200} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        )}
        <PasswordInput
          label={consensus && consensus.signers.length > 1 ? `Passphrase of ${name}` : "Passphrase"}
          autoComplete="off"
          value={passphrase}
          data-autofocus
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {consensus && (
          <OtherSigners
            signers={consensus.signers}
            passphrases={others}
            onPassphrase={(number, of) => setOthers({ ...others, [number]: of })}
          />
        )}
        {error !== null && (
          <Text c="var(--danger)" role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={meaning === "" || !isSigned}>
            Sign and submit
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
