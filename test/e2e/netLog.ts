import { readFileSync } from "node:fs";

/** Every address that a Chromium connected to or sent to, and every name it looked up on the network, from its --log-net-log file. */
export function addressesInNetLog(file: string): { connected: string[]; lookedUp: string[] } {
  const text = readFileSync(file, "utf8");
  // A browser that ended in the middle leaves the list open.
  const log = JSON.parse(text.trimEnd().endsWith("}") ? text : `${text.trimEnd().replace(/,$/, "")}]}`) as {
    constants: { logEventTypes: Record<string, number> };
    events: Array<{ type: number; params?: { address?: string; address_list?: string[]; host?: string; dns_query_type?: string } }>;
  };
  const types = log.constants.logEventTypes;
  const of = (...names: string[]) => {
    const wanted = new Set(names.map((name) => types[name]));
    return log.events.filter((event) => wanted.has(event.type));
  };
  const connects = of("TCP_CONNECT", "TCP_CONNECT_ATTEMPT", "UDP_CONNECT", "UDP_BYTES_SENT").flatMap(({ params }) => [params?.address, ...(params?.address_list ?? [])]);
  const lookups = of("HOST_RESOLVER_DNS_TASK", "HOST_RESOLVER_SYSTEM_TASK", "DNS_TRANSACTION").map(({ params }) => params?.host ?? "");
  return {
    connected: [...new Set(connects.filter((address) => address !== undefined))],
    lookedUp: [...new Set(lookups.filter((host) => host !== ""))],
  };
}
