import { Button, FileButton, Menu } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../drawing/drawingDesk.ts";

/** Takes a label map from a file, on the grid of this volume. */
export function ImportButton({ volume, drawing, isMenuItem }: { volume: Volume; drawing: DrawingDesk; isMenuItem?: boolean }) {
  return (
    <FileButton onChange={(file) => { if (file) void drawing.attempt(drawing.importFile(volume, file)); }} accept=".nrrd,.nhdr,.nii,.gz" inputProps={{ "aria-label": "Label map file" }}>
      {(props) => isMenuItem
        ? <Menu.Item {...props} closeMenuOnClick={false} leftSection={<IconUpload size={15} />}>Import a label map …</Menu.Item>
        : <Button {...props} variant="default">Import a label map …</Button>}
    </FileButton>
  );
}
