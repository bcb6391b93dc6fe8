import { Alert } from "@mantine/core";
import classes from "./Projects.module.css";

/** Why something was not done, line by line as the program says it; nothing where it was. */
export function Refusal({ error, title }: { readonly error: string | null; readonly title?: string }) {
  if (error === null) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={title}>
      <span className={classes.danger}>{error}</span>
    </Alert>
  );
}
