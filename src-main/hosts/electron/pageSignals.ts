import type { WebContents } from "electron";

/**
 * The signal of whatever the present page asks for. Electron tells a handler of a scheme nothing of a request that was given up, so requests live as long as
 * their page: they are aborted when another page has taken its place, when its process has ended, and when its window has closed.
 * (A body that is already being read ends with its reader: Electron destroys the stream.)
 */
export function pageSignals(contents: WebContents): () => AbortSignal {
  let present = new AbortController();
  let leaving: AbortController[] = [];
  const end = () => {
    for (const controller of leaving) controller.abort();
    leaving = [];
  };
  const endAll = () => {
    leaving.push(present);
    present = new AbortController();
    end();
  };
  // A navigation that turns out to be a download, or is refused, leaves the page where it is.
  contents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
    if (!isMainFrame || isSameDocument) return;
    leaving.push(present);
    present = new AbortController();
  });
  contents.on("did-navigate", end);
  contents.on("render-process-gone", endAll);
  contents.on("destroyed", endAll);
  return () => present.signal;
}
