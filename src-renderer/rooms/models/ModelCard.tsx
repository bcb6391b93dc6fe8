import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { formatMoment, formatValue } from "../../ui/format.ts";
import classes from "./ModelCard.module.css";

/** A model in full: purpose, authors, classes, threshold, features with their training ranges. */
export function ModelCard({ model, onRemove }: { model: InstalledModel; onRemove: () => void }) {
  const { bundle } = model;
  return (
    <li className={classes.card} aria-label={`${bundle.name} ${bundle.version}`}>
      <header className={classes.head}>
        <div>
          <h2>
            {bundle.name} <span className={classes.version}>{bundle.version}</span>
          </h2>
          <span className={classes.quiet}>
            {bundle.authors.join(", ")} · {bundle.licence} · installed {formatMoment(model.installedAt)} · bundle{" "}
            <code title={model.bundleHash}>{model.bundleHash.slice(0, 12)}</code>
          </span>
        </div>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={14} />}
          onClick={onRemove}
          aria-label={`Remove ${bundle.name} ${bundle.version}`}
        >
          Remove
        </Button>
      </header>
      {bundle.notice && (
        <p className={classes.notice} role="note">
          {bundle.notice}
        </p>
      )}
      <p>{bundle.intendedUse}</p>
      <dl className={classes.facts}>
        <div>
          <dt>Classes</dt>
          <dd>{bundle.classes.join(" / ")}</dd>
        </div>
        <div>
          <dt>Positive class</dt>
          <dd>
            {bundle.positiveClass}, from a probability of {bundle.threshold}
          </dd>
        </div>
        <div>
          <dt>Extraction</dt>
          <dd>
            {Object.entries(bundle.input.settings)
              .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
              .join(", ") || "PyRadiomics' defaults"}
          </dd>
        </div>
        <div>
          <dt>Kind</dt>
          <dd>{bundle.linear ? "linear: each feature's share of the result is shown" : "not linear"}</dd>
        </div>
      </dl>
      <details>
        <summary>{bundle.input.features.length} features and their training ranges</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
            </tr>
          </thead>
          <tbody>
            {bundle.input.features.map((feature) => {
              const range = bundle.input.trainingRange[feature];
              return (
                <tr key={feature}>
                  <td>{feature}</td>
                  <td>{range ? formatValue(range.min) : "–"}</td>
                  <td>{range ? formatValue(range.max) : "–"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </details>
    </li>
  );
}
