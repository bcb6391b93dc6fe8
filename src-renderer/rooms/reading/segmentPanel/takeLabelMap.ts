import { notifications } from "@mantine/notifications";
import type { Volume } from "#shared/domain/volume.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";

/** Takes a label map from a file and opens it; what it was refused for, or what to be careful of, stays on the screen until the reader has put it away. */
export async function takeLabelMap(drawing: DrawingDesk, volume: Volume, file: File): Promise<void> {
  try {
    for (const message of await drawing.importFile(volume, file))
      notifications.show({ color: "yellow", title: "Look at this label map twice", message, autoClose: false });
  } catch (error) {
    notifications.show({ color: "red", title: "The label map was not imported", message: plainWords(error), autoClose: false });
  }
}
