import { ActionIcon, Menu, Modal, Select } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconLayersDifference, IconPencil, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { addresses } from "../../../client/addresses.ts";
import { listSegmentations } from "../../../client/segmentationDoor.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { CompareSheet } from "./CompareSheet.tsx";
import { CopyNote } from "./CopyNote.tsx";
import { DrawnElsewhere } from "./DrawnElsewhere.tsx";
import { FirstDrawingNote } from "./FirstDrawingNote.tsx";
import { LabelMapFile } from "./ImportButton.tsx";
import { NameField } from "./NameField.tsx";
import { SaveLine } from "./SaveLine.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly volume: Volume;
  readonly session: DrawingSession;
  readonly drawing: DrawingDesk;
}

/** Which segmentation is open, whether it is on disk, and its way in and out of the program. */
export function SegmentationBar({ desk, volume, session, drawing }: Props) {
  const { segmentation } = useObservable(session.state);
  const [isRenaming, setRenaming] = useState(false);
  const isComparing = useObservable(drawing.difference.isChoosing);
  const [isCopying, setCopying] = useState(false);
  const { data: all = [] } = useQuery({
    queryKey: ["segmentations", volume.id, segmentation.id, segmentation.name],
    queryFn: () => listSegmentations(volume.id),
  });
  const options = (all.some(({ id }) => id === segmentation.id) ? all : [segmentation, ...all]).map(({ id, name }) => ({
    value: id,
    label: name,
  }));

  return (
    <div className={classes.section}>
      <div className={classes.row}>
        {isRenaming ? (
          <NameField
            label="Name of the segmentation"
            name={segmentation.name}
            onDone={(name) => {
              setRenaming(false);
              if (name) void drawing.attempt(drawing.rename(session, name));
            }}
          />
        ) : (
          <Select
            className={classes.grow}
            aria-label="Segmentation"
            data={options}
            value={segmentation.id}
            allowDeselect={false}
            comboboxProps={{ withinPortal: true }}
            onChange={(id) => {
              if (id && id !== segmentation.id) void drawing.attempt(drawing.openSegmentation(volume, id));
            }}
          />
        )}
        <LabelMapFile volume={volume} drawing={drawing}>
          {(askForFile) => (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon aria-label="More about this segmentation">
                  <IconDots size={17} stroke={1.6} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setRenaming(true)}>
                  Rename
                </Menu.Item>
                <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => void drawing.attempt(drawing.create(volume))}>
                  New segmentation
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item
                  leftSection={<IconDownload size={15} />}
                  component="a"
                  href={addresses.exportedLabelMap(segmentation.id, "nrrd")}
                  download
                >
                  Export as NRRD
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconDownload size={15} />}
                  component="a"
                  href={addresses.exportedLabelMap(segmentation.id, "nii.gz")}
                  download
                >
                  Export as NIfTI
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconDownload size={15} />}
                  component="a"
                  href={addresses.segmentationProvenance(segmentation.id)}
                  download
                >
                  Save provenance as JSON
                </Menu.Item>
                <Menu.Item leftSection={<IconUpload size={15} />} onClick={askForFile}>
                  Import a label map …
                </Menu.Item>
                <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => setCopying(true)}>
                  Show or copy from another series …
                </Menu.Item>
                <Menu.Item leftSection={<IconLayersDifference size={15} />} onClick={() => drawing.difference.isChoosing.set(true)}>
                  Compare with another segmentation …
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item
                  leftSection={<IconTrash size={15} />}
                  color="red"
                  onClick={() => {
                    if (
                      window.confirm(`Delete the segmentation “${segmentation.name}” and all that is drawn in it? This cannot be undone.`)
                    )
                      void drawing.attempt(drawing.removeSegmentation(session));
                  }}
                >
                  Delete this segmentation
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </LabelMapFile>
      </div>
      <CopyNote key={segmentation.id} desk={desk} session={session} />
      <FirstDrawingNote key={`first ${segmentation.id}`} session={session} />
      <Modal
        opened={isCopying}
        onClose={() => setCopying(false)}
        title="Show or copy from another series"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <DrawnElsewhere
          desk={desk}
          drawing={drawing}
          volume={volume}
          onCopied={() => setCopying(false)}
          whenNone="Nothing is drawn on other series that share this one's space. Another frame of reference is another space; where a registration of both was accepted, what was drawn is carried through it."
        />
      </Modal>
      {isComparing && (
        <CompareSheet desk={desk} drawing={drawing} session={session} onClose={() => drawing.difference.isChoosing.set(false)} />
      )}
      <SaveLine session={session} />
    </div>
  );
}
