import type { Measure, MeasureKind, MeasurePlace } from "#shared/domain/measure/measure.ts";
import { MeasureDesk, type MeasureDoor } from "../../../../src-renderer/drawing/measures/measureDesk.ts";
import { ToolBench } from "../toolBench.ts";

/** A tool that measures on the bench's volume, with its study open. */
export async function measureBench(kind: MeasureKind): Promise<MeasureBench> {
  const made = new MeasureBench(kind);
  await made.open();
  return made;
}

/** A door that keeps measures in memory, with what was asked of it; `refusal` is thrown in place of the next answer. */
export class MeasureBench {
  readonly said: string[] = [];
  readonly asked: string[] = [];
  refusal: string | null = null;
  readonly kept = new Map<string, Measure & { isRemoved: boolean }>();
  readonly desk: MeasureDesk;
  readonly bench: ToolBench;

  constructor(kind: MeasureKind) {
    this.desk = new MeasureDesk((sentence) => this.said.push(sentence), this.#door());
    this.bench = new ToolBench(kind, 2, ["none", "none"], this.desk);
  }

  /** Opens the study of the bench's volume. */
  async open(): Promise<void> {
    const { volume } = this.bench;
    await this.desk.open({ studyInstanceUid: volume.studyInstanceUid, series: [{ volumes: [volume], modality: "MR" }] as never });
  }

  get measures(): readonly Measure[] {
    return this.desk.state.value.measures;
  }

  #door(): MeasureDoor {
    const answer = <Answer>(what: string, work: () => Answer): Promise<Answer> => {
      this.asked.push(what);
      const { refusal } = this;
      this.refusal = null;
      return refusal === null ? Promise.resolve().then(work) : Promise.reject(new Error(refusal));
    };
    const changed = (id: string, part: Partial<Measure & { isRemoved: boolean }>): Measure => {
      const before = this.kept.get(id)!;
      const after = { ...before, ...part, revision: before.revision + 1 };
      this.kept.set(id, after);
      return after;
    };
    const at = (id: string, revision: number) => {
      if (this.kept.get(id)?.revision !== revision) throw new Error(`revision ${revision}`);
    };
    const door = {
      list: { query: () => answer("list", () => [...this.kept.values()].filter(({ isRemoved }) => !isRemoved)) },
      add: {
        mutate: ({ id, ...place }: MeasurePlace & { id: string; name: string }) =>
          answer("add", () => {
            const made = { ...place, id, reader: "Anna", isOwn: true, revision: 1, createdAt: "now", isRemoved: false };
            this.kept.set(id, made);
            return made;
          }),
      },
      change: {
        mutate: ({ id, revision, change }: { id: string; revision: number; change: Partial<Measure> }) =>
          answer("change", () => {
            at(id, revision);
            return changed(id, change);
          }),
      },
      remove: {
        mutate: ({ id, revision }: { id: string; revision: number }) =>
          answer("remove", () => {
            at(id, revision);
            changed(id, { isRemoved: true });
          }),
      },
      restore: { mutate: ({ id }: { id: string }) => answer("restore", () => changed(id, { isRemoved: false })) },
    };
    return door as unknown as MeasureDoor;
  }
}
