import type { TakenReturn } from "#shared/api/packet.ts";
import { formatCounted } from "../../../ui/format.ts";
import { Note } from "../Note.tsx";

/** What became of the cases of a return. */
export function TakenNote({ taken: { taken, already, leftOut, notes, readerNumber, pass } }: { readonly taken: TakenReturn }) {
  const title =
    taken.length === 0
      ? "Nothing new was taken in"
      : `${formatCounted(taken.length, "reading", "readings")} of reader ${readerNumber}, pass ${pass}, taken in: ${taken.join(", ")}`;
  return (
    <Note title={title} isWarning={leftOut.length > 0 || notes.length > 0}>
      {already.length > 0 && <div>Taken in before, the same: {already.join(", ")}</div>}
      {leftOut.map(({ code, why }) => (
        <div key={code}>
          Not taken in, {code}: {why}
        </div>
      ))}
      {notes.map((note) => (
        <div key={note}>{note}</div>
      ))}
    </Note>
  );
}
