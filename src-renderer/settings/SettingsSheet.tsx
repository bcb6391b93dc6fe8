import { Alert, Button, Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useEffect, useRef, useState, type DragEvent } from "react";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { client, queryClient, trpc } from "../client/client.ts";
import { plainWords } from "../client/plainWords.ts";
import { formatCounted } from "../ui/format.ts";
import { isTyping } from "../ui/shortcuts.ts";
import { keyWord } from "../ui/keyWord.ts";
import { FeaturesSection } from "./FeaturesSection.tsx";
import { FieldRow } from "./FieldRow.tsx";
import { ImageTypesSection } from "./ImageTypesSection.tsx";
import { originOf, rememberOrigin } from "./settingsOrigin.ts";
import { readParameterFile, saveParameterFile } from "./parameterFile.ts";
import { featuresId, imageTypesId, settingSections } from "./fields/settingSections.ts";
import { draftErrors, draftOf, isChanged, type SettingsOrigin } from "./settingsDraft.ts";
import { SheetAside, sectionOf } from "./SheetAside.tsx";
import { CloseDialog, RemoveDialog, SaveDialog } from "./SheetDialogs.tsx";
import { SheetHead } from "./SheetHead.tsx";
import { isSameSettings } from "./tidySettings.ts";
import { useSettingsDescription } from "./useSettingsDescription.ts";
import { useSettingsDraft } from "./useSettingsDraft.ts";
import classes from "./SettingsSheet.module.css";

const uppermost = () => [...document.querySelectorAll("[role=dialog]")].at(-1);

interface Props {
  /** The settings in use. */
  readonly settings: ExtractionSettings;
  readonly onUse: (settings: ExtractionSettings) => void;
  readonly onClose: () => void;
}

