import { IconFolderDown } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { collectDropped, type ImportFile } from "./collectDropped.ts";
import classes from "./DropTarget.module.css";

interface Props {
  readonly onDrop: (collect: (onFound: (files: number) => void) => Promise<ImportFile[]>) => void;
  readonly children: ReactNode;
}

/** Only files from outside: a series dragged into a viewport is not an import. */
function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Makes the whole window a place to drop images on. A panel that takes files of its own marks itself with data-drop="own". */
export function DropTarget({ onDrop, children }: Props) {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    let depth = 0;
    const isOurs = (event: DragEvent) =>
      bringsFiles(event) && !(event.target instanceof Element && event.target.closest('[data-drop="own"]'));
    const onEnter = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      depth += 1;
      setOver(isOurs(event));
    };
    const onLeave = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    // Without this a dropped file would replace the program with its content.
    const onOver = (event: DragEvent) => {
      if (bringsFiles(event)) event.preventDefault();
    };
    const onDropped = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // Taken by the room that is open, such as a label map on an image.
      if (!bringsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const { dataTransfer } = event;
      if (dataTransfer && isOurs(event)) onDrop((onFound) => collectDropped(dataTransfer, onFound));
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDropped);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDropped);
    };
  }, [onDrop]);

  return (
    <>
      {children}
      {isOver && (
        <output className={classes.overlay}>
          <IconFolderDown size={56} stroke={1.1} aria-hidden />
          <strong>Drop to import</strong>
          <span>Folders, files, a DICOMDIR or a ZIP: DICOM, NIfTI, NRRD, MGH; on an open image a label map</span>
        </output>
      )}
    </>
  );
}
