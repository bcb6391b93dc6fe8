import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import type { ProtocolRow } from "../projectTables.ts";

/** Reads protocols, each once: every request of a reading asks for one, and what was frozen does not change. */
export function createProtocolReader(): (row: ProtocolRow) => Protocol {
  const known = new Map<string, Protocol>();
  return ({ content, contentHash, frozenAt }) => {
    const read = frozenAt === null ? undefined : known.get(contentHash);
    if (read) return read;
    const protocol = parseProtocol(JSON.parse(content));
    if (frozenAt !== null) known.set(contentHash, protocol);
    return protocol;
  };
}
