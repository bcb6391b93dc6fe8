import { Alert, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { plainWords } from "../../client/plainWords.ts";
import classes from "./AgreementRoom.module.css";

interface Props<Answer> {
  readonly query: { readonly data: Answer | undefined; readonly error: unknown };
  /** What is being done, until it is there. */
  readonly waiting: string;
  readonly children: (answer: Answer) => ReactNode;
}

/** What was asked for, or that it is being computed, or why there is none. */
export function Answered<Answer>({ query: { data, error }, waiting, children }: Props<Answer>) {
  if (error)
    return (
      <Alert color="yellow" variant="light" role="alert" m="md">
        {plainWords(error)}
      </Alert>
    );
  if (data === undefined)
    return (
      <output className={classes.waiting}>
        <Loader size="xs" aria-hidden /> {waiting}
      </output>
    );
  return children(data);
}
