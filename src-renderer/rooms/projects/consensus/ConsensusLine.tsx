import { Button, Checkbox } from "@mantine/core";
import type { CaseToAdjudicate } from "../../../client/projects.ts";
import { consensusState, reasonsOf } from "./consensusWords.ts";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** What is to be done with which consensus. */
export interface ConsensusAct {
  readonly code: string;
  readonly adjudicationId: string;
  readonly does: "unlock" | "withdraw";
}

interface Props {
  readonly of: CaseToAdjudicate;
  readonly isRunning: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onAct: (act: ConsensusAct) => void;
}

/** So many reasons are listed; all of them stand in the title. */
const mostReasons = 3;

/** A case on which two readings differ, with who decides. */
export function ConsensusLine({ of: { code, asked, adjudication }, isRunning, isChosen, onChoose, onAct }: Props) {
  const reasons = reasonsOf(asked);
  const acts = adjudication
    ? (["unlock", "withdraw"] as const).filter((does) => does === "withdraw" || adjudication.state === "submitted")
    : [];
  return (
    <tr>
      {isRunning && (
        <td>
          <Checkbox
            aria-label={`Case ${code}`}
            checked={isChosen}
            disabled={adjudication !== null}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row">
        <span className={classes.code}>{code}</span>
      </th>
      <td title={reasons.join("\n")}>
        {reasons.slice(0, mostReasons).map((reason) => (
          <div key={reason}>{reason}</div>
        ))}
        {reasons.length > mostReasons && <div className={classes.quiet}>and {reasons.length - mostReasons} more</div>}
      </td>
      <td>
        {adjudication ? (
          <>
            {adjudication.adjudicators.join(" and ")}
            <div className={classes.quiet}>
              A is reader {adjudication.a}, B is reader {adjudication.b}: who decides is not told
            </div>
          </>
        ) : (
          <span className={classes.quiet}>–</span>
        )}
      </td>
      <td>
        <span className={adjudication === null ? classes.warning : undefined}>{consensusState(adjudication)}</span>
        {adjudication && adjudication.outdated !== null && <div className={classes.warning}>{adjudication.outdated}</div>}
      </td>
      <td>
        <div className={page.bar}>
          {isRunning &&
            adjudication &&
            acts.map((does) => (
              <Button
                key={does}
                variant="default"
                size="compact-xs"
                aria-label={`${does === "unlock" ? "Unlock" : "Withdraw"} the consensus of case ${code}`}
                onClick={() => onAct({ code, adjudicationId: adjudication.adjudicationId, does })}
              >
                {does === "unlock" ? "Unlock…" : "Withdraw…"}
              </Button>
            ))}
        </div>
      </td>
    </tr>
  );
}
