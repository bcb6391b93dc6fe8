import { Button, Checkbox, Text } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { formatCounted } from "../../../ui/format.ts";
import { Note } from "../Note.tsx";
import { ReasonSheet } from "../ReasonSheet.tsx";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { AssignSheet } from "./AssignSheet.tsx";
import { ConsensusLine, type ConsensusAct } from "./ConsensusLine.tsx";
import { ruleInWords } from "./consensusWords.ts";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";

/** They are submitted in other windows while the page is on show. */
const everyMs = 10_000;

/** The cases on which the two first readings differ by more than the protocol allows: who decides, and how far that is. */
export function ConsensusStep({ project }: { readonly project: OpenProject }) {
  const { projectId, status, protocol } = project;
  const { data, error } = useQuery(
    trpc.adjudication.list.queryOptions({ projectId }, { staleTime: 0, retry: false, refetchInterval: everyMs }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [assigning, setAssigning] = useState<readonly string[] | null>(null);
  const [acting, setActing] = useState<ConsensusAct | null>(null);
  const [assigned, setAssigned] = useState<string | null>(null);
  const rule = ruleInWords(protocol.agreement.adjudication);
  const isRunning = status.state === "running";
  const found = data?.cases ?? [];
  const free = found.filter(({ adjudication }) => adjudication === null).map(({ code }) => code);
  const picked = free.filter((code) => chosen.has(code));
  const toAssign = picked.length > 0 ? picked : free;
  const set = (codes: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const code of codes) {
      if (isChosen) next.add(code);
      else next.delete(code);
    }
    setChosen(next);
  };
  return (
    <section className={page.section} aria-label="Consensus">
      <h2>Consensus</h2>
      <Text c="dimmed" maw={760}>
        {rule === null
          ? "The protocol asks for no consensus: “agreement, adjudication” of a protocol file says from which difference on a case is decided anew."
          : `By the protocol a case is decided anew ${rule}. The two readings stay as they are, and agreement is computed from them alone.`}
      </Text>
      <Refusal error={error ? plainWords(error) : null} />
      {assigned !== null && (
        <Note title={assigned}>
          <div>It is opened from “My readings”, signed in as who decides, when that one has no reading left to submit.</div>
        </Note>
      )}
      {data && rule !== null && (
        <>
          {isRunning && (
            <div className={page.bar}>
              <Button leftSection={<IconUserCheck size={15} />} disabled={free.length === 0} onClick={() => setAssigning(toAssign)}>
                {free.length === 0 ? "Assign…" : `Assign ${formatCounted(toAssign.length, "case", "cases")}…`}
              </Button>
            </div>
          )}
          {found.length === 0 ? (
            <Text c="dimmed">{data.waiting > 0 ? "No case that could be compared differs so much." : "No case differs so much."}</Text>
          ) : (
            <table className={classes.table} aria-label="Cases to decide">
              <thead>
                <tr>
                  {isRunning && (
                    <th scope="col">
                      <Checkbox
                        aria-label="All cases that nobody is assigned to"
                        checked={free.length > 0 && picked.length === free.length}
                        indeterminate={picked.length > 0 && picked.length < free.length}
                        disabled={free.length === 0}
                        onChange={(event) => set(free, event.currentTarget.checked)}
                      />
                    </th>
                  )}
                  <th scope="col">Case</th>
                  <th scope="col">Why</th>
                  <th scope="col">Who decides</th>
                  <th scope="col">State</th>
                  <th scope="col">Change</th>
                </tr>
              </thead>
              <tbody>
                {found.map((each) => (
                  <ConsensusLine
                    key={each.code}
                    of={each}
                    isRunning={isRunning}
                    isChosen={chosen.has(each.code)}
                    onChoose={(isChosen) => set([each.code], isChosen)}
                    onAct={setActing}
                  />
                ))}
              </tbody>
            </table>
          )}
          {data.waiting > 0 && (
            <Text size="xs" c="dimmed">
              {formatCounted(data.waiting, "case waits", "cases wait")} until both first readings are submitted.
            </Text>
          )}
        </>
      )}
      {assigning && (
        <AssignSheet
          project={project}
          codes={assigning}
          onClose={() => setAssigning(null)}
          onAssigned={(words) => {
            setAssigned(words);
            setChosen(new Set());
            setAssigning(null);
          }}
        />
      )}
      {acting && <ActSheet {...acting} onClose={() => setActing(null)} />}
    </section>
  );
}

function ActSheet({ code, adjudicationId, does, onClose }: ConsensusAct & { readonly onClose: () => void }) {
  const isUnlock = does === "unlock";
  return (
    <ReasonSheet
      title={isUnlock ? `Unlock the consensus of case ${code}?` : `Withdraw the consensus of case ${code}?`}
      says={
        isUnlock
          ? "It is changed and submitted anew, as its next version. What was signed before is kept."
          : "It is kept and counts no more; the case can be assigned anew. The two readings stay as they are."
      }
      does={isUnlock ? "Unlock" : "Withdraw"}
      onClose={onClose}
      onSend={async (reason) => {
        const request = { adjudicationId, reason };
        if (isUnlock) await client.adjudication.unlock.mutate(request);
        else await client.adjudication.withdraw.mutate(request);
        await projectsChanged();
      }}
    />
  );
}
