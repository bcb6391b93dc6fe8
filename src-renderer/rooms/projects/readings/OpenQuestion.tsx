import { Button, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { client } from "../../../client/client.ts";
import { projectsChanged, type ReadingOfProject } from "../../../client/projects.ts";
import { useAct } from "../../../client/useAct.ts";
import classes from "../Projects.module.css";
import own from "./Readings.module.css";

interface Props {
  readonly reading: ReadingOfProject;
  readonly number: number;
  readonly text: string;
  readonly isClosed: boolean;
}

/** A reader's question, with a field for the answer. */
export function OpenQuestion({ reading: { readingId, reader, pass, code, caseCode }, number, text, isClosed }: Props) {
  const [answer, setAnswer] = useState("");
  const { isBusy, error, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(async () => {
      await client.reading.answerQuestion.mutate({ readingId, number, answer });
      await projectsChanged();
    });
  };
  return (
    <form className={own.question} onSubmit={submit}>
      <Text>
        <strong>{reader}</strong> asks about case <span className={classes.code}>{caseCode}</span>
        {code !== caseCode && (
          <>
            {" "}
            (known there as <span className={classes.code}>{code}</span>)
          </>
        )}
        , pass {pass}: “{text}”
      </Text>
      {!isClosed && (
        <div className={own.answer}>
          <TextInput
            flex={1}
            aria-label={`Answer to ${reader} on case ${caseCode}`}
            placeholder="Your answer: no patient’s name or ID, no group"
            required
            maxLength={2000}
            autoComplete="off"
            value={answer}
            onChange={(event) => setAnswer(event.currentTarget.value)}
          />
          <Button type="submit" loading={isBusy}>
            Answer
          </Button>
        </div>
      )}
      {error !== null && (
        <Text className={classes.danger} role="alert">
          {error}
        </Text>
      )}
    </form>
  );
}
