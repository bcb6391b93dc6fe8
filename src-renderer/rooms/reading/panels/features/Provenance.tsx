import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import { formatMoment } from "../../../../ui/format.ts";
import { settingsInWords } from "../../../../settings/imageTypeWords.ts";
import classes from "./Provenance.module.css";

/** The first twelve digits of a hash: enough to compare by eye; the whole stands in the title and in the JSON. */
function Hash({ value }: { value: string }) {
  return <code title={value}>{value.slice(0, 12)}</code>;
}

/** Where a result came from: image, drawing, reader, settings, engine, model, time. */
export function Provenance({ prediction }: { prediction: FeaturePrediction }) {
  const { source } = prediction;
  return (
    <section aria-label="Provenance" className={classes.section}>
      <h3>Where it came from</h3>
      <dl>
        <div>
          <dt>Image</dt>
          <dd>
            <Hash value={source.imageHash} />
          </dd>
        </div>
        <div>
          <dt>Segment</dt>
          <dd>
            {source.segmentName}, revision {source.segmentationRevision}, mask <Hash value={source.maskHash} />
          </dd>
        </div>
        <div>
          <dt>Reader</dt>
          <dd>{source.reader}</dd>
        </div>
        <div>
          <dt>Settings</dt>
          <dd>
            {settingsInWords(source.settings)}, <Hash value={source.settingsHash} />
          </dd>
        </div>
        <div>
          <dt>Engine</dt>
          <dd>{source.engineVersion}</dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>
            {prediction.modelName} {prediction.modelVersion}, bundle <Hash value={prediction.bundleHash} />
            {prediction.modelRun === "as delivered" ? "" : `, run ${prediction.modelRun}`}
          </dd>
        </div>
        <div>
          <dt>Authors</dt>
          <dd>
            {prediction.modelAuthors.join(", ")}; {prediction.modelLicence}
          </dd>
        </div>
        <div>
          <dt>Measured</dt>
          <dd>{formatMoment(source.extractedAt)}</dd>
        </div>
        <div>
          <dt>Classified</dt>
          <dd>{formatMoment(prediction.createdAt)}</dd>
        </div>
      </dl>
    </section>
  );
}
