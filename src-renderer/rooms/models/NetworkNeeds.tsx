import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { gridInWords, normaliseInWords, orientationInWords } from "./networkWords.ts";
import classes from "./ModelCard.module.css";

/** What a network needs: its images with how each is prepared, and the columns of its table. */
export function NetworkNeeds({ bundle }: { readonly bundle: Bundle2 }) {
  const input = bundle.kind === "table" ? undefined : bundle.input;
  const table = bundle.kind === "table" || bundle.kind === "ensemble" ? bundle.table : undefined;
  return (
    <details>
      <summary>
        What it needs:{" "}
        {[input && counted(input.images.length, "image"), table && counted(table.columns.length, "column")].filter(Boolean).join(", ")}
      </summary>
      {input && (
        <>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Image</th>
                <th scope="col">Sequence</th>
                <th scope="col">Grid</th>
                <th scope="col">Intensities</th>
              </tr>
            </thead>
            <tbody>
              {input.images.map(({ name, sequence, required, registeredTo, normalise }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>
                    {sequence}
                    {required ? "" : " (may be left out)"}
                  </td>
                  <td>{registeredTo === null ? "its grid counts" : `on the grid of ${registeredTo}`}</td>
                  <td>{normaliseInWords(normalise)}</td>
                </tr>
              ))}
              {Object.entries(input.formulas ?? {}).map(([name, formula]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td colSpan={3}>computed: {formula}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <dl className={classes.facts}>
            <div>
              <dt>Orientation</dt>
              <dd>{orientationInWords(input)}</dd>
            </div>
            <div>
              <dt>Grid</dt>
              <dd>{gridInWords(input.grid)}</dd>
            </div>
          </dl>
        </>
      )}
      {table && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Unit</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map(({ name, unit, min, max }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{unit}</td>
                <td>{min}</td>
                <td>{max}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
