import { basename } from "node:path";

/**
 * How a browser is started as Fascicle's window: an app window on a profile of its own, which reaches nothing but this machine
 * (browsers look up their makers' servers at every start otherwise) and keeps nothing on the disk. Every user of the machine can read
 * a command line: the address in it must hold no secret.
 */
export function browserArguments({
  browser,
  address,
  profileFolder,
  isRoot,
}: {
  browser: string;
  address: string;
  profileFolder: string;
  isRoot: boolean;
}): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profileFolder}`,
    // History, cache and what was typed stay in memory.
    /edge/i.test(basename(browser)) ? "--inprivate" : "--incognito",
    // A crash report is a copy of the memory.
    "--disable-breakpad",
    ...quietArguments,
    // Chromium refuses to start as root with its sandbox.
    ...(isRoot ? ["--no-sandbox"] : []),
  ];
}

/** No connection but to 127.0.0.1, no first-run pages, no sync. */
export const quietArguments: readonly string[] = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-quic",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
];
