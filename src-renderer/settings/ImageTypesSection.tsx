import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { imageTypes, type ExtractionSettings, type ImageType } from "#shared/domain/extractionSettings.ts";
import { formatCounted } from "../ui/format.ts";
import { FieldRow } from "./FieldRow.tsx";
import { countImages, imageTypeWords } from "./imageTypeWords.ts";
import { displayOrder, moved, withChoice } from "./orderedChoice.ts";
import { allFilterFields, filterFields } from "./fields/filterFields.ts";
import { ownFields } from "./fields/settingSections.ts";
import { measuredTypes, setImageTypes, setValue, type SettingsDraft } from "./settingsDraft.ts";
import type { EditDraft } from "./useSettingsDraft.ts";
import classes from "./SettingsSheet.module.css";

interface Props {
  readonly draft: SettingsDraft;
  readonly edit: EditDraft;
  /** The names of the images that will be measured. */
  readonly images: readonly string[];
}

/** Which images are measured, in which order, and how each is made. */
export function ImageTypesSection({ draft, edit, images }: Props) {
  const measured = measuredTypes(draft.settings);
  const choose = (types: readonly ImageType[]) =>
    edit(null, (before) =>
      setImageTypes(
        before,
        Object.fromEntries(types.map((type) => [type, before.settings.imageType?.[type] ?? {}])) as NonNullable<
          ExtractionSettings["imageType"]
        >,
      ),
    );
  return (
    <>
      <ul className={classes.types}>
        {displayOrder(imageTypes, measured).map((type) => {
          const at = measured.indexOf(type);
          const { label, help } = imageTypeWords[type];
          const isMeasured = at !== -1;
          return (
            <li key={type} data-on={isMeasured || undefined} data-image-type={type}>
              <div className={classes.type}>
                <Checkbox
                  label={
                    <span className={classes.typeLabel}>
                      {label} <code>{type}</code>
                    </span>
                  }
                  checked={isMeasured}
                  disabled={isMeasured && measured.length === 1}
                  title={isMeasured && measured.length === 1 ? "At least one image is measured" : undefined}
                  onChange={(event) => choose(withChoice(imageTypes, measured, type, event.currentTarget.checked))}
                />
                <span className={classes.count}>{isMeasured && formatCounted(countImages(images, type), "image", "images")}</span>
                <span className={classes.order} style={{ visibility: isMeasured && measured.length > 1 ? "visible" : "hidden" }}>
                  <ActionIcon
                    size="sm"
                    aria-label={`Earlier in the table: ${label}`}
                    title="Earlier in the table"
                    disabled={at <= 0}
                    onClick={() => choose(moved(measured, type, -1))}
                  >
                    <IconArrowUp size={13} />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    aria-label={`Later in the table: ${label}`}
                    title="Later in the table"
                    disabled={at === measured.length - 1}
                    onClick={() => choose(moved(measured, type, 1))}
                  >
                    <IconArrowDown size={13} />
                  </ActionIcon>
                </span>
                <span className={classes.help}>{help}</span>
              </div>
              {isMeasured && <TypeSettings type={type} draft={draft} edit={edit} />}
            </li>
          );
        })}
      </ul>
      <details className={classes.more}>
        <summary>Filter settings for every image type</summary>
        <p className={classes.note}>
          Some parameter files have these under "setting". They hold where an image type above has no value of its own.
        </p>
        {allFilterFields.map((field) => (
          <FieldRow key={field.key} field={field} draft={draft} edit={edit} />
        ))}
      </details>
    </>
  );
}

/** What one image type is made with, and what else it has for itself. */
function TypeSettings({ type, draft, edit }: { type: ImageType } & Pick<Props, "draft" | "edit">) {
  const under = ["imageType", type];
  const { label } = imageTypeWords[type];
  const own = draft.settings.imageType?.[type] ?? {};
  const filters = filterFields[type] ?? [];
  const isListed = (key: string) => [...filters, ...ownFields].some((field) => field.key === key);
  const ownCount = ownFields.filter(({ key }) => key in own).length;
  // Stays as the reader leaves it: a list that closed when its last value goes would jump.
  const [isOpen, setOpen] = useState(ownCount > 0);
  const strangers = Object.keys(own).filter((key) => !isListed(key));
  return (
    <div className={classes.typeSettings}>
      {filters.map((field) => (
        <FieldRow key={field.key} field={field} under={under} typeLabel={label} draft={draft} edit={edit} />
      ))}
      {strangers.map((key) => (
        <div key={key} className={classes.stranger}>
          <code>
            {key}: {JSON.stringify(own[key as keyof typeof own])}
          </code>{" "}
          has no effect for an image type.
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconX size={12} />}
            aria-label={`Remove ${key} of ${label}`}
            onClick={() => edit(null, (before) => setValue(before, [...under, key], undefined))}
          >
            Remove
          </Button>
        </div>
      ))}
      <details className={classes.more} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Own grey levels and neighbourhoods{ownCount > 0 && <b> ({ownCount} set)</b>}</summary>
        {ownFields.map((field) => (
          <FieldRow key={field.key} field={field} under={under} typeLabel={label} draft={draft} edit={edit} />
        ))}
      </details>
    </div>
  );
}
