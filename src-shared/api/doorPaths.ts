/**
 * Where each part of the door lies. Routes are put there (`src-main/app/createApp.ts`), and the page's addresses begin there
 * (`src-renderer/client/addresses.ts`); nothing else writes one.
 */
export const doorPaths = {
  /** The typed procedures. */
  procedures: "/api",
  agreement: "/agreement",
  exports: "/exports",
  featureMaps: "/featuremaps",
  instances: "/instances",
  networks: "/networks",
  packets: "/packets",
  pictures: "/pictures",
  reports: "/reports",
  segmentations: "/segmentations",
  uploads: "/uploads",
  volumes: "/volumes",
  notices: "/third-party-notices.txt",
} as const;
