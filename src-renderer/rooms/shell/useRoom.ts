import { useCallback, useSyncExternalStore } from "react";
import { signedInId } from "../../client/reader.ts";

/** Where the reader is. What identifies a study stays out of the address: it is health data, and addresses end up in histories. */
export type Room =
  | { readonly name: "worklist" }
  | { readonly name: "reading"; readonly studyInstanceUid: string; readonly initialVolumeId: string | null }
  | { readonly name: "models" }
  /** Reader studies; null for the list of them. */
  | { readonly name: "projects"; readonly projectId: string | null }
  | { readonly name: "myReadings" }
  /** Of the project, or of the first one. */
  | { readonly name: "agreement"; readonly projectId: string | null }
  /** A reading of a reader study. */
  | { readonly name: "case"; readonly readingId: string };

const changed = "fascicle:room";
const worklist: Room = { name: "worklist" };

function read(): Room {
  const state: unknown = history.state;
  // What another reader had open stays in the window's history, and is not opened by going back there.
  return isOwn(state) ? state.room : worklist;
}

function isOwn(state: unknown): state is { readonly room: Room } {
  return typeof state === "object" && state !== null && "room" in state && "readerId" in state && state.readerId === signedInId();
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(changed, listener);
  };
}

/** The room on show and the way to another; the browser's Back goes to the room before. */
export function useRoom(): { room: Room; enter: (room: Room) => void } {
  const room = useSyncExternalStore(subscribe, read);
  const enter = useCallback((next: Room) => {
    history.pushState({ room: next, readerId: signedInId() }, "", `#/${next.name}`);
    window.dispatchEvent(new Event(changed));
  }, []);
  return { room, enter };
}
