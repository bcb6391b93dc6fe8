/** The address of the window: nothing else is ever shown in it. */
export const windowOrigin = "fascicle://app";

/** True for an address of our own page. A scheme that only looks alike, another host, a file or the web is false. */
export function isOwnAddress(address: string): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  return url.protocol === "fascicle:" && url.host === "app" && url.username === "" && url.password === "";
}

/** True for what the window may load: our page, and what the page itself made in memory. DevTools only where the program is not packaged. */
export function mayLoad(address: string, isPackaged: boolean): boolean {
  if (address.startsWith("blob:")) return isOwnAddress(address.slice("blob:".length));
  if (address.startsWith("data:")) return true;
  if (!isPackaged && address.startsWith("devtools://")) return true;
  return isOwnAddress(address);
}

/** The page needs no permission of the system. */
export function permits(): false {
  return false;
}

/** How the page is confined: no Node, no preload, a world and a process of its own. */
export const webPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  // The spelling checker downloads its dictionaries.
  spellcheck: false,
} as const;

/** Switches that keep Chromium from looking up anything outside this machine. */
export const quietSwitches: ReadonlyArray<readonly [string, string?]> = [
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["disable-background-networking"],
  ["disable-component-update"],
  ["disable-domain-reliability"],
  ["disable-quic"],
  ["no-pings"],
];
