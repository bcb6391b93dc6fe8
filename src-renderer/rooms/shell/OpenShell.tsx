import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../client/client.ts";
import { onStudyRemoved } from "../../client/removedStudies.ts";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { ModelsRoom } from "../models/ModelsRoom.tsx";
import { MyReadingsRoom, type SignedReading } from "../myReadings/MyReadingsRoom.tsx";
import { WorklistRoom } from "../worklist/WorklistRoom.tsx";
import { Observable } from "../../ui/observable.ts";
import { HelpSheet } from "./HelpSheet.tsx";
import { ImportProvider } from "../../import/ImportContext.tsx";
import { Loading } from "./Loading.tsx";
import { TitleBar, type RoomTab } from "./TitleBar.tsx";
import { useHelp } from "./useHelp.ts";
import { useRoom, type Room } from "./useRoom.ts";
import classes from "./Shell.module.css";

const loadReadingRoom = () => import("../reading/ReadingRoom.tsx").then((module) => ({ default: module.ReadingRoom }));
const ReadingRoom = lazy(loadReadingRoom);
const CaseRoom = lazy(() => import("../reading/case/CaseRoom.tsx").then((module) => ({ default: module.CaseRoom })));
const ProjectsRoom = lazy(() => import("../projects/ProjectsRoom.tsx").then((module) => ({ default: module.ProjectsRoom })));
const AgreementRoom = lazy(() => import("../agreement/AgreementRoom.tsx").then((module) => ({ default: module.AgreementRoom })));

/** What the help sheet lists. */
const roomsWithKeys = ["Worklist", "Reading", "Reader study", "Projects"];

/** The window of a session that sees everything: title bar above, one room below. */
export function OpenShell() {
  const { room, enter } = useRoom();
  const [lastReading, setLastReading] = useState<Extract<Room, { name: "reading" }> | null>(room.name === "reading" ? room : null);
  const [lastProject, setLastProject] = useState<Extract<Room, { name: "projects" }>>({ name: "projects", projectId: null });
  const [isHelpOpen, setHelpOpen] = useHelp();
  const { data: own = [] } = useQuery(trpc.reading.own.queryOptions());
  const { data: references = [] } = useQuery(trpc.reading.references.queryOptions());
  const { data: packets } = useQuery(trpc.packet.own.queryOptions());
  const [signed, setSigned] = useState<SignedReading | null>(null);
  const [leaving] = useState(() => new Observable<(() => void) | null>(null));
  const { data: compared = [] } = useQuery(trpc.agreement.projects.queryOptions());

  if (room.name === "reading" && room !== lastReading) setLastReading(room);
  if (room.name === "projects" && room !== lastProject) setLastProject(room);

  useEffect(
    () => onStudyRemoved((studyInstanceUid) => setLastReading((last) => (last?.studyInstanceUid === studyInstanceUid ? null : last))),
    [],
  );

  // The viewer is large: it is loaded while the reader looks at the worklist, so that the first image comes at once.
  // Where it cannot be fetched now, opening it tries again and tells what is wrong.
  useEffect(() => {
    const handle = requestIdleCallback(() => void loadReadingRoom().catch(() => undefined));
    return () => cancelIdleCallback(handle);
  }, []);

  const toReadings = () => enter({ name: "myReadings" });
  const toWorklist = () => enter({ name: "worklist" });
  const open = (studyInstanceUid: string, initialVolumeId: string | null) => enter({ name: "reading", studyInstanceUid, initialVolumeId });
  const tabs: readonly RoomTab[] = [
    { label: "Worklist", room: { name: "worklist" } },
    { label: "Reading", room: lastReading, hint: "Open a study in the worklist first" },
    { label: "Models", room: { name: "models" } },
    { label: "Projects", room: lastProject },
    // A folder that holds nothing else can take packets in.
    ...(own.length + references.length > 0 || packets?.canImport === true || room.name === "myReadings" || room.name === "case"
      ? [{ label: "My readings", room: { name: "myReadings" } } as const]
      : []),
    ...(room.name === "case" ? [{ label: "Case", room } as const] : []),
    ...(compared.length > 0 || room.name === "agreement"
      ? [{ label: "Agreement", room: { name: "agreement", projectId: null } } as const]
      : []),
  ];

  return (
    <ImportProvider>
      <div className={classes.window}>
        <TitleBar
          room={room}
          tabs={tabs}
          // The desk of a reading sends what it holds before it is left.
          onEnter={(next) => (leaving.value && next.name === "myReadings" ? leaving.value() : enter(next))}
          onHelp={() => setHelpOpen(true)}
        />
        <main className={classes.room}>
          {room.name === "worklist" && (
            <ErrorBoundary what="The worklist">
              <WorklistRoom onOpen={open} />
            </ErrorBoundary>
          )}
          {room.name === "reading" && (
            <ErrorBoundary what="The study" onLeave={toWorklist} key={room.studyInstanceUid}>
              <Suspense fallback={<Loading />}>
                <ReadingRoom studyInstanceUid={room.studyInstanceUid} initialVolumeId={room.initialVolumeId} onLeave={toWorklist} />
              </Suspense>
            </ErrorBoundary>
          )}
          {room.name === "models" && (
            <ErrorBoundary what="The list of models" onLeave={toWorklist}>
              <ModelsRoom />
            </ErrorBoundary>
          )}
          {room.name === "projects" && (
            <ErrorBoundary what="The project" onLeave={toWorklist} key={room.projectId}>
              <Suspense fallback={<Loading what="the project" />}>
                <ProjectsRoom projectId={room.projectId} onProject={(projectId) => enter({ name: "projects", projectId })} />
              </Suspense>
            </ErrorBoundary>
          )}
          {room.name === "agreement" && (
            <ErrorBoundary what="The agreement of readings" onLeave={toWorklist}>
              <Suspense fallback={<Loading what="the room" />}>
                <AgreementRoom initialProjectId={room.projectId} />
              </Suspense>
            </ErrorBoundary>
          )}
          {room.name === "myReadings" && (
            <ErrorBoundary what="The list of readings" onLeave={toWorklist}>
              <MyReadingsRoom
                hasReferences={references.length > 0}
                signed={signed}
                onOpen={(readingId) => {
                  setSigned(null);
                  enter({ name: "case", readingId });
                }}
              />
            </ErrorBoundary>
          )}
          {room.name === "case" && (
            <ErrorBoundary what="The case" onLeave={toReadings} back="Back to my readings" key={room.readingId}>
              <Suspense fallback={<Loading />}>
                <CaseRoom
                  readingId={room.readingId}
                  leaving={leaving}
                  onLeave={toReadings}
                  onSubmitted={(submitted) => {
                    setSigned(submitted);
                    toReadings();
                  }}
                />
              </Suspense>
            </ErrorBoundary>
          )}
        </main>
        <HelpSheet opened={isHelpOpen} of={roomsWithKeys} onClose={() => setHelpOpen(false)} />
      </div>
    </ImportProvider>
  );
}
