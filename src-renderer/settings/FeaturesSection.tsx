import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { featureClasses, type FeatureClass } from "#shared/domain/extractionSettings.ts";
import { frozenFeatures } from "#shared/domain/frozenFeatures.ts";
import { trpc } from "../client/client.ts";
import { chosenClasses, chosenFeatures, featuresOf, withClass, withFeature } from "./featureChoice.ts";
import { displayOrder } from "./orderedChoice.ts";
import { draftErrors, setFeatureClasses, type SettingsDraft } from "./settingsDraft.ts";
import type { EditDraft } from "./useSettingsDraft.ts";
import classes from "./SettingsSheet.module.css";

/** What each class measures, for a reader. */
const classWords: Readonly<Record<FeatureClass, { readonly label: string; readonly help: string }>> = {
  shape: { label: "Shape, 3D", help: "Size and form of the region." },
  shape2D: { label: "Shape, 2D", help: 'Of a region on one slice; needs "Slice by slice" under Neighbourhoods.' },
  firstorder: { label: "First order", help: "The histogram of grey values: mean, spread, skewness, entropy." },
  glcm: { label: "Co-occurrence", help: "How often grey levels lie side by side." },
  gldm: { label: "Dependence", help: "How many neighbours resemble each voxel." },
  glrlm: { label: "Runs", help: "How long rows of one grey level are." },
  glszm: { label: "Zones", help: "How large connected areas of one grey level are." },
  ngtdm: { label: "Neighbourhood difference", help: "How far voxels differ from the mean around them." },
};

/** Which classes are measured, and which features of each. */
export function FeaturesSection({ draft, edit }: { draft: SettingsDraft; edit: EditDraft }) {
  const documentation = useQuery(trpc.featureSet.documentation.queryOptions()).data ?? [];
  const chosen = chosenClasses(draft.settings);
  const error = draftErrors(draft)["featureClass"];
  return (
    <>
      <ul className={classes.types}>
        {displayOrder(featureClasses, Object.keys(chosen) as FeatureClass[]).map((name) => {
          const listed = featuresOf(documentation, name);
          const names = chosenFeatures(chosen, name);
          const all = frozenFeatures["pyradiomics-3"][name].length;
          const { label, help } = classWords[name];
          return (
            <li key={name} data-on={names.length > 0 || undefined}>
              <div className={classes.type}>
                <Checkbox
                  label={
                    <span className={classes.typeLabel}>
                      {label} <code>{name}</code>
                    </span>
                  }
                  checked={names.length > 0}
                  indeterminate={names.length > 0 && names.length < all}
                  onChange={(event) => {
                    const isIn = event.currentTarget.checked;
                    edit(null, (before) => setFeatureClasses(before, withClass(chosenClasses(before.settings), name, isIn)));
                  }}
                />
                <span className={classes.count}>
                  {names.length} of {all}
                </span>
                <span className={classes.order} />
                <span className={classes.help}>{help}</span>
              </div>
              <details className={classes.more}>
                <summary>
                  Choose single features<span className={classes.hidden}> of {label}</span>
                </summary>
                <div className={classes.features}>
                  {listed.map(({ shortName, meaning, deprecated }) => (
                    <Checkbox
                      key={shortName}
                      checked={names.includes(shortName)}
                      title={meaning}
                      label={
                        <span>
                          {shortName}
                          {deprecated && <em className={classes.deprecated}> deprecated</em>}
                        </span>
                      }
                      onChange={(event) => {
                        const isIn = event.currentTarget.checked;
                        edit(null, (before) =>
                          setFeatureClasses(before, withFeature(chosenClasses(before.settings), name, listed, shortName, isIn)),
                        );
                      }}
                    />
                  ))}
                </div>
              </details>
            </li>
          );
        })}
      </ul>
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
