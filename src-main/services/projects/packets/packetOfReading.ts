import type { ReadingRow } from "../readings/readingTables.ts";
import type { PacketRow, PacketTables } from "./packetTables.ts";

/** Nobody has opened it here, and nothing came back of it. */
export const isFresh = ({ openedAt, state }: Pick<ReadingRow, "openedAt" | "state">): boolean => openedAt === null && state === "open";

/** The packet in which a reading is out: written, neither called back nor come back of it; undefined where it is in none. */
export function packetOfReading(
  packets: Pick<PacketTables, "holding">,
  row: Pick<ReadingRow, "id" | "openedAt" | "state">,
): PacketRow | undefined {
  return isFresh(row) ? packets.holding(row.id)[0] : undefined;
}

/** What a packet is called in messages: "packet 2, written on 2026-12-01 08:00 UTC". */
export const nameOfPacket = ({ number, writtenAt }: Pick<PacketRow, "number" | "writtenAt">): string =>
  `packet ${number}, written on ${minuteOf(writtenAt)}`;

/** A time (UTC, ISO 8601) to the minute. */
export const minuteOf = (instant: string): string => `${instant.slice(0, 16).replace("T", " ")} UTC`;

/** What the reader is told of a case that is out in a packet. */
export const awayWords = (code: string, { writtenAt }: Pick<PacketRow, "writtenAt">): string =>
  `Case ${code} was given out in a packet on ${minuteOf(writtenAt)}, to be read in another data folder: it is read there. It can be opened here once a ` +
  "coordinator has called the packet back.";
