import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Desk, VolumeOnDesk } from "../desk.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { takeLabelMap } from "./takeLabelMap.ts";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
}

/** Formats that are no images of a worklist: dropped on an image, they are label maps of it. */
const isLabelMap = (name: string) => /\.(nrrd|nii(\.gz)?|mg[hz])$/i.test(name);

/** Offers NIfTI, NRRD and FreeSurfer files that are dropped on the reading room as label maps of the image under the hand, or else of the active one. */
export function LabelMapDrop({ desk, drawing }: Props) {
  const [offer, setOffer] = useState<{ readonly files: readonly File[]; readonly target: VolumeOnDesk } | null>(null);

  useEffect(() => {
    // Ahead of the window's own place to drop images on, which leaves alone what is taken here.
    const onDrop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || !files.every(({ name }) => isLabelMap(name))) return;
      const pane = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-volume-id]")?.dataset["volumeId"] : undefined;
      const target = desk.volume(pane ?? null) ?? desk.activeVolume;
      if (!target) return;
      event.preventDefault();
      setOffer({ files, target });
    };
    window.addEventListener("drop", onDrop, true);
    return () => window.removeEventListener("drop", onDrop, true);
  }, [desk]);

  if (!offer) return null;
  const {
    files,
    target: { volume, series },
  } = offer;
  const close = () => setOffer(null);
  const take = async () => {
    close();
    for (const file of files) await takeLabelMap(drawing, volume, file);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={files.length === 1 ? "Import this label map?" : `Import these ${files.length} label maps?`}
      size={480}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Text style={{ overflowWrap: "anywhere" }}>
        <strong>{files.map(({ name }) => name).join(", ")}</strong> on{" "}
        <strong>{[series.description || "Series without a description", volume.label].filter(Boolean).join(", ")}</strong>.
      </Text>
      <Text mt="xs" c="dimmed" size="sm">
        {files.length === 1 ? "It becomes a segmentation of its own" : "Each becomes a segmentation of its own"}, named after the file. What
        is drawn stays.
      </Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button onClick={() => void take()} data-autofocus>
          Import
        </Button>
      </Group>
    </Modal>
  );
}
