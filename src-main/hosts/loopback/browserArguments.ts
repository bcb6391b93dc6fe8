/**
 * How a browser is started as Fascicle's window: an app window on a profile of its own, which reaches nothing but this machine
 * (browsers look up their makers' servers at every start otherwise).
 */
export function browserArguments({ url, profileFolder, isRoot }: { url: string; profileFolder: string; isRoot: boolean }): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profileFolder}`,
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
