import type { ProjectSource } from "#shared/api/project.ts";
import { protocolOfFile, templateProtocol, type Projects } from "../../services/projects/index.ts";
import type { Author } from "../../services/store/index.ts";

/**
 * Makes a draft from a template of the program, the text of a protocol file or another project; without a name (but for a copy) it has that of its protocol.
 * Answers its id. Throws PlainError that names every field that is wrong.
 */
export function createProject(projects: Projects, by: Author, name: string, source: ProjectSource): string {
  if (source.from === "project") return projects.copy(by, source.projectId, name);
  const protocol = source.from === "template" ? templateProtocol(source.template) : protocolOfFile(source.file.text, source.file.fileName);
  return projects.create(by, { name: name.trim() === "" ? undefined : name, protocol });
}
