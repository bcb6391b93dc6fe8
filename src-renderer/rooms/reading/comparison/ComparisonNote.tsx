import { CloseButton } from "@mantine/core";
import type { Volume } from "#shared/domain/volume.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { volumeTitle } from "../volumeTitle.ts";
import { wayInWords } from "./compareWords.ts";
import classes from "../panes/Furniture.module.css";

/** Says which image lies over the one on show and how, and takes it away. */
export function ComparisonNote({ desk, volume }: { desk: Desk; volume: Volume }) {
  const { shown, isHidden, way } = useObservable(desk.comparison.state);
  if (!shown || shown.lower.volume.id !== volume.id) return null;
  const { lower, upper } = shown.words;
  return (
    <div className={classes.notes} data-kind="comparison" role="note" data-furniture="notes">
      <span title={volumeTitle(desk.volume(shown.upper.volume.id))}>
        {isHidden ? `${lower} alone; Q shows ${upper} again` : wayInWords(way, shown.words)}
      </span>
      <CloseButton size="xs" aria-label="End the comparison" onClick={() => desk.comparison.close()} />
    </div>
  );
}
