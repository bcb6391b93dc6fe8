import { TRPCClientError } from "@trpc/client";
import { readerHeaders } from "./expectedReader.ts";
import { asQuestion } from "./questions.ts";
import { heard } from "./refusals.ts";

/** What the door refuses, in its own words. */
export class DoorError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** True where the door answered and refused: asking again as it is would be refused again. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof DoorError) return error.status < 500;
  return error instanceof TRPCClientError && ((error.data as { httpStatus?: number } | null | undefined)?.httpStatus ?? 500) < 500;
}

/** True where a rule of a study refused what was sent, in the program's own words. */
export function isRuleRefusal(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { httpStatus?: number } | null | undefined)?.httpStatus === 400;
}

/** Asks at an address; whoever listens hears of a refusal. What changes nothing waits while another reader takes over. */
export async function ask(address: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const changes = init?.method !== undefined && init.method !== "GET";
  return heard(await (changes ? fetch(address, init) : asQuestion(() => fetch(address, init))));
}

/** What the door answers at an address, asked by the reader for whom this page was opened. Throws a DoorError where it refuses. */
export async function fetchDoor(path: string, init?: RequestInit): Promise<Response> {
  const headers = { ...readerHeaders(), ...(init?.headers as Record<string, string> | undefined) };
  const response = await ask(path, { ...init, headers });
  if (!response.ok) throw new DoorError((await response.text()) || `The program answered ${response.status}.`, response.status);
  return response;
}

/** The bytes at an address of the door. Throws a DoorError where it refuses. */
export async function fetchBytes(path: string, init?: RequestInit): Promise<{ bytes: ArrayBuffer; headers: Headers }> {
  const response = await fetchDoor(path, init);
  return { bytes: await response.arrayBuffer(), headers: response.headers };
}
