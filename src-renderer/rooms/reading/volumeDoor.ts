import { client } from "../../client/client.ts";

/** How grey values are spread over a volume. */
export interface GreyStatistics {
  readonly minimum: number;
  readonly maximum: number;
  /** 1st and 99th percentile. */
  readonly low: number;
  readonly high: number;
}

interface VolumeProcedures { statistics: { query: (input: { volumeId: string }) => Promise<{ minimum: number; maximum: number; percentile1: number; percentile99: number }> } }

/** Asks the door for the spread of a volume's grey values. */
export async function volumeStatistics(volumeId: string): Promise<GreyStatistics> {
  const { minimum, maximum, percentile1, percentile99 } = await (client as unknown as { volume: VolumeProcedures }).volume.statistics.query({ volumeId });
  return { minimum, maximum, low: percentile1, high: percentile99 };
}
