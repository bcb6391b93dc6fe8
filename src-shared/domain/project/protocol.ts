import { z } from "zod";
import { canonicalHash, type Sha256 } from "./canonicalHash.ts";
import { parseInWords } from "./fieldProblems.ts";
import { protocolProblems } from "./protocolProblems.ts";
import { protocolShape, type Protocol } from "./protocolShape.ts";

export type { AdjudicationRule, Protocol } from "./protocolShape.ts";

/** How a project's cases are read. Names that one part has of another must exist there. */
export const protocolSchema = protocolShape.superRefine((protocol, context) => {
  for (const message of protocolProblems(protocol)) context.addIssue({ code: "custom", message });
});

/** Reads a protocol. Throws PlainError that names every field that is wrong. */
export function parseProtocol(content: unknown): Protocol {
  return parseInWords(protocolSchema, "The protocol", content);
}

/** SHA-256 over the canonical JSON of a protocol: what a reading and a signature name. */
export function protocolHash(protocol: Protocol, sha256: Sha256): string {
  return canonicalHash(protocol, sha256);
}

/** assets/protocols: a protocol that names its forms by id. */
export const protocolTemplateSchema = z.strictObject({ ...protocolShape.shape, forms: z.array(z.string()).max(20) });

/** The protocol of a template with the forms it names. Throws PlainError where one is not there, or as parseProtocol does. */
export function protocolOfTemplate(template: unknown, forms: readonly { readonly id: string }[]): Protocol {
  const { forms: ids, ...rest } = parseInWords(protocolTemplateSchema, "The template", template);
  return parseProtocol({ ...rest, forms: ids.map((id) => forms.find((form) => form.id === id) ?? { id }) });
}
