import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DifferencesInShort } from "#shared/api/agreement.ts";
import { sourceInWords } from "#shared/domain/agreement/groupDifferences.ts";
import { trpc } from "../../client/client.ts";
import { Answered } from "./Answered.tsx";
import { fixed, interval, pValue } from "./numbers.ts";
import { Value } from "./Value.tsx";
import classes from "./AgreementRoom.module.css";

/** Differences of the scores between the groups of the cases, on one declared source of scores. */
export function DifferencesTab({ projectId }: { projectId: string }) {
  const query = useQuery(trpc.agreement.differences.queryOptions({ projectId }));
  const [chosen, setChosen] = useState(0);
  return (
    <Answered query={query} waiting="Comparing the groups …">
      {(all) => {
        const shown = all[chosen] ?? all[0];
        if (!shown) return <p className={classes.waiting}>No reader has locked readings of a first pass.</p>;
        return (
          <div className={classes.page}>
            <div className={classes.bar}>
              <Select
                aria-label="Source of the scores"
                w={230}
                allowDeselect={false}
                data={all.map(({ source }, at) => ({ value: String(at), label: sourceInWords(source) }))}
                value={String(all.indexOf(shown))}
                onChange={(at) => setChosen(Number(at))}
              />
              <p className={classes.note}>{aboutTests(shown)}</p>
            </div>
            <DifferenceTable shown={shown} />
          </div>
        );
      }}
    </Answered>
  );
}

function aboutTests({ tests, withoutGroup, rows }: DifferencesInShort): string {
  const groups = rows[0]?.groups.length ?? 0;
  if (groups < 2) return "The cases have fewer than two groups: there is nothing to test.";
  return (
    `m = ${tests} tests, muscles and sides apart; ${groups === 2 ? "Mann-Whitney U, asymptotic p corrected for ties, without continuity correction" : "Kruskal-Wallis"}; ` +
    `p also adjusted over the m tests by Holm and by Benjamini and Hochberg (BH).${withoutGroup > 0 ? ` ${withoutGroup} cases without a group are left out.` : ""}`
  );
}

function DifferenceTable({ shown: { rows } }: { shown: DifferencesInShort }) {
  const groups = rows[0]?.groups ?? [];
  if (groups.length < 2) return null;
  return (
    <div className={classes.tableScroll}>
      <table className={classes.table} aria-label="Differences between groups">
        <thead>
          <tr>
            <th scope="col">Muscle</th>
            <th scope="col">Side</th>
            {groups.map(({ name }) => (
              <th key={name} scope="col" data-number>
                Median, {name} (n)
              </th>
            ))}
            {groups.length === 2 && (
              <th scope="col" data-number>
                U of {groups[0]!.name}
              </th>
            )}
            <th scope="col" data-number>
              p
            </th>
            <th scope="col" data-number>
              p, Holm
            </th>
            <th scope="col" data-number>
              p, BH
            </th>
            {groups.length === 2 && (
              <th scope="col" data-number>
                AUC of {groups[0]!.name} (95 %)
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, muscle, words, side, groups: own, mannWhitney, kruskalWallis, p, pHolm, pBH }) => {
            const reason = (mannWhitney ?? kruskalWallis)?.reason;
            return (
              <tr key={key}>
                <th scope="row">{muscle ?? words}</th>
                <td data-quiet>{side ?? ""}</td>
                {own.map(({ name, median, n }) => (
                  <td key={name} data-number>
                    {fixed(median, 1)} ({n})
                  </td>
                ))}
                {mannWhitney && <td data-number>{fixed(mannWhitney.u, 1)}</td>}
                <td data-number>
                  <Value reason={reason}>{pValue(p)}</Value>
                </td>
                <td data-number>{pValue(pHolm)}</td>
                <td data-number>{pValue(pBH)}</td>
                {mannWhitney && (
                  <td data-number>
                    {fixed(mannWhitney.auc)} <span data-quiet>{interval(mannWhitney.auc, mannWhitney.lower, mannWhitney.upper)}</span>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
