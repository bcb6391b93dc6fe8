import { List } from "@mantine/core";
import type { client } from "../../../client/client.ts";
import { formatCounted } from "../../../ui/format.ts";
import { Note } from "../Note.tsx";

/** What became of what was to be added. */
export type Added = Awaited<ReturnType<typeof client.project.addCases.mutate>>;

/** Says how many cases were added, and what was left out and why. */
export function AddedNote({ added: { added, joined, readings, leftOut } }: { readonly added: Added }) {
  const words = [
    `${formatCounted(added.length, "case was", "cases were")} added${added.length === 0 ? "" : `: ${added.join(", ")}`}.`,
    ...(readings === undefined || added.length === 0
      ? []
      : [
          `${formatCounted(readings, "reading was", "readings were")} made behind the others. Prepare them: their roles, levels and looks.`,
        ]),
    ...(joined.length === 0 ? [] : [`Studies were added to ${joined.join(", ")}.`]),
  ].join(" ");
  return (
    <Note isWarning={leftOut.length > 0} title={words}>
      {leftOut.length > 0 && (
        <List size="sm" aria-label="Left out">
          {leftOut.map(({ where, why }) => (
            <List.Item key={`${where} ${why}`}>
              Left out, {where}: {why}
            </List.Item>
          ))}
        </List>
      )}
    </Note>
  );
}
