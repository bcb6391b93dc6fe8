/** A folder of the sources and what its files may import, besides what lies in the folder itself. */
export interface Boundary {
  /** From the project's root; "*" stands for any one folder. The longest that fits a file counts. */
  readonly folder: string;
  /** Folders of ours. A folder that has an entry is entered by it alone. */
  readonly mayImport: readonly string[];
  /** Packages by their start; "node:" for Node's own modules. */
  readonly packages: readonly string[];
  /** The only file that others import. */
  readonly entry?: string;
  /** Folders of which only types may be imported. */
  readonly typesOnly?: readonly string[];
}

const service = (name: string, services: readonly string[], packages: readonly string[] = []): Boundary => ({
  folder: `src-main/services/${name}`,
  entry: "index.ts",
  packages: ["node:", ...packages],
  mayImport: ["src-shared", ...services.map((other) => `src-main/services/${other}`)],
});

const view = ["react", "react-dom", "@mantine", "@tabler/icons-react", "@tanstack/react-query", "@tanstack/react-virtual"];

/**
 * Who may import whom. Imports run one way: hosts -> app -> services -> src-shared; workers -> services; renderer -> src-shared and, as
 * types only, the router.
 * A folder that stands in no row is refused: a new room gets a row, below those that it may not know.
 */
export const boundaries: readonly Boundary[] = [
  { folder: "src-shared", mayImport: [], packages: ["zod"] },
  { folder: "src-shared/domain/project", mayImport: ["src-shared"], packages: ["canonicalize", "zod"] },

  service("system", []),
  service("store", ["system"], ["better-sqlite3"]),
  service("readers", ["store", "system"]),
  service("engine", ["store"]),
  service("preprocess", ["engine", "imagefiles"]),
  service("yaml", [], ["yaml"]),
  service("jobs", ["store", "system"]),
  service("dicom", ["system"], ["dcmjs-codecs", "dicom-parser"]),
  service("imagefiles", ["system"]),
  service("originals", ["store", "system"]),
  service("backup", ["originals", "store", "system"], ["zod"]),
  service("worklist", ["store"]),
  service("import", ["dicom", "imagefiles", "jobs", "originals", "store", "system"], ["yauzl"]),
  service("volumes", ["dicom", "imagefiles", "jobs", "originals", "store", "system"], ["piscina"]),
  service("segmentation", ["imagefiles", "store", "system"]),
  service("radiomics", ["engine", "imagefiles", "jobs", "preprocess", "store", "system", "yaml"], ["canonicalize", "yaml", "zod"]),
  service("registration", ["engine", "jobs", "radiomics", "system"], ["itk-wasm", "zod"]),
  service("models", ["jobs", "preprocess", "store", "system"], ["onnxruntime-node", "yauzl", "zod"]),
  service("exports", ["store", "system"], ["csv-parse", "hono/html", "yazl"]),
  service("networks", ["exports", "imagefiles", "jobs", "models", "segmentation", "store", "system", "volumes"]),
  service("extraction", ["engine", "exports", "imagefiles", "jobs", "radiomics", "system"]),
  service("measures", ["exports", "store", "system", "volumes"]),
  service("studies", ["originals", "store", "system", "volumes"]),
  service("projects", ["exports", "imagefiles", "jobs", "readers", "segmentation", "store", "system", "volumes"], ["canonicalize", "zod"]),
  service(
    "recipes",
    ["engine", "imagefiles", "jobs", "models", "preprocess", "projects", "radiomics", "registration", "store", "system", "volumes", "yaml"],
    ["zod"],
  ),
  service("fat", ["engine", "exports", "projects", "radiomics", "segmentation", "store", "system", "volumes"]),
  service(
    "agreement",
    ["engine", "exports", "jobs", "projects", "radiomics", "segmentation", "store", "system", "volumes"],
    ["@resvg/resvg-wasm", "echarts", "hono/html", "zod"],
  ),
  service("sample", ["import", "jobs", "store", "system"], ["dcmjs", "zod"]),
  service(
    "sampleProject",
    ["import", "jobs", "projects", "readers", "sample", "segmentation", "store", "studies", "system", "volumes"],
    ["zod"],
  ),

  { folder: "src-main/workers", mayImport: ["src-main/services/*", "src-shared"], packages: ["node:", "piscina"] },
  {
    folder: "src-main/app",
    mayImport: ["src-main/services/*", "src-shared"],
    packages: ["node:", "@trpc/server", "hono", "superjson", "zod"],
  },
  { folder: "src-main/hosts/loopback", mayImport: ["src-main/app", "src-shared"], packages: ["node:", "@hono/node-server"] },
  { folder: "src-main/hosts/electron", mayImport: ["src-main/app", "src-shared"], packages: ["node:", "electron"] },
  { folder: "src-main/hosts/cli", mayImport: ["src-main/app", "src-main/hosts/loopback", "src-shared"], packages: ["node:"] },

  {
    folder: "src-renderer/client",
    mayImport: ["src-shared", "src-main/app/router.ts"],
    typesOnly: ["src-main"],
    packages: ["@tanstack/react-query", "@trpc/client", "@trpc/tanstack-react-query", "react", "superjson"],
  },
  { folder: "src-renderer/ui", mayImport: ["src-shared"], packages: view },
  { folder: "src-renderer/ui/charts", mayImport: ["src-shared", "src-renderer/ui"], packages: [...view, "echarts"] },
  { folder: "src-renderer/viewer", mayImport: ["src-shared", "src-renderer/client"], packages: ["@cornerstonejs/core"] },
  {
    folder: "src-renderer/drawing",
    mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui", "src-renderer/viewer"],
    packages: view,
  },
  { folder: "src-renderer/settings", mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui"], packages: view },
  { folder: "src-renderer/recipes", mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui"], packages: view },
  { folder: "src-renderer/forms", mayImport: ["src-shared", "src-renderer/ui"], packages: view },
  {
    folder: "src-renderer/import",
    mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui"],
    packages: [...view, "@mantine/notifications"],
  },
  {
    folder: "src-renderer/rooms/*",
    mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui", "src-renderer/import"],
    packages: view,
  },
  {
    folder: "src-renderer/rooms/reading",
    packages: view,
    mayImport: [
      "src-shared",
      "src-renderer/client",
      "src-renderer/ui",
      "src-renderer/import",
      "src-renderer/viewer",
      "src-renderer/drawing",
      "src-renderer/settings",
      "src-renderer/recipes",
      "src-renderer/forms",
    ],
  },
  // A coordinator looks at the series of a case, and says how features are extracted.
  {
    folder: "src-renderer/rooms/projects",
    packages: view,
    mayImport: [
      "src-shared",
      "src-renderer/client",
      "src-renderer/ui",
      "src-renderer/import",
      "src-renderer/viewer",
      "src-renderer/settings",
      "src-renderer/recipes",
    ],
  },
  // The shell is the window around the rooms.
  {
    folder: "src-renderer/rooms/shell",
    packages: view,
    mayImport: ["src-shared", "src-renderer/client", "src-renderer/ui", "src-renderer/import", "src-renderer/rooms/*"],
  },
  { folder: "src-renderer", mayImport: ["src-renderer/client", "src-renderer/ui", "src-renderer/rooms/shell"], packages: view },
];
