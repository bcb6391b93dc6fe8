import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../client/client.ts";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { Observable } from "../../ui/observable.ts";
import { MyReadingsRoom, type SignedReading } from "../myReadings/MyReadingsRoom.tsx";
import { HelpSheet } from "./HelpSheet.tsx";
import { Loading } from "./Loading.tsx";
import { TitleBar, type RoomTab } from "./TitleBar.tsx";
import { useHelp } from "./useHelp.ts";
import { useRoom, type Room } from "./useRoom.ts";
import classes from "./Shell.module.css";

const loadCaseRoom = () => import("../reading/case/CaseRoom.tsx").then((module) => ({ default: module.CaseRoom }));
const CaseRoom = lazy(loadCaseRoom);

/** What the help sheet lists. */
const roomsWithKeys = ["My readings", "Reader study", "Reading"];

/** The window of a blinded session: the own readings, and the desk of one of them. Nothing else is offered or asked for. */
export function BlindedShell() {
  const { room: asked, enter } = useRoom();
  const room: Room = asked.name === "case" ? asked : { name: "myReadings" };
  const [isHelpOpen, setHelpOpen] = useHelp();
  const [signed, setSigned] = useState<SignedReading | null>(null);
  const [leaving] = useState(() => new Observable<(() => void) | null>(null));
  const readingId = room.name === "case" ? room.readingId : null;
  const { data: reading } = useQuery(
    trpc.reading.describe.queryOptions({ readingId: readingId ?? "" }, { enabled: readingId !== null, staleTime: Infinity }),
  );
  useNothingDropped();

  // Where it cannot be fetched now, opening it tries again and tells what is wrong.
  useEffect(() => {
    const handle = requestIdleCallback(() => void loadCaseRoom().catch(() => undefined));
    return () => cancelIdleCallback(handle);
  }, []);

  const toList = () => enter({ name: "myReadings" });
  const shown = readingId === null ? undefined : reading;
  const tabs: readonly RoomTab[] = [
    { label: "My readings", room: { name: "myReadings" } },
    ...(readingId === null ? [] : [{ label: "Case", room: { name: "case", readingId } } as const]),
  ];
  return (
    <div className={classes.window}>
      <TitleBar
        isBlinded
        room={room}
        tabs={tabs}
        title={shown ? `${shown.project} · ${shown.code}` : ""}
        // The desk sends what it holds before it is left.
        onEnter={(next) => (leaving.value && next.name === "myReadings" ? leaving.value() : enter(next))}
        onHelp={() => setHelpOpen(true)}
      />
      <main className={classes.room}>
        {readingId === null ? (
          <ErrorBoundary what="The list of readings">
            <MyReadingsRoom
              signed={signed}
              onOpen={(opened) => {
                setSigned(null);
                enter({ name: "case", readingId: opened });
              }}
            />
          </ErrorBoundary>
        ) : (
          <ErrorBoundary what="The case" onLeave={toList} back="Back to my readings" key={readingId}>
            <Suspense fallback={<Loading />}>
              <CaseRoom
                readingId={readingId}
                leaving={leaving}
                onLeave={toList}
                onSubmitted={(submitted) => {
                  setSigned(submitted);
                  toList();
                }}
              />
            </Suspense>
          </ErrorBoundary>
        )}
      </main>
      <HelpSheet opened={isHelpOpen} of={roomsWithKeys} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** A file that is dropped on the window is not taken, and does not replace the program with its content. */
function useNothingDropped(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    window.addEventListener("dragover", refuse);
    window.addEventListener("drop", refuse);
    return () => {
      window.removeEventListener("dragover", refuse);
      window.removeEventListener("drop", refuse);
    };
  }, []);
}
