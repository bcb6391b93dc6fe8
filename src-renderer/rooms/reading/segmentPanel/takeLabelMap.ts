import { notifications } from "@mantine/notifications";
import type { Volume } from "#shared/domain/volume.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";

/** What is still on the screen of the label map that was taken last. */
let shown: readonly string[] = [];

/**
 * Takes a label map from a file and opens it; what it was refused for, or what to be careful of, stays on the screen until the reader has put it away or
 * takes another one.
 */
export async function takeLabelMap(drawing: DrawingDesk, volume: Volume, file: File): Promise<void> {
  for (const id of shown) notifications.hide(id);
  try {
    shown = (await drawing.importFile(volume, file)).map((message) =>
      notifications.show({ color: "yellow", title: "Look at this label map twice", message, autoClose: false }),
    );
  } catch (error) {
    shown = [notifications.show({ color: "red", title: "The label map was not imported", message: plainWords(error), autoClose: false })];
  }
}
