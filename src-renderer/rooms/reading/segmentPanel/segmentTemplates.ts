import type { Side } from "#shared/domain/segment.ts";

export const segmentTemplates: ReadonlyArray<{ name: string; segments: ReadonlyArray<{ name: string; side: Side; color?: string }> }> = [];
