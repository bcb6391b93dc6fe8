import { Button, FileButton, Menu } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { takeLabelMap } from "./takeLabelMap.ts";

/** Takes a label map from a file, on the grid of this volume. */
export function ImportButton({ volume, drawing, isMenuItem }: { volume: Volume; drawing: DrawingDesk; isMenuItem?: boolean }) {
  return (
    <FileButton
      onChange={(file) => {
        if (file) void takeLabelMap(drawing, volume, file);
      }}
      accept=".nrrd,.nii,.gz,.mgz,.mgh"
      inputProps={{ "aria-label": "Label map file" }}
    >
      {(props) =>
        isMenuItem ? (
          <Menu.Item {...props} closeMenuOnClick={false} leftSection={<IconUpload size={15} />}>
            Import a label map …
          </Menu.Item>
        ) : (
          <Button {...props} variant="default">
            Import a label map …
          </Button>
        )
      }
    </FileButton>
  );
}
