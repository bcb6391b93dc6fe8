import { notifications } from "@mantine/notifications";
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from "react";
import { importResultSchema, type ImportResult } from "#shared/api/import.ts";
import { client } from "../client/client.ts";
import { cancelJob, followJob } from "../client/jobs.ts";
import { plainWords } from "../client/plainWords.ts";
import { filesOfInput, type ImportFile } from "./collectDropped.ts";
import { DropTarget } from "./DropTarget.tsx";
import type { ImportProgress } from "./importProgress.ts";
import { ImportSheet } from "./ImportSheet.tsx";
import { uploadFiles } from "./uploadFiles.ts";

interface ImportDoor {
  readonly chooseFolder: () => void;
  readonly chooseFiles: () => void;
  /** Shows what an earlier import brought. */
  readonly showResult: (result: ImportResult) => void;
}

const ImportContext = createContext<ImportDoor | null>(null);

/** The way in for images, from anywhere in the window. */
export function useImport(): ImportDoor {
  const door = useContext(ImportContext);
  if (!door) throw new Error("useImport is called outside ImportProvider");
  return door;
}

function uploadProgress(files: readonly ImportFile[], done: number, startedAt: number): ImportProgress {
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = seconds > 0.5 && done > 0 ? done / seconds : null;
  return {
    state: "running",
    place: null,
    title: "Import",
    phase: "Copying the files into the program",
    done,
    total: files.length,
    ratePerSecond: rate,
    secondsLeft: rate === null ? null : (files.length - done) / rate,
  };
}

/** Takes in folders and files by dialog or drop, follows the import and shows what it brought. */
export function ImportProvider({ children }: { children: ReactNode }) {
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [result, setResult] = useState<{ result: ImportResult; wasCancelled: boolean } | null>(null);
  const [isHidden, setHidden] = useState(false);
  const cancelRef = useRef<(() => void) | null>(null);
  const folderRef = useRef<HTMLInputElement>(null);
  const filesRef = useRef<HTMLInputElement>(null);

  const tell = useCallback((error: unknown) => {
    if (error instanceof Error && error.name === "AbortError") return;
    notifications.show({ color: "red", title: "Nothing was imported", message: plainWords(error), autoClose: false });
  }, []);

  const follow = useCallback(
    async (jobId: string) => {
      cancelRef.current = () => void cancelJob(jobId, tell);
      const job = await followJob(jobId, setProgress);
      if (job.state === "failed" || job.state === "interrupted")
        throw new Error(job.error ?? "The import ended early. Start it again: what is in already is not doubled.");
      const brought = importResultSchema.safeParse(job.result);
      if (brought.success) setResult({ result: brought.data, wasCancelled: job.state === "cancelled" });
    },
    [tell],
  );

  const run = useCallback(
    async (work: () => Promise<void>) => {
      if (cancelRef.current) {
        notifications.show({ title: "An import is running", message: "Wait for it to finish, or cancel it, then drop these files again." });
        return;
      }
      cancelRef.current = () => undefined;
      setHidden(false);
      setResult(null);
      try {
        await work();
      } catch (error) {
        tell(error);
      } finally {
        cancelRef.current = null;
        setProgress(null);
      }
    },
    [tell],
  );

  const importFiles = useCallback(
    (collect: (onFound: (files: number) => void) => Promise<ImportFile[]>) => {
      // The collecting starts at once: a drop's files can be asked for only within its event.
      const found = (files: number) =>
        setProgress({
          state: "running",
          place: null,
          title: "Import",
          phase: "Looking for files",
          done: files,
          total: null,
          ratePerSecond: null,
          secondsLeft: null,
        });
      const collecting = collect(found);
      collecting.catch(() => undefined);
      void run(async () => {
        found(0);
        const files = await collecting;
        if (files.length === 0)
          throw new Error("There were no files in what was dropped. Drop a folder with images, single files or a ZIP.");
        const controller = new AbortController();
        cancelRef.current = () => controller.abort();
        const startedAt = performance.now();
        setProgress(uploadProgress(files, 0, startedAt));
        let shownAt = 0;
        const uploadId = await uploadFiles(
          files,
          (done) => {
            if (performance.now() - shownAt < 100) return;
            shownAt = performance.now();
            setProgress(uploadProgress(files, done.files, startedAt));
          },
          controller.signal,
        );
        await follow((await client.import.start.mutate({ uploadId })).jobId);
      });
    },
    [follow, run],
  );

  const choose = useCallback(
    async (kind: "folder" | "files") => {
      try {
        const { canChoosePaths } = await client.host.describe.query();
        if (!canChoosePaths) {
          (kind === "folder" ? folderRef : filesRef).current?.click();
          return;
        }
        const paths = await client.host.choosePaths.mutate({ kind });
        if (paths.length > 0) await run(async () => follow((await client.import.start.mutate({ paths })).jobId));
      } catch (error) {
        tell(error);
      }
    },
    [follow, run, tell],
  );

  const door = useMemo<ImportDoor>(
    () => ({
      chooseFolder: () => void choose("folder"),
      chooseFiles: () => void choose("files"),
      showResult: (earlier) => setResult({ result: earlier, wasCancelled: false }),
    }),
    [choose],
  );

  const onInput = (input: HTMLInputElement) => {
    const files = input.files ? filesOfInput(input.files) : [];
    input.value = "";
    if (files.length > 0) importFiles(() => Promise.resolve(files));
  };

  return (
    <ImportContext value={door}>
      <DropTarget onDrop={importFiles}>{children}</DropTarget>
      <input
        ref={(input) => {
          folderRef.current = input;
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        aria-label="Folder to import"
        onChange={(event) => onInput(event.currentTarget)}
      />
      <input ref={filesRef} type="file" multiple hidden aria-label="Files to import" onChange={(event) => onInput(event.currentTarget)} />
      <ImportSheet
        progress={isHidden ? null : progress}
        outcome={result}
        onCancel={() => cancelRef.current?.()}
        onHide={() => setHidden(true)}
        onClose={() => setResult(null)}
      />
    </ImportContext>
  );
}
