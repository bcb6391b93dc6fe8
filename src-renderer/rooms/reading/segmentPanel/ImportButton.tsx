import { Button, FileButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Volume } from "#shared/domain/volume.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { takeLabelMap } from "./takeLabelMap.ts";

interface Props {
  readonly volume: Volume;
  readonly drawing: DrawingDesk;
}

/** What asks for the file of a label map, on the grid of this volume, stands inside: it is given how to ask. The field for the file stays, whatever closes. */
export function LabelMapFile({ volume, drawing, children }: Props & { readonly children: (ask: () => void) => ReactNode }) {
  return (
    <FileButton
      onChange={(file) => {
        if (file) void takeLabelMap(drawing, volume, file);
      }}
      accept=".nrrd,.nii,.gz,.mgz,.mgh"
      inputProps={{ "aria-label": "Label map file" }}
    >
      {({ onClick }) => children(onClick)}
    </FileButton>
  );
}

/** Takes a label map from a file, on the grid of this volume. */
export function ImportButton({ volume, drawing }: Props) {
  return (
    <LabelMapFile volume={volume} drawing={drawing}>
      {(ask) => (
        <Button variant="default" onClick={ask}>
          Import a label map …
        </Button>
      )}
    </LabelMapFile>
  );
}
