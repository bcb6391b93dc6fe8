import { queryClient, trpc } from "../../../client/client.ts";
import { drawingDesk } from "../../../drawing/drawingDesk.ts";
import type { OpenCase } from "./openCase.ts";

/** What is known of readers, of the list of readings and of the session outlives a reading. */
const kept: ReadonlySet<unknown> = new Set(["reader", "host"]);

/** The reading on the desk. */
let onDesk: string | null = null;

/** Notes which reading is on the desk, and what its images without a drawing are said to be; returns how to take it off. */
export function putOnDesk(openCase: OpenCase): () => void {
  onDesk = openCase.reading.readingId;
  drawingDesk.whyNone = openCase.pair
    ? "No consensus is drawn on this image: the two readings agree well enough on it."
    : "Nothing is drawn on this image in this reading.";
  return () => {
    onDesk = null;
    drawingDesk.whyNone = null;
    // After the desk is gone; where it is back at once, its reading goes on.
    setTimeout(() => void forget(openCase));
  };
}

/** When all of a reading is on disk, nothing of it is left in this page: no drawing, no answer of the program, no remembered view. */
async function forget(openCase: OpenCase): Promise<void> {
  const { readingId, regions } = openCase.reading;
  if (onDesk === readingId) return;
  await Promise.all([drawingDesk.settled(), openCase.book.settled()]);
  if (onDesk === readingId) return;
  openCase.close();
  drawingDesk.forget(
    readingId,
    regions.flatMap(({ images }) => images.map(({ imageId }) => imageId)),
  );
  const ofSession = [trpc.reading.own.queryKey(), trpc.reading.access.queryKey(), trpc.adjudication.own.queryKey()].map((key) =>
    JSON.stringify(key[0]),
  );
  queryClient.removeQueries({
    type: "inactive",
    predicate: ({ queryKey: [path] }) => !(Array.isArray(path) && (kept.has(path[0]) || ofSession.includes(JSON.stringify(path)))),
  });
  if (onDesk === null) sessionStorage.clear();
}
