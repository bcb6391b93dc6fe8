import classes from "./Projects.module.css";

/** Why something was not done, line by line as the program says it; nothing where it was. */
export function Refusal({ error, title }: { readonly error: string | null; readonly title?: string }) {
  if (error === null) return null;
  return (
    <div role="alert" className={classes.note} data-refused>
      {title !== undefined && <strong>{title}</strong>}
      <div className={classes.danger}>{error}</div>
    </div>
  );
}
