import { useQuery } from "@tanstack/react-query";
import type { WritePacket } from "#shared/api/packet.ts";
import { addresses } from "./addresses.ts";
import { client, trpc } from "./client.ts";
import { fetchDoor } from "./fetchBytes.ts";

export type PacketOfProject = Awaited<ReturnType<typeof client.packet.list.query>>[number];
export type TakenReturn = Extract<Awaited<ReturnType<typeof client.packet.takeIn.mutate>>, { isTaken: true }>;
/** A return whose key is to be compared first. */
export type UnknownKey = Extract<Awaited<ReturnType<typeof client.packet.takeIn.mutate>>, { isTaken: false }>;

/** The packets of a project. */
export function usePackets(projectId: string) {
  return useQuery(trpc.packet.list.queryOptions({ projectId }, { staleTime: 0, refetchOnMount: "always" }));
}

/** Has a packet written; answers the file. Throws a DoorError in the program's words. */
export async function writePacket(projectId: string, request: WritePacket): Promise<Blob> {
  return posted(addresses.packet(projectId), request);
}

/** Has what comes back of a packet written; answers the file. `own` is the reader's passphrase. Throws a DoorError in the program's words. */
export async function writeReturn(projectId: string, own: string): Promise<Blob> {
  return posted(addresses.packetReturn(projectId), { own });
}

async function posted(address: string, body: object): Promise<Blob> {
  const headers = { "content-type": "application/json" };
  return (await fetchDoor(address, { method: "POST", headers, body: JSON.stringify(body) })).blob();
}
