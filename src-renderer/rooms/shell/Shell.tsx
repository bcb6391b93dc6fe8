import { lazy, Suspense, useEffect, useState } from "react";
import { Center, Loader } from "@mantine/core";
import { onStudyRemoved } from "../../client/removedStudies.ts";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { isTyping } from "../../ui/shortcuts.ts";
import { ModelsRoom } from "../models/ModelsRoom.tsx";
import { WorklistRoom } from "../worklist/WorklistRoom.tsx";
import { HelpSheet } from "./HelpSheet.tsx";
import { ImportProvider } from "../../import/ImportContext.tsx";
import { TitleBar } from "./TitleBar.tsx";
import { useRoom, type Room } from "./useRoom.ts";
import classes from "./Shell.module.css";

const loadReadingRoom = () => import("../reading/ReadingRoom.tsx").then((module) => ({ default: module.ReadingRoom }));
const ReadingRoom = lazy(loadReadingRoom);

/** The window: title bar above, one room below. */
export function Shell() {
  const { room, enter } = useRoom();
  const [lastReading, setLastReading] = useState<Extract<Room, { name: "reading" }> | null>(room.name === "reading" ? room : null);
  const [isHelpOpen, setHelpOpen] = useState(false);

  if (room.name === "reading" && room !== lastReading) setLastReading(room);

  useEffect(
    () => onStudyRemoved((studyInstanceUid) => setLastReading((last) => (last?.studyInstanceUid === studyInstanceUid ? null : last))),
    [],
  );

  // The viewer is large: it is loaded while the reader looks at the worklist, so that the first image comes at once.
  useEffect(() => {
    const handle = requestIdleCallback(() => void loadReadingRoom());
    return () => cancelIdleCallback(handle);
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.key !== "?" && event.key !== "؟") || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      // Not over another dialog.
      if (!isHelpOpen && document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      setHelpOpen((open) => !open);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isHelpOpen]);

  const toWorklist = () => enter({ name: "worklist" });
  const open = (studyInstanceUid: string, initialVolumeId: string | null) => enter({ name: "reading", studyInstanceUid, initialVolumeId });

  return (
    <ImportProvider>
      <div className={classes.window}>
        <TitleBar room={room} lastReading={lastReading} onEnter={enter} onHelp={() => setHelpOpen(true)} />
        <main className={classes.room}>
          {room.name === "worklist" && (
            <ErrorBoundary what="The worklist">
              <WorklistRoom onOpen={open} />
            </ErrorBoundary>
          )}
          {room.name === "reading" && (
            <ErrorBoundary what="The study" onLeave={toWorklist} key={room.studyInstanceUid}>
              <Suspense
                fallback={
                  <Center h="100%">
                    <Loader size="sm" aria-label="Loading the viewer" />
                  </Center>
                }
              >
                <ReadingRoom studyInstanceUid={room.studyInstanceUid} initialVolumeId={room.initialVolumeId} onLeave={toWorklist} />
              </Suspense>
            </ErrorBoundary>
          )}
          {room.name === "models" && (
            <ErrorBoundary what="The list of models" onLeave={toWorklist}>
              <ModelsRoom />
            </ErrorBoundary>
          )}
        </main>
        <HelpSheet opened={isHelpOpen} onClose={() => setHelpOpen(false)} />
      </div>
    </ImportProvider>
  );
}
