import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import { formatValue } from "../../../../ui/format.ts";
import type { ComparedColumn, FeatureRow } from "./comparison.ts";
import { CopyAction } from "./CopyAction.tsx";
import { classTitles, featureWords, imageTypeTitle } from "#shared/domain/featureNames.ts";
import { featureUnit } from "#shared/domain/featureUnit.ts";
import { iccInWords, type FeatureIcc } from "./studyIcc.ts";
import classes from "./FeatureDetail.module.css";

interface Props {
  readonly row: FeatureRow;
  readonly columns: readonly ComparedColumn[];
  readonly documentation: FeatureDocumentation | undefined;
  /** The agreement on it in the study that is chosen, and the study's name. */
  readonly icc?: { readonly study: string; readonly of: FeatureIcc } | null;
}

/** One feature: what it means and how it is computed, and its value in each segment as a bar. */
export function FeatureDetail({ row, columns, documentation, icc = null }: Props) {
  const { imageType, featureClass, feature } = row;
  const unit = featureUnit(row.name);
  const largest = Math.max(0, ...row.cells.map((cell) => Math.abs(cell?.value ?? 0)).filter(Number.isFinite));
  const hasNegative = row.cells.some((cell) => (cell?.value ?? 0) < 0);
  return (
    <section className={classes.detail} aria-label="About this feature" data-testid="feature-detail">
      <header>
        <h3>{featureWords(feature)}</h3>
        <p className={classes.of}>
          {[
            featureClass && classTitles[featureClass],
            imageType && `${imageTypeTitle(imageType)}${imageType === "original" ? " image" : ""}`,
            unit && `in ${unit}`,
          ]
            .filter(Boolean)
            .join(", ")}
        </p>
      </header>
      <ul className={classes.bars} aria-label="Values">
        {row.cells.map((cell, index) => {
          const { featureSetId, title, label, color } = columns[index]!;
          const value = cell?.value ?? null;
          const share = value === null ? 0 : Number.isFinite(value) ? Math.abs(value) / (largest || 1) : 1;
          const width = (hasNegative ? 50 : 100) * share;
          return (
            <li key={featureSetId}>
              <span className={classes.segment} title={`${title}, label ${label} in files`}>
                {title}
              </span>
              <span className={classes.number} title={value === null ? undefined : String(value)}>
                {value === null ? <span className={classes.undefined}>undefined</span> : formatValue(value)}
              </span>
              {value !== null && <CopyAction text={String(value)} label={`Copy the value of ${title}`} />}
              <span className={classes.track} aria-hidden>
                <span
                  className={classes.bar}
                  style={{
                    background: color,
                    width: `${width}%`,
                    ...(hasNegative ? ((value ?? 0) < 0 ? { right: "50%" } : { left: "50%" }) : { left: 0 }),
                  }}
                />
              </span>
              {value === null && <span className={classes.reason}>{cell?.reason ?? "It was not extracted for this segment."}</span>}
            </li>
          );
        })}
      </ul>
      {icc && (
        <section aria-label="Agreement" className={classes.agreement}>
          <h4>
            {icc.study}
            {icc.of.isStable !== null && <span data-stable={icc.of.isStable}>{icc.of.isStable ? " ✓ stable" : " not stable"}</span>}
          </h4>
          <ul>
            {icc.of.comparisons.map((each) => (
              <li key={each.words}>{iccInWords(each)}</li>
            ))}
          </ul>
        </section>
      )}
      {documentation ? (
        <dl className={classes.words}>
          <dt>Meaning</dt>
          <dd>{documentation.meaning}</dd>
          <dt>Formula</dt>
          <dd>
            <code>{documentation.formula}</code>
            <p className={classes.symbols}>{documentation.symbols}</p>
          </dd>
          {documentation.edge && (
            <>
              <dt>Special cases</dt>
              <dd>{documentation.edge}</dd>
            </>
          )}
          <dt>IBSI code</dt>
          <dd>{documentation.ibsi === "none" ? "none: not part of the standard" : documentation.ibsi}</dd>
          <dt>Name</dt>
          <dd>
            <code>{row.name}</code>
          </dd>
        </dl>
      ) : (
        <p className={classes.reason}>There is no documentation for this feature.</p>
      )}
    </section>
  );
}
