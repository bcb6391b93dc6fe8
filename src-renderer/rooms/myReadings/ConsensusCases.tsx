import { Badge, Button } from "@mantine/core";
import type { OwnAdjudications } from "#shared/api/adjudication.ts";
import { formatCounted } from "../../ui/format.ts";
import classes from "./MyReadings.module.css";

interface Props {
  readonly project: OwnAdjudications;
  /** The one that is being opened. */
  readonly opening: string | null;
  readonly onOpen: (readingId: string) => void;
}

type Case = OwnAdjudications["cases"][number];
const isOpen = ({ state, whyNot }: Case) => (state === "open" || state === "unlocked") && whyNot === null;

/** The case whose consensus is to be made now: one that was begun, else the first; null where there is none. */
export function consensusToOpen({ cases }: OwnAdjudications): Case | null {
  const open = cases.filter(isOpen);
  return open.find(({ isOpened }) => isOpened) ?? open[0] ?? null;
}

/** The consensus cases of one study: how many are submitted, the one to make now, and why one cannot be made. */
export function ConsensusCases({ project: { project, whyNone, cases }, opening, onOpen }: Props) {
  const next = consensusToOpen({ project, projectId: "", whyNone, cases });
  const submitted = cases.filter(({ state }) => state === "submitted").length;
  const barred = cases.filter(({ state, whyNot }) => state !== "submitted" && whyNot !== null);
  return (
    <section className={classes.project} aria-label={`Consensus: ${project}`}>
      <div className={classes.head}>
        <h2 className={classes.name}>Consensus: {project}</h2>
        {cases.length > 0 && (
          <span className={classes.count}>
            {submitted} of {cases.length} submitted
          </span>
        )}
      </div>
      {whyNone !== null && <p className={classes.why}>{whyNone}</p>}
      {next && (
        <div className={classes.first}>
          <Button size="lg" loading={opening === next.readingId} onClick={() => onOpen(next.readingId)}>
            {next.isOpened ? "Go on with consensus" : "Open consensus"} {next.code}
          </Button>
          {next.state === "unlocked" && (
            <Badge variant="light" color="yellow">
              Unlocked: submit again
            </Badge>
          )}
        </div>
      )}
      {barred.map(({ code, whyNot }) => (
        <p key={code} className={classes.why}>
          {code}: {whyNot}
        </p>
      ))}
      {!next && whyNone === null && barred.length === 0 && (
        <p className={classes.quiet}>
          {cases.length === 0
            ? "No consensus is asked for now."
            : `${formatCounted(submitted, "consensus is", "consensus are")} submitted.`}
        </p>
      )}
    </section>
  );
}
