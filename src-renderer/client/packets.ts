import { useQuery } from "@tanstack/react-query";
import type { TakenReturn, UnknownKey, WritePacket } from "#shared/api/packet.ts";
import type { Job } from "#shared/domain/job.ts";
import { addresses } from "./addresses.ts";
import { client, trpc } from "./client.ts";
import { fetchDoor } from "./fetchBytes.ts";
import { followJob } from "./jobs.ts";

export type PacketOfProject = Awaited<ReturnType<typeof client.packet.list.query>>[number];

/** The packets of a project. */
export function usePackets(projectId: string) {
  return useQuery(trpc.packet.list.queryOptions({ projectId }, { staleTime: 0, refetchOnMount: "always" }));
}

/** Has a packet written; answers the file, or null where it was cancelled and nothing was written. Throws an error in the program's words. */
export async function writePacket(request: WritePacket, onChange: (job: Job) => void): Promise<Blob | null> {
  const { jobId } = await client.packet.write.mutate(request);
  const { state, result, error } = await followJob(jobId, onChange);
  if (result !== null) return (await fetchDoor(addresses.writtenPacket(jobId))).blob();
  if (state === "cancelled") return null;
  throw new Error(error ?? "The packet was not written. Write it again.");
}

/**
 * Has an uploaded return taken in; answers what became of it, or whose key is to be compared first, or null where it was cancelled and nothing was taken in.
 * Throws an error in the program's words.
 */
export async function takeReturnIn(
  request: Parameters<typeof client.packet.takeIn.mutate>[0],
  onChange: (job: Job) => void,
): Promise<TakenReturn | UnknownKey | null> {
  const { jobId } = await client.packet.takeIn.mutate(request);
  const { state, result, error } = await followJob(jobId, onChange);
  if (result !== null) return result as TakenReturn | UnknownKey;
  if (state === "cancelled") return null;
  throw new Error(error ?? "Nothing was taken in. Do it again.");
}

/** Has an uploaded packet imported; false where it was cancelled and nothing was taken in. Throws an error in the program's words. */
export async function importPacket(
  request: Parameters<typeof client.packet.import.mutate>[0],
  onChange: (job: Job) => void,
): Promise<boolean> {
  const { jobId } = await client.packet.import.mutate(request);
  const { state, result, error } = await followJob(jobId, onChange);
  if (result !== null || state === "cancelled") return result !== null;
  throw new Error(error ?? "Nothing was taken in. Import it again.");
}

/** Has what comes back of a packet written; answers the file. `own` is the reader's passphrase. Throws a DoorError in the program's words. */
export async function writeReturn(projectId: string, own: string): Promise<Blob> {
  const headers = { "content-type": "application/json" };
  return (await fetchDoor(addresses.packetReturn(projectId), { method: "POST", headers, body: JSON.stringify({ own }) })).blob();
}
