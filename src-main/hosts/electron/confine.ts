import type { App as ElectronApp, Session, WebContents } from "electron";
import { isOwnAddress, mayLoad, permits } from "./guards.ts";

/** Puts the guards on every session: no permission, no request but to our own page. */
export function confineSession(session: Session, isPackaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(permits()));
  session.setPermissionCheckHandler(permits);
  session.setDevicePermissionHandler(permits);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, isPackaged) }));
}

/** Puts the guards on every page that is ever made: it stays at our address, opens no window, attaches no webview. */
export function confineContents(app: ElectronApp): void {
  app.on("web-contents-created", (_event, contents: WebContents) => {
    contents.on("will-navigate", (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on("will-redirect", (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on("will-frame-navigate", (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}
