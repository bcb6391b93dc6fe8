import { Badge, Button, Progress, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { OwnReading, OwnReadings } from "#shared/api/reading.ts";
import { formatCounted, formatMoment } from "../../ui/format.ts";
import { caseToOpen, isBegun } from "./caseToOpen.ts";
import { PacketReturn } from "./PacketReturn.tsx";
import classes from "./MyReadings.module.css";

interface Props {
  readonly project: OwnReadings;
  /** The reading that is being opened. */
  readonly opening: string | null;
  /** The large button has the focus, so that Enter opens the case. */
  readonly hasFocus: boolean;
  readonly onOpen: (readingId: string) => void;
  /** Of the key with which the reader signs. */
  readonly fingerprint: string | null;
}

/** One study: how much is submitted, the case to read now, what waits, and the cases that were begun. */
export function ProjectReadings({ project, opening, hasFocus, onOpen, fingerprint }: Props) {
  const { project: name, total, submitted, begun, whyNone } = project;
  const first = caseToOpen(project);
  const open = begun.filter((reading) => isBegun(reading) && reading.readingId !== first?.readingId);
  const done = begun.filter((reading) => !isBegun(reading));
  const compared = done.filter(({ canCompare }) => canCompare);
  return (
    <section className={classes.project} aria-label={name}>
      <div className={classes.head}>
        <h2 className={classes.name}>{name}</h2>
        <span className={classes.count}>
          {submitted} of {total} submitted
        </span>
      </div>
      <Progress value={total === 0 ? 0 : (100 * submitted) / total} size="sm" aria-label={`Submitted readings of ${name}`} />
      {first && <FirstCase reading={first} isOpening={opening === first.readingId} hasFocus={hasFocus} onOpen={onOpen} />}
      {whyNone !== null && <p className={classes.why}>{whyNone}</p>}
      <Waiting waiting={project.waiting} />
      {project.isPacket && <PacketReturn project={project} fingerprint={fingerprint} />}
      {compared.length > 0 && (
        <CaseTable
          caption="Training cases with the coordinator's reading"
          does="Compare"
          readings={compared}
          opening={opening}
          onOpen={onOpen}
        />
      )}
      {open.length > 0 && <CaseTable caption="Also open" does="Go on" readings={open} opening={opening} onOpen={onOpen} />}
      {done.length > 0 && (
        <details className={classes.done}>
          <summary>{formatCounted(done.length, "case read", "cases read")}</summary>
          <CaseTable caption="Cases read" readings={done} opening={opening} onOpen={null} />
        </details>
      )}
    </section>
  );
}

function FirstCase({
  reading,
  isOpening,
  hasFocus,
  onOpen,
}: {
  reading: OwnReading;
  isOpening: boolean;
  hasFocus: boolean;
  onOpen: (id: string) => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasFocus) button.current?.focus();
  }, [hasFocus]);
  return (
    <div className={classes.first}>
      <Button ref={button} size="lg" loading={isOpening} onClick={() => onOpen(reading.readingId)}>
        {reading.isOpened ? "Go on with case" : "Open case"} {reading.code}
      </Button>
      <Marks reading={reading} />
    </div>
  );
}

/** What is special about a case. */
function Marks({ reading: { pass, isTraining, isAsking, state } }: { reading: OwnReading }) {
  return (
    <span className={classes.marks}>
      <span>Pass {pass}</span>
      {isTraining && <Badge variant="light">Training</Badge>}
      {isAsking && (
        <Badge variant="light" color="yellow">
          Question asked
        </Badge>
      )}
      {state === "unlocked" && (
        <Badge variant="light" color="yellow">
          Unlocked: submit again
        </Badge>
      )}
      {state === "withdrawn" && <Badge variant="default">Withdrawn</Badge>}
    </span>
  );
}

function Waiting({ waiting: { count, until } }: Pick<OwnReadings, "waiting">) {
  if (count === 0) return null;
  return (
    <p className={classes.quiet}>
      {formatCounted(count, "case waits", "cases wait")} for the washout.
      {until !== null && (
        <>
          {" "}
          The first can be opened on {formatMoment(until)} (local time), {until.slice(0, 16).replace("T", " ")} UTC.
        </>
      )}
    </p>
  );
}

interface TableProps extends Pick<Props, "opening"> {
  readonly caption: string;
  /** What the button of a case says. */
  readonly does?: "Go on" | "Compare";
  /** Null where the cases are only listed. */
  readonly onOpen: Props["onOpen"] | null;
  readonly readings: readonly OwnReading[];
}

function CaseTable({ caption, does = "Go on", readings, opening, onOpen }: TableProps) {
  return (
    <table className={classes.table} aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">Reading</th>
          <th scope="col">{onOpen ? <VisuallyHidden>{does}</VisuallyHidden> : "Submitted"}</th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr key={reading.readingId}>
            <th scope="row">{reading.code}</th>
            <td>
              <Marks reading={reading} />
            </td>
            <td>
              {onOpen ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  loading={opening === reading.readingId}
                  aria-label={does === "Compare" ? `Compare case ${reading.code}` : `Go on with case ${reading.code}`}
                  onClick={() => onOpen(reading.readingId)}
                >
                  {does}
                </Button>
              ) : (
                reading.submittedAt !== null && formatMoment(reading.submittedAt)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
