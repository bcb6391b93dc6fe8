import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { parseForm, type Form } from "#shared/domain/project/form.ts";
import { parseProtocol, protocolOfTemplate, type Protocol } from "#shared/domain/project/protocol.ts";
import { projectRoot } from "../store/index.ts";

const folder = (name: "forms" | "protocols") => join(projectRoot, "assets", name);
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const jsonFiles = (path: string) => readdirSync(path).filter((name) => name.endsWith(".json"));

/** The names of the protocols that come with the program. */
export function templateNames(): string[] {
  return jsonFiles(folder("protocols")).map((name) => name.replace(/\.json$/, ""));
}

/** The protocol of a template (assets/protocols) with the forms that it names. Throws PlainError where there is none of this name. */
export function templateProtocol(name: string): Protocol {
  const names = templateNames();
  if (!names.includes(name)) throw new PlainError(`There is no template “${name}”. Templates: ${names.toSorted().join(", ")}.`);
  return protocolOfTemplate(readJson(join(folder("protocols"), `${name}.json`)), programForms());
}

/**
 * The protocol in the text of a file: whole, or a template that names forms of assets/forms by id. Throws PlainError that names the file and every
 * field that is wrong.
 */
export function protocolOfFile(text: string, fileName: string): Protocol {
  const content = contentOf(text, fileName);
  const named = (content as { forms?: unknown } | null)?.forms;
  const isTemplate = Array.isArray(named) && named.length > 0 && named.every((form) => typeof form === "string");
  try {
    return isTemplate ? protocolOfTemplate(content, programForms()) : parseProtocol(content);
  } catch (cause) {
    throw cause instanceof PlainError ? new PlainError(`${fileName}: ${cause.message}`, { cause }) : cause;
  }
}

function contentOf(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new PlainError(`${fileName} is no protocol: it is not valid JSON.`, { cause });
  }
}

/** The forms that come with the program (assets/forms), by name. */
export function programForms(): Form[] {
  return jsonFiles(folder("forms"))
    .map((name) => parseForm(readJson(join(folder("forms"), name))))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}
