import type { ReadingLacks } from "#shared/api/reading.ts";
import type { OpenCase } from "./openCase.ts";
import { type MissingPlace, placeOfMissing } from "./places.ts";
import classes from "./Case.module.css";

interface Props {
  readonly openCase: Pick<OpenCase, "reading">;
  readonly lacks: ReadingLacks;
  /** Goes to where something is to be drawn. */
  readonly onPlace: (place: MissingPlace) => void;
}

/** What a reading lacks before it can be submitted: levels without a slice, what is not drawn, each with the way to its place, and what is not answered. */
export function MissingList({ openCase, lacks: { levels, drawings, answers }, onPlace }: Props) {
  return (
    <>
      {levels.length > 0 && (
        <section className={classes.part} aria-label="Levels without a slice">
          <h3>Levels without a slice ({levels.length})</h3>
          <ul className={classes.missing}>
            {levels.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </section>
      )}
      {drawings.length > 0 && (
        <section className={classes.part} aria-label="Not drawn">
          <h3>Not drawn ({drawings.length})</h3>
          <ul className={classes.missing}>
            {drawings.map((missing) => {
              const { words } = missing;
              const place = placeOfMissing(openCase.reading.regions, missing);
              return (
                <li key={words}>
                  {place ? (
                    <button type="button" className={classes.go} title="Go there" onClick={() => onPlace(place)}>
                      {words}
                    </button>
                  ) : (
                    words
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {answers.length > 0 && (
        <section className={classes.part} aria-label="Not answered">
          <h3>Not answered ({answers.length})</h3>
          <ul className={classes.missing}>
            {answers.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
