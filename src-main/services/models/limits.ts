import type { ModelLimits } from "#shared/domain/modelBundle.ts";

/** What a run may take, as the inference process and its keeper are told; what a bundle leaves open is as for every model: a minute, one thread, any memory. */
export function limitsOf(limits: ModelLimits | undefined): { timeoutMs?: number; threads?: number; memoryBytes?: number } {
  return {
    ...(limits?.seconds === undefined ? {} : { timeoutMs: limits.seconds * 1000 }),
    ...(limits?.threads === undefined ? {} : { threads: limits.threads }),
    ...(limits?.memoryMb === undefined ? {} : { memoryBytes: limits.memoryMb * 2 ** 20 }),
  };
}
