import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A package that is shipped, with the texts that go with it. */
interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly texts: readonly string[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
}

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | Person;
  readonly contributors?: ReadonlyArray<string | Person>;
}

interface Person {
  readonly name: string;
}

const licenceFile = /^(licen[sc]e|copying|notice|copyright|unlicense|third.?party)/i;

const ownText = (name: string) => readFileSync(join(import.meta.dirname, "licences", `${name}.txt`), "utf8");

/** Packages that hold no licence text, looked at one by one: given under MIT by those whom package.json names. */
const mitOfNamed: ReadonlySet<string> = new Set(["@cornerstonejs/core", "@cornerstonejs/metadata", "@cornerstonejs/utils"]);
/** The same, where the text stands among their sources. */
const fromSources: Readonly<Record<string, string>> = {
  "@resvg/resvg-wasm": "resvg",
  "onnxruntime-common": "onnxruntime",
  "onnxruntime-node": "onnxruntime",
  "react-remove-scroll-bar": "react-remove-scroll-bar",
};
/** The binaries of one system: their text is in the package that they belong to, which lies beside them. */
const partsOf: ReadonlyArray<readonly [part: RegExp, whole: string]> = [[/^@napi-rs\/nice-/, "nice"]];

/** Libraries inside a package's binaries. */
const inside: Readonly<Record<string, string>> = {
  "@itk-wasm/elastix": "elastix",
  "better-sqlite3": "sqlite",
  "dcmjs-codecs": "dcmjs-codecs",
};

/**
 * Every package that is shipped: those that are installed with the program (by package-lock.json), and those that a bundle holds something
 * of (`bundled`, folders from `root` on).
 * Throws Error that names the packages without a licence text.
 */
export function collectNotices(root: string, bundled: readonly string[]): Notice[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const installed = Object.entries(lock.packages).filter(([folder, entry]) => folder !== "" && !entry.dev);
  // Of the packages for one system only this system's are here, and only they are shipped from here.
  const folders = [
    ...installed.filter(([folder, { optional }]) => !optional || existsSync(join(root, folder))).map(([folder]) => folder),
    ...bundled,
  ];
  const missing: string[] = [];
  const notices = new Map<string, Notice>();
  for (const folder of folders) {
    const described = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as PackageFile;
    const { name, version, license = "" } = described;
    const texts = textsOf(join(root, folder), described);
    if (texts.length === 0) missing.push(`${name} ${version} (${license || "no licence named"})`);
    notices.set(`${name} ${version}`, {
      name,
      version,
      licence: license,
      texts: inside[name] === undefined ? texts : [...texts, ownText(inside[name])],
    });
  }
  if (missing.length > 0) {
    throw new Error(
      `These packages would be shipped without a licence text: ${missing.join(", ")}. Find the text and name it in scripts/notices.ts, or ` +
        `leave the package out.`,
    );
  }
  return [...notices.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function textsOf(folder: string, described: PackageFile): string[] {
  const { name, license = "" } = described;
  const texts = textsIn(folder);
  if (texts.length > 0) return texts;
  const whole = partsOf.find(([part]) => part.test(name))?.[1];
  if (whole !== undefined) return textsIn(join(folder, "..", whole));
  if (fromSources[name] !== undefined) return [ownText(fromSources[name])];
  const named = [described.author ?? [], described.contributors ?? []].flat().map((one) => (typeof one === "string" ? one : one.name));
  return mitOfNamed.has(name) && license === "MIT" && named.length > 0
    ? [`The package holds no licence text; its package.json says ${license}:\n\nCopyright (c) ${named.join(", ")}\n\n${ownText(license)}`]
    : [];
}

/** The texts that a package holds: files of their own, else a section of its README. */
function textsIn(folder: string): string[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => licenceFile.test(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  // A folder of licences (echarts) holds those of what the package took over from others.
  const paths = files.flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(folder, entry.name))
          .toSorted()
          .map((inner) => join(folder, entry.name, inner))
      : [join(folder, entry.name)],
  );
  const texts = paths.map((path) => readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim()).filter((text) => text !== "");
  if (texts.length > 0) return texts;
  const readme = readdirSync(folder).find((entry) => /^readme/i.test(entry));
  const section = readme && /^(?:#+ *)?licen[sc]e\b[\s\S]*/im.exec(readFileSync(join(folder, readme), "utf8"))?.[0];
  return section && /permission is hereby granted|redistribution and use/i.test(section) ? [section.trim()] : [];
}

/** The file of third-party notices: a list of the packages, then each text once with the packages that it is of. */
export function writeNotices(notices: readonly Notice[]): string {
  const byText = new Map<string, string[]>();
  for (const { name, version, texts } of notices) {
    const text = texts.join("\n\n").trim();
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const rule = "-".repeat(100);
  return [
    "Fascicle is built with the software of others. These are its parts, and the licences under which they are given.",
    "The installed program also holds Electron and Chromium, whose licences lie beside it as LICENSE.electron.txt and LICENSES.chromium.html.",
    "",
    ...notices.map(({ name, version, licence }) => `${name} ${version}: ${licence}`),
    "",
    ...[...byText].flatMap(([text, names]) => [rule, names.join(", "), rule, "", text, ""]),
  ].join("\n");
}

/** Makes dist/THIRD-PARTY-NOTICES.txt of what the builds said that they bundled. */
if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  const bundled = ["main", "renderer"].flatMap(
    (name) => JSON.parse(readFileSync(join(root, "dist", "packages", `${name}.json`), "utf8")) as string[],
  );
  writeFileSync(join(root, "dist", "THIRD-PARTY-NOTICES.txt"), writeNotices(collectNotices(root, bundled)));
}
