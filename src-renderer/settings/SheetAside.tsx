import { CopyButton, UnstyledButton } from "@mantine/core";
import { formatCount, formatCounted } from "../ui/format.ts";
import { presets } from "./presets.ts";
import { allFilterFields } from "./fields/filterFields.ts";
import { featuresId, imageTypesId, settingSections, type SettingSection } from "./fields/settingSections.ts";
import { draftErrors, isChanged, type SettingsDraft } from "./settingsDraft.ts";
import type { useSettingsDescription } from "./useSettingsDescription.ts";
import classes from "./SettingsSheet.module.css";

interface Props {
  readonly draft: SettingsDraft;
  readonly described: ReturnType<typeof useSettingsDescription>;
  readonly at: string;
  readonly onGoTo: (sectionId: string) => void;
}

/** The steps, with what is set in each, and what the settings amount to as they stand. */
export function SheetAside({ draft, described: { description, error, isCurrent }, at, onGoTo }: Props) {
  const errors = draftErrors(draft);
  const about = isChanged(draft)
    ? undefined
    : presets.find(({ name }) => draft.origin.kind === "preset" && name === draft.origin.name)?.about;
  const known = description && !error;
  return (
    <div className={classes.aside}>
      <nav aria-label="Steps">
        {settingSections.map((section) => {
          const isWrong = Object.keys(errors).some((path) => sectionOf(path) === section.id);
          return (
            <UnstyledButton
              key={section.id}
              className={classes.step}
              data-at={at === section.id || undefined}
              onClick={() => onGoTo(section.id)}
            >
              <span>{section.title}</span>
              {isWrong ? (
                <span className={classes.wrong}>to correct</span>
              ) : (
                isSet(draft, section) && <span className={classes.set} title="Set otherwise than by default" />
              )}
            </UnstyledButton>
          );
        })}
      </nav>
      <section className={classes.amount} aria-label="What is measured" data-stale={!isCurrent || undefined}>
        <p className={classes.big} data-testid="feature-count">
          {known ? formatCounted(description.featureCount, "feature", "features") : "…"}
        </p>
        <p className={classes.quiet}>
          {known ? `of each region, from ${formatCounted(description.images.length, "image", "images")}` : "\u00a0"}
        </p>
        <p className={classes.hash}>
          hash{" "}
          <code data-testid="settings-hash" title={description?.settingsHash}>
            {known ? `${description.settingsHash.slice(0, 12)}…` : "…"}
          </code>
          <CopyButton value={description?.settingsHash ?? ""}>
            {({ copied, copy }) => (
              <UnstyledButton className={classes.link} onClick={copy} disabled={!known}>
                {copied ? "copied" : "copy"}
              </UnstyledButton>
            )}
          </CopyButton>
        </p>
        {error && (
          <p className={classes.error} role="alert">
            {error}
          </p>
        )}
        {known && description.warnings.length > 0 && (
          <div role="note" className={classes.warnings}>
            {description.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </div>
        )}
        {about && <p className={classes.quiet}>{about}</p>}
        {known && (
          <details className={classes.more}>
            <summary>Images by name</summary>
            <ul className={classes.images}>
              {description.images.slice(0, listedImages).map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
            {description.images.length > listedImages && (
              <p className={classes.quiet}>and {formatCount(description.images.length - listedImages)} more</p>
            )}
          </details>
        )}
      </section>
    </div>
  );
}

/** More than anyone reads. */
const listedImages = 200;

/** The section in which the field of a path stands. */
export function sectionOf(path: string): string {
  const [first = "", second] = path.split(".");
  if (first === imageTypesId || first === featuresId || (first === "voxelSetting" && second)) return first;
  return settingSections.find(({ fields }) => fields.some(({ key }) => key === first))?.id ?? imageTypesId;
}

/** Whether anything in a section differs from the default. */
function isSet({ settings }: SettingsDraft, { id, under, fields }: SettingSection): boolean {
  if (id === imageTypesId) return settings.imageType !== undefined || allFilterFields.some(({ key }) => key in settings);
  if (id === featuresId) return settings.featureClass !== undefined;
  const at: object = under === "voxelSetting" ? (settings.voxelSetting ?? {}) : settings;
  return fields.some(({ key }) => key in at);
}
