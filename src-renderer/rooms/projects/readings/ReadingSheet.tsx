import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { stateInWords } from "#shared/domain/project/readingBoard.ts";
import { client } from "../../../client/client.ts";
import { projectsChanged, type ProjectStatus, type ReadingOfProject } from "../../../client/projects.ts";
import { formatMoment, formatSeconds } from "../../../ui/format.ts";
import { ReasonSheet } from "../ReasonSheet.tsx";
import { UnblindSheet } from "./UnblindSheet.tsx";
import own from "./Readings.module.css";

interface Props {
  readonly reading: ReadingOfProject;
  readonly isRunning: boolean;
  readonly isBlinded: boolean;
  /** Where the blind of the case was broken for this reader. */
  readonly broken: ProjectStatus["brokenBlinds"][number] | undefined;
  readonly onClose: () => void;
}

/** One reading with its times, questions and signatures; it is unlocked or withdrawn here, and its blind is broken. */
export function ReadingSheet({ reading, isRunning, isBlinded, broken, onClose }: Props) {
  const [acting, setActing] = useState<"unlock" | "withdraw" | "unblind" | null>(null);
  const {
    readingId,
    caseCode,
    code,
    reader,
    readerNumber,
    pass,
    position,
    version,
    openedAt,
    submittedAt,
    activeMs,
    questions,
    signatures,
  } = reading;
  const where = `case ${caseCode}, reader ${readerNumber}, pass ${pass}`;
  if (acting === "unblind") return <UnblindSheet reading={reading} onClose={() => setActing(null)} />;
  if (acting)
    return (
      <ReasonSheet
        title={acting === "unlock" ? `Unlock ${where}?` : `Withdraw ${where}?`}
        says={
          acting === "unlock"
            ? "The reader changes it and submits it anew, as its next version. What was signed before is kept."
            : "It is locked and kept, and enters no analysis. That cannot be taken back."
        }
        does={acting === "unlock" ? "Unlock" : "Withdraw"}
        onClose={() => setActing(null)}
        onSend={async (reason) => {
          const request = { readingId, reason };
          if (acting === "unlock") await client.reading.unlock.mutate(request);
          else await client.reading.withdraw.mutate(request);
          await projectsChanged();
        }}
      />
    );
  const facts: ReadonlyArray<readonly [string, string]> = [
    ["Reader", `${readerNumber} ${reader}`],
    ["Pass", `${pass}, position ${position}`],
    ["Code there", code],
    ["State", `${stateInWords(reading)}${version > 1 ? `, version ${version}` : ""}`],
    ["Protocol", `version ${reading.protocolVersion}`],
    ["Opened", openedAt === null ? "–" : formatMoment(openedAt)],
    ["Submitted", submittedAt === null ? "–" : formatMoment(submittedAt)],
    ["Active time", activeMs > 0 ? formatSeconds(activeMs / 1000) : "–"],
    ["Signed", signatures.length === 0 ? "–" : signatures.map(({ version: of }) => `version ${of}`).join(", ")],
  ];
  return (
    <Modal opened onClose={onClose} title={`Reading of case ${caseCode}`} size={520} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        <dl className={own.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {reading.replaced.length > 0 && (
          <Text c="var(--warning)">Series that were replaced since it was begun: {reading.replaced.join("; ")}.</Text>
        )}
        {reading.marks.map((mark) => (
          <Text key={mark} c="var(--warning)">
            {mark}
          </Text>
        ))}
        {broken && (
          <Text c="var(--warning)">
            The blind of this case was broken for this reader by {broken.brokenBy}, {formatMoment(broken.brokenAt)}: “{broken.reason}”
          </Text>
        )}
        {questions.map(({ number, text, answer }) => (
          <div key={number} className={own.asked}>
            <Text>“{text}”</Text>
            <Text c={answer === null ? "var(--warning)" : "dimmed"}>{answer ?? "waits for an answer"}</Text>
          </div>
        ))}
        {isRunning && (
          <Group justify="flex-end">
            {isBlinded && !broken && (
              <Button variant="subtle" color="gray" onClick={() => setActing("unblind")}>
                Break the blind…
              </Button>
            )}
            {reading.state !== "withdrawn" && (
              <Button variant="default" onClick={() => setActing("withdraw")}>
                Withdraw…
              </Button>
            )}
            {reading.state === "submitted" && (
              <Button variant="default" onClick={() => setActing("unlock")}>
                Unlock…
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
