import { useQuery } from "@tanstack/react-query";
import type { OpenReading, ReadingResult } from "#shared/api/reading.ts";
import { trpc } from "../../../client/client.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { formatValue } from "../../../ui/format.ts";
import roomClasses from "../ReadingRoom.module.css";
import classes from "./Case.module.css";

/** Results of models on the images of the reading, as the protocol has readers see them. */
export function ModelResults({ reading }: { readonly reading: OpenReading }) {
  const { data, error } = useQuery(trpc.reading.modelResults.queryOptions({ readingId: reading.readingId }));
  if (error) return <p className={classes.problem}>{plainWords(error)}</p>;
  if (!data) return <output className={roomClasses.sideHint}>Asking for results …</output>;
  if (data.length === 0) return <p className={roomClasses.sideHint}>No model was run on this case.</p>;
  return data.map((result, at) => <Result key={at} reading={reading} result={result} />);
}

function Result({ reading, result }: { readonly reading: OpenReading; readonly result: ReadingResult }) {
  const { model, from, imageIds, classes: told, value, notice } = result;
  const of = reading.regions
    .flatMap((region) => region.images.map((image) => ({ ...image, region: region.name })))
    .filter(({ imageId }) => imageIds.includes(imageId))
    .map(({ region, name }) => `${region}, ${name}`)
    .join("; ");
  return (
    <section className={classes.part} aria-label={`Result of ${model}`}>
      <strong>{model}</strong>
      <div className={classes.quiet}>{from === "images" ? of : `features of a drawing on ${of}`}</div>
      {told && (
        <>
          <table className={classes.results}>
            <tbody>
              {told.probabilities.map(([name, probability]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{(100 * probability).toFixed(1)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div>
            Result: {told.predictedClass} ({told.positiveClass} from {(100 * told.threshold).toFixed(0)} % on)
          </div>
        </>
      )}
      {value && (
        <div>
          {value.name}: {formatValue(value.number)} {value.unit}
        </div>
      )}
      {notice !== null && <div className={classes.quiet}>{notice}</div>}
      <div className={classes.quiet}>For research use only.</div>
    </section>
  );
}
