import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { OpenReading } from "#shared/api/reading.ts";
import { client, queryClient, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import classes from "./Case.module.css";

interface Props {
  readonly reading: Pick<OpenReading, "readingId" | "code">;
  readonly onClose: () => void;
}

const common = ["Wrong series", "Fat suppression failed", "Image quality too low"] as const;

/** Questions to the coordinator about a case, and their answers. While one waits, the next case can be opened. */
export function QuestionSheet({ reading: { readingId, code }, onClose }: Props) {
  const { data, error: askError } = useQuery(trpc.reading.describe.queryOptions({ readingId }, { refetchOnMount: "always" }));
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const questions = data?.questions ?? [];

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await client.reading.ask.mutate({ readingId, text: text.trim() });
      setText("");
      await queryClient.invalidateQueries(trpc.reading.describe.queryFilter({ readingId }));
    } catch (cause) {
      setError(plainWords(cause));
    } finally {
      setBusy(false);
    }
  };
  const message = error ?? (askError ? plainWords(askError) : null);
  return (
    <Modal opened onClose={onClose} title={`Questions about case ${code}`} size={520} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        {questions.length > 0 && (
          <ul className={classes.questions} aria-label="Questions">
            {questions.map((question) => (
              <li key={question.number}>
                {question.text}
                <p className={classes.answer}>
                  {question.answer === null ? (
                    <span className={classes.quiet}>No answer yet. Meanwhile the next case can be opened.</span>
                  ) : (
                    <>
                      <strong>Answer:</strong> {question.answer}
                    </>
                  )}
                </p>
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={(event) => void send(event)}>
          <Stack gap="sm">
            <Group gap={6}>
              {common.map((words) => (
                <Button key={words} variant="default" size="compact-sm" onClick={() => setText(text === "" ? words : `${text} ${words}`)}>
                  {words}
                </Button>
              ))}
            </Group>
            <Textarea
              label="Question to the coordinator"
              description="Without names, dates or numbers of patients."
              autosize
              minRows={3}
              maxRows={8}
              maxLength={2000}
              value={text}
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {message !== null && (
              <Text c="var(--danger)" role="alert">
                {message}
              </Text>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Close
              </Button>
              <Button type="submit" loading={isBusy} disabled={text.trim() === ""}>
                Send
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </Modal>
  );
}
