import { ActionIcon, Menu, Select } from "@mantine/core";
import { IconDots, IconDownload, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";
import type { DrawingSession } from "../drawing/drawingSession.ts";
import type { SaveState } from "../drawing/strokeQueue.ts";
import { listSegmentations } from "../segmentationDoor.ts";
import { useStore } from "../store.ts";
import { ImportButton } from "./ImportButton.tsx";
import { NameField } from "./NameField.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly volume: Volume;
  readonly session: DrawingSession;
  readonly drawing: DrawingDesk;
}

function saveWords(save: SaveState, revision: number): string {
  switch (save.kind) {
    case "saved": return `Saved, revision ${revision}`;
    case "saving": return save.waiting === 1 ? "Saving …" : `Saving ${save.waiting} steps …`;
    case "not saved": return `Not saved, trying again: ${save.reason} Keep this window open.`;
  }
}

/** Which segmentation is open, whether it is on disk, and its way in and out of the program. */
export function SegmentationBar({ volume, session, drawing }: Props) {
  const { segmentation, save } = useStore(session.state);
  const [isRenaming, setRenaming] = useState(false);
  const { data: all = [] } = useQuery({ queryKey: ["segmentations", volume.id, segmentation.id, segmentation.name], queryFn: () => listSegmentations(volume.id) });
  const address = `/segmentations/${segmentation.id}`;
  const options = (all.some(({ id }) => id === segmentation.id) ? all : [segmentation, ...all]).map(({ id, name }) => ({ value: id, label: name }));

  return (
    <div className={classes.section}>
      <div className={classes.row}>
        {isRenaming ? (
          <NameField
            label="Name of the segmentation" name={segmentation.name}
            onDone={(name) => {
              setRenaming(false);
              if (name) void drawing.attempt(drawing.rename(session, name));
            }}
          />
        ) : (
          <Select
            className={classes.grow} aria-label="Segmentation" data={options} value={segmentation.id} allowDeselect={false} comboboxProps={{ withinPortal: true }}
            onChange={(id) => { if (id && id !== segmentation.id) void drawing.attempt(drawing.openSegmentation(volume, id)); }}
          />
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><ActionIcon aria-label="More about this segmentation"><IconDots size={17} stroke={1.6} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setRenaming(true)}>Rename</Menu.Item>
            <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => void drawing.attempt(drawing.create(volume, `Segmentation ${all.length + 1}`))}>New segmentation</Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconDownload size={15} />} component="a" href={`${address}/export.nrrd`} download>Export as NRRD</Menu.Item>
            <Menu.Item leftSection={<IconDownload size={15} />} component="a" href={`${address}/export.nii.gz`} download>Export as NIfTI</Menu.Item>
            <ImportButton volume={volume} drawing={drawing} isMenuItem />
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={15} />} color="red"
              onClick={() => {
                if (window.confirm(`Delete the segmentation “${segmentation.name}” and all that is drawn in it? This cannot be undone.`)) void drawing.attempt(drawing.removeSegmentation(session));
              }}
            >
              Delete this segmentation
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <output className={classes.save} data-kind={save.kind} data-testid="save-state">{saveWords(save, session.revision)}</output>
    </div>
  );
}