/** How features are extracted, in full: every setting of PyRadiomics in the order of its steps. Shown while it is mounted. */
export function SettingsSheet({ settings: inUse, onUse, onClose }: Props) {
  const { draft, edit, undo, redo, canUndo, canRedo } = useSettingsDraft(() => draftOf(originOf(inUse)));
  const [dialog, setDialog] = useState<"close" | "save" | "remove" | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const [at, setAt] = useState(settingSections[0]!.id);
  const pageRef = useRef<HTMLDivElement>(null);
  const saved = useQuery(trpc.setting.list.queryOptions()).data ?? [];
  const errors = Object.keys(draftErrors(draft));
  const described = useSettingsDescription(draft.settings, errors.length === 0);
  const isUsable = errors.length === 0 && described.error === null;

  const attempt = (work: () => Promise<void>) => {
    setMessage(null);
    work().catch((cause: unknown) => setMessage(plainWords(cause)));
  };
  const start = (origin: SettingsOrigin) => {
    setMessage(null);
    edit(null, () => draftOf(origin));
  };
  const openFile = (file: File) => attempt(async () => start({ kind: "file", name: file.name, settings: await readParameterFile(file) }));
  const save = (name: string) =>
    attempt(async () => {
      const kept = await client.setting.save.mutate({ name, settings: draft.settings });
      setDialog(null);
      await queryClient.invalidateQueries(trpc.setting.list.queryFilter());
      edit(null, (before) => ({ ...before, origin: { kind: "saved", name: kept.name, settings: kept.settings } }));
    });
  const remove = () =>
    attempt(async () => {
      const found = saved.find(({ name }) => name === draft.origin.name);
      if (found) await client.setting.remove.mutate({ id: found.id });
      setDialog(null);
      await queryClient.invalidateQueries(trpc.setting.list.queryFilter());
      edit(null, (before) => ({ ...before, origin: { kind: "in use", name: "Settings without a name", settings: before.settings } }));
    });
  const use = () => {
    rememberOrigin(draft.origin, draft.settings);
    onUse(draft.settings);
    onClose();
  };
  const leave = () => {
    if (errors.length === 0 && isSameSettings(draft.settings, inUse)) onClose();
    else setDialog("close");
  };
  const goTo = (sectionId: string) => pageRef.current?.querySelector(`[data-section="${sectionId}"]`)?.scrollIntoView({ block: "start" });
  const goToError = () => {
    goTo(sectionOf(errors[0]!));
    pageRef.current?.querySelector<HTMLInputElement>(`[data-path="${errors[0]!}"] input`)?.focus();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Keys are for the uppermost sheet.
      if (isTyping(event) || !uppermost()?.contains(pageRef.current)) return;
      const word = keyWord(event);
      const step = word === "Ctrl+Z" ? undo : word === "Ctrl+Y" || word === "Ctrl+Shift+Z" ? redo : null;
      if (!step) return;
      event.preventDefault();
      step();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });

  const onScroll = () => {
    const page = pageRef.current;
    if (!page) return;
    const sections = [...page.querySelectorAll<HTMLElement>("[data-section]")];
    const isAtEnd = page.scrollTop + page.clientHeight >= page.scrollHeight - 2;
    const passed = sections.filter((section) => section.offsetTop <= page.scrollTop + 40);
    setAt((isAtEnd ? sections : passed).at(-1)?.dataset["section"] ?? settingSections[0]!.id);
  };
  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    openFile(file);
  };

  return (
    <Drawer
      opened
      onClose={leave}
      position="right"
      size={1120}
      title="Extraction settings"
      closeOnEscape={dialog === null}
      closeButtonProps={{ "aria-label": "Close" }}
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content, body: classes.body, header: classes.header }}
      data-drop="own"
      onDrop={onDrop}
    >
      <SheetHead
        draft={draft}
        saved={saved}
        isUsable={isUsable}
        onStart={start}
        onSave={() => save(draft.origin.name)}
        onSaveAs={() => setDialog("save")}
        onRemove={() => setDialog("remove")}
        onOpenFile={openFile}
        onSaveFile={() => attempt(() => saveParameterFile(draft.settings, draft.origin.name))}
      />
      <div className={classes.columns}>
        <SheetAside draft={draft} described={described} at={at} onGoTo={goTo} />
        <div className={classes.pageFrame}>
          {message && (
            <Alert
              className={classes.message}
              color="red"
              role="alert"
              withCloseButton
              closeButtonLabel="Close the message"
              onClose={() => setMessage(null)}
            >
              {message}
            </Alert>
          )}
          <div ref={pageRef} className={classes.page} tabIndex={-1} data-autofocus onScroll={onScroll}>
            {settingSections.map(({ id, title, about, fields, under }) => (
              <section key={id} data-section={id} aria-label={title}>
                <h3>{title}</h3>
                <p className={classes.about}>{about}</p>
                {id === imageTypesId && <ImageTypesSection draft={draft} edit={edit} images={described.description?.images ?? []} />}
                {id === featuresId && <FeaturesSection draft={draft} edit={edit} />}
                {fields.map((field) => (
                  <FieldRow key={field.key} field={field} under={under === undefined ? [] : [under]} draft={draft} edit={edit} />
                ))}
              </section>
            ))}
          </div>
        </div>
      </div>
      <div className={classes.foot}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowBackUp size={14} />}
          disabled={!canUndo}
          title="Undo (Ctrl+Z)"
          onClick={undo}
        >
          Undo
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowForwardUp size={14} />}
          disabled={!canRedo}
          title="Redo (Ctrl+Shift+Z)"
          onClick={redo}
        >
          Redo
        </Button>
        <Button className={classes.back} variant="subtle" color="gray" disabled={!isChanged(draft)} onClick={() => start(draft.origin)}>
          Back to "{draft.origin.name}"
        </Button>
        <span className={classes.space} />
        {errors.length > 0 && (
          <Button variant="subtle" c="var(--danger)" onClick={goToError}>
            {formatCounted(errors.length, "field", "fields")} to correct
          </Button>
        )}
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <Button disabled={!isUsable} onClick={use}>
          Use these settings
        </Button>
      </div>
      {dialog === "close" && <CloseDialog isUsable={isUsable} onUse={use} onDiscard={onClose} onStay={() => setDialog(null)} />}
      {dialog === "save" && (
        <SaveDialog
          first={draft.origin.kind === "saved" || draft.origin.kind === "file" ? draft.origin.name.replace(/\.(ya?ml|json)$/i, "") : ""}
          names={saved.map(({ name }) => name)}
          onSave={save}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "remove" && <RemoveDialog name={draft.origin.name} onRemove={remove} onClose={() => setDialog(null)} />}
    </Drawer>
  );
}
