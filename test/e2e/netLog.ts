import { readFileSync } from "node:fs";

interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: Array<{ type: number; source: { id: number }; params?: { address?: string; address_list?: string[]; host?: string } }>;
}

/**
 * Every address that a Chromium connected to by TCP or sent a datagram to, and every name it looked up on the network, from its
 * --log-net-log file. A UDP socket that is given an address and sends nothing (how Chromium asks the system whether it has IPv6) is no
 * connection: no packet leaves.
 */
export function addressesInNetLog(file: string): { connected: string[]; lookedUp: string[] } {
  const text = readFileSync(file, "utf8");
  // A browser that ended in the middle leaves the list open.
  const log = JSON.parse(text.trimEnd().endsWith("}") ? text : `${text.trimEnd().replace(/,$/, "")}]}`) as NetLog;
  const of = (...names: string[]) => {
    const wanted = new Set(names.map((name) => log.constants.logEventTypes[name]));
    return log.events.filter((event) => wanted.has(event.type));
  };
  const senders = new Set(of("UDP_BYTES_SENT").map((event) => event.source.id));
  const addresses = [
    ...of("TCP_CONNECT", "TCP_CONNECT_ATTEMPT"),
    ...of("UDP_CONNECT").filter((event) => senders.has(event.source.id)),
  ].flatMap(({ params }) => [params?.address, ...(params?.address_list ?? [])]);
  const lookups = of("HOST_RESOLVER_DNS_TASK", "HOST_RESOLVER_SYSTEM_TASK", "DNS_TRANSACTION").map(({ params }) => params?.host ?? "");
  return {
    connected: [...new Set(addresses.filter((address) => address !== undefined))],
    lookedUp: [...new Set(lookups.filter((host) => host !== ""))],
  };
}
