import { client } from "./client.ts";

/** How grey values are spread over a volume. */
export interface GreyStatistics {
  readonly minimum: number;
  readonly maximum: number;
  /** 1st and 99th percentile. */
  readonly low: number;
  readonly high: number;
}

/** Asks the door for the spread of a volume's grey values. */
export async function volumeStatistics(volumeId: string): Promise<GreyStatistics> {
  const { minimum, maximum, percentile1, percentile99 } = await client.volume.statistics.query({ volumeId });
  return { minimum, maximum, low: percentile1, high: percentile99 };
}
