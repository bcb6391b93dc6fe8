import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "superjson";
import { doorPaths } from "#shared/api/doorPaths.ts";
import type { OpenReading, OwnReadings } from "#shared/api/reading.ts";
import { encodeStroke, strokeRuns } from "#shared/domain/strokeBytes.ts";
import { createRandom, type Random } from "#shared/statistics/random.ts";
import { createProjects } from "../../../../../src-main/services/projects/index.ts";
import { createSegmentations } from "../../../../../src-main/services/segmentation/index.ts";
import { openStore, type Author } from "../../../../../src-main/services/store/index.ts";
import { createVolumes } from "../../../../../src-main/services/volumes/index.ts";
import { setCheapPassphrase } from "../../readers/signingReader.ts";
import { openLimbs, type MadeUpStudy } from "../limbStudies.ts";
import { lookAtAll, studyProtocol } from "./runningStudy.ts";

const passphrase = "right passphrase";
const pixels = 8 * 8;
const root = join(import.meta.dirname, "..", "..", "..", "..", "..");
const sourceProgram = join(root, "src-main", "hosts", "cli", "cli.ts");
/** What `npm run build` makes: it starts sooner. */
export const builtProgram = join(root, "dist", "main", "cli.mjs");

export interface KilledReadings {
  /** Submitted at the end. */
  readonly readings: number;
  readonly kills: number;
  /** Answered by the door before a kill, or without one. */
  readonly strokes: number;
  readonly answers: number;
  readonly submissions: number;
  /** Asked for and not answered when the program was killed: kept, or not. */
  readonly pendingKept: number;
  readonly pendingLost: number;
  /** How long ago the oldest stroke or answer that was lost had been sent when the program was killed, ms. */
  readonly oldestLostMs: number;
  /** The slowest answer of the door to a stroke or an answer, ms. */
  readonly slowestMs: number;
}

/** A change that the door was asked for. */
type Change =
  | {
      readonly kind: "stroke";
      readonly segmentationId: string;
      readonly revision: number;
      readonly slice: number;
      readonly labels: Uint8Array;
    }
  | { readonly kind: "answer"; readonly readingId: string; readonly key: string; readonly value: string }
  | { readonly kind: "submit"; readonly readingId: string }
  | { readonly kind: "other" };

/**
 * Has two readers read a study of so many cases through the loopback door of the real program, which is killed with SIGKILL at a random moment of each of the
 * first `kills` readings and started again. After each kill, and at the end, everything that the door had answered must be there and the
 * log must verify: throws
 * where it is not.
 */
export async function killReadings({
  cases,
  kills,
  seed,
  program = sourceProgram,
  onKill = () => undefined,
}: {
  readonly cases: number;
  readonly kills: number;
  readonly seed: number;
  readonly program?: string;
  readonly onKill?: (reading: number) => void;
}): Promise<KilledReadings> {
  const random = createRandom(seed);
  const study = await startedStudy(cases);
  const state = new Answered();
  let killed = 0;
  let typicalMs = 1500;
  let server: Served | undefined;
  try {
    for (let reading = 0; reading < 2 * cases; reading++) {
      const by = study.readers[reading % 2]!;
      let isDone = false;
      while (!isDone) {
        server ??= await serve(study.dataFolder, program, state, by);
        await server.signIn(by);
        const mustDie = killed < kills && killed <= reading;
        const { child } = server;
        const kill = () => {
          state.diedAt = performance.now();
          child.kill("SIGKILL");
        };
        const timer = mustDie ? setTimeout(kill, random.next() * typicalMs) : undefined;
        const begun = performance.now();
        try {
          await readNext(server, random);
          isDone = true;
          if (!mustDie) typicalMs = performance.now() - begun;
          // It was quicker than the kill.
          if (mustDie) kill();
        } catch (error) {
          if (!mustDie) throw error;
        }
        clearTimeout(timer);
        if (!mustDie) continue;
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        if (child.signalCode !== "SIGKILL") throw new Error(`the program ended by itself: ${server.output()}`);
        server = undefined;
        killed += 1;
        await state.check(study);
        onKill(killed);
      }
    }
    await server?.stop();
    await state.check(study);
    return { readings: state.submissions, kills: killed, ...state.figures() };
  } finally {
    server?.child.kill("SIGKILL");
    rmSync(study.folder, { recursive: true, force: true });
  }
}

interface Started {
  readonly folder: string;
  readonly dataFolder: string;
  readonly projectId: string;
  readonly readers: readonly Author[];
}

async function startedStudy(cases: number): Promise<Started> {
  const studies = Array.from({ length: cases }, (_, at): MadeUpStudy[] => {
    const person = { patientId: `P-${at}`, patientName: `Person^${at}` };
    return [
      { ...person, uid: `2.25.${1000 + 2 * at}`, series: ["T1 TSE axial thigh", "T2 Dixon water thigh"] },
      { ...person, uid: `2.25.${1001 + 2 * at}`, series: ["T1 TSE axial calf", "T2 Dixon water calf"] },
    ];
  }).flat();
  const limbs = await openLimbs(studies);
  const { store, projects, coordinator, reader1, reader2, folder, dataFolder } = limbs;
  for (const { readerId } of [coordinator, reader1, reader2]) setCheapPassphrase(store, readerId, passphrase);
  const { passes, agreement } = studyProtocol();
  const protocol = studyProtocol({
    passes: passes.slice(0, 1),
    agreement: { ...agreement, featureFilter: { ...agreement.featureFilter!, comparisons: ["between readers"] } },
  });
  const projectId = projects.create(coordinator, { name: "Muscles", protocol });
  projects.setMembers(coordinator, projectId, "reader", [reader1.readerId, reader2.readerId]);
  const requests = Array.from({ length: cases }, (_, at) => ({
    where: String(at),
    studyInstanceUids: [`2.25.${1000 + 2 * at}`, `2.25.${1001 + 2 * at}`],
  }));
  projects.addCases(coordinator, projectId, requests, "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  projects.start(coordinator, projectId);
  await limbs.close({ keep: true });
  return { folder, dataFolder, projectId, readers: [reader1, reader2] };
}

/** What the door has answered, and the one change that it has not answered yet. */
class Answered {
  readonly #drawings = new Map<string, { revision: number; slices: Map<number, Uint8Array> }>();
  readonly #answers = new Map<string, string>();
  readonly #submitted = new Set<string>();
  /** When the program was killed last, on the clock of performance.now(). */
  diedAt = 0;
  #pending: { readonly change: Change; readonly at: number } | undefined;
  #figures = { strokes: 0, answers: 0, submissions: 0, pendingKept: 0, pendingLost: 0, oldestLostMs: 0, slowestMs: 0 };

  get submissions(): number {
    return this.#submitted.size;
  }
  figures() {
    return this.#figures;
  }

  /** Asks for a change; it counts as kept when the door has answered. */
  async do<Result>(change: Change, ask: () => Promise<Result>): Promise<Result> {
    const at = performance.now();
    this.#pending = { change, at };
    const result = await ask();
    this.#keep(change);
    if (change.kind === "stroke" || change.kind === "answer")
      this.#figures.slowestMs = Math.max(this.#figures.slowestMs, performance.now() - at);
    this.#pending = undefined;
    return result;
  }

  #keep(change: Change): void {
    if (change.kind === "stroke") {
      const { slices } = this.#drawings.get(change.segmentationId) ?? { slices: new Map<number, Uint8Array>() };
      slices.set(change.slice, change.labels);
      this.#drawings.set(change.segmentationId, { revision: change.revision, slices });
      this.#figures.strokes += 1;
    } else if (change.kind === "answer") {
      this.#answers.set(`${change.readingId} ${change.key}`, change.value);
      this.#figures.answers += 1;
    } else if (change.kind === "submit") {
      this.#submitted.add(change.readingId);
      this.#figures.submissions += 1;
    }
  }

  /** Compares with the data folder, which nobody has open. */
  async check({ dataFolder, projectId }: Started): Promise<void> {
    const store = openStore(dataFolder);
    const volumes = createVolumes({ store });
    try {
      const segmentations = createSegmentations({ store, volumes });
      const text = (sql: string, ...values: string[]) =>
        store.database
          .prepare<string[], string>(sql)
          .pluck()
          .get(...values);
      const isKept = (change: Change): boolean => {
        if (change.kind === "stroke") return segmentations.describe(change.segmentationId).revision >= change.revision;
        if (change.kind === "submit") return text("SELECT state FROM reading WHERE id = ?", change.readingId) === "submitted";
        if (change.kind === "other") return false;
        const sql = "SELECT answer FROM reading_answer WHERE reading_id = ? AND field = ? ORDER BY number DESC LIMIT 1";
        const row = text(sql, change.readingId, change.key);
        return row !== undefined && (JSON.parse(row) as { value: string }).value === change.value;
      };
      const pending = this.#pending;
      this.#pending = undefined;
      if (pending && pending.change.kind !== "other") {
        if (isKept(pending.change)) {
          this.#keep(pending.change);
          this.#figures.pendingKept += 1;
        } else {
          this.#figures.pendingLost += 1;
          if (pending.change.kind !== "submit") this.#figures.oldestLostMs = Math.max(this.#figures.oldestLostMs, this.diedAt - pending.at);
        }
      }
      for (const [id, { revision, slices }] of this.#drawings) {
        const { segmentation, labels } = await segmentations.readLabelMap(id);
        if (segmentation.revision !== revision) throw new Error(`a drawing is at revision ${segmentation.revision}, not at ${revision}`);
        for (const [slice, drawn] of slices)
          if (!Buffer.from(labels.subarray(slice * pixels, (slice + 1) * pixels)).equals(drawn)) throw new Error("a stroke is not there");
      }
      for (const [key, value] of this.#answers) {
        const [readingId, field] = key.split(" ") as [string, string];
        if (!isKept({ kind: "answer", readingId, key: field, value })) throw new Error(`the answer ${field} is not there`);
      }
      for (const readingId of this.#submitted) if (!isKept({ kind: "submit", readingId })) throw new Error("a submission is not there");
      const { fault } = createProjects(store).verify(projectId);
      if (fault !== null) throw new Error(fault);
    } finally {
      await volumes.close();
      store.close();
    }
  }
}

/** The program, served, and a reader's requests to it. */
interface Served {
  readonly child: ChildProcess;
  readonly state: Answered;
  readonly output: () => string;
  signIn(by: Author): Promise<void>;
  /** A procedure; rejects where it is refused, or the program is gone. */
  query<Answer>(name: string, input?: unknown): Promise<Answer>;
  mutate<Answer>(name: string, input: unknown): Promise<Answer>;
  stroke(segmentationId: string, revision: number, slice: number, labels: Uint8Array<ArrayBuffer>): Promise<void>;
  stop(): Promise<void>;
}

async function serve(dataFolder: string, program: string, state: Answered, first: Author): Promise<Served> {
  const child = spawn(process.execPath, [program, "serve", "--data", dataFolder], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const link = await new Promise<URL>((resolve, reject) => {
    const read = (part: Buffer) => {
      output += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/enter#\S+/.exec(output);
      if (found) resolve(new URL(found[0]));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => reject(new Error(`fascicle serve ended: ${output}`)));
  });
  const entered = await fetch(`${link.origin}/enter`, { method: "POST", headers: { origin: link.origin }, body: link.hash.slice(1) });
  const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
  const request = async (path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<string> => {
    const response = await fetch(`${link.origin}${path}`, { ...init, headers: { ...headers, cookie } });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  };
  const answerOf = (text: string): unknown => (JSON.parse(text) as { result: { data: { json: unknown } } }).result.data.json;
  const mutate: Served["mutate"] = async (name, input) =>
    answerOf(
      await request(`${doorPaths.procedures}/${name}`, { method: "POST", body: stringify(input) }, { "content-type": "application/json" }),
    ) as never;
  const signIn = async ({ readerId }: Author) => void (await mutate("reader.signIn", { readerId, passphrase }));
  await signIn(first);
  return {
    child,
    state,
    output: () => output,
    signIn,
    query: async (name, input) =>
      answerOf(
        await request(`${doorPaths.procedures}/${name}${input === undefined ? "" : `?input=${encodeURIComponent(stringify(input))}`}`),
      ) as never,
    mutate,
    stroke: (segmentationId, revision, slice, labels) =>
      state.do({ kind: "stroke", segmentationId, revision: revision + 1, slice, labels }, async () => {
        const body = encodeStroke(revision, strokeRuns({ tool: "brush", slices: [{ sliceIndex: slice, labels }] }));
        await request(`${doorPaths.segmentations}/${segmentationId}/strokes`, { method: "POST", body });
      }),
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** Goes on with the reading that is open, or opens the next; draws, copies, revises, answers and submits. */
async function readNext(served: Served, random: Random): Promise<void> {
  const { state, query, mutate } = served;
  const [own] = await query<OwnReadings[]>("reading.own");
  const { readingId } = own!.begun.find(({ state: of }) => of === "open") ?? own!.next!;
  const reading = await state.do({ kind: "other" }, () => mutate<OpenReading>("reading.open", { readingId }));
  interface Drawing {
    readonly id: string;
    readonly revision: number;
  }
  const drawingOn = async (volumeId: string) => (await query<Drawing[]>("segmentation.list", { volumeId }))[0];
  const draw = async ({ id, revision }: Drawing, strokes: number) => {
    for (let stroke = 0; stroke < strokes; stroke++) {
      const labels = Uint8Array.from({ length: pixels }, () => (random.next() < 0.5 ? 1 : 0)).fill(1, 0, 1);
      await served.stroke(id, revision + stroke, stroke % 2, labels);
    }
  };
  for (const { images } of reading.regions) {
    const [drawn, copied] = [images.find(({ use }) => use === "drawn on")!, images.find(({ use }) => use === "copied to")!];
    const drawing = (await drawingOn(drawn.imageId))!;
    await draw(drawing, 8);
    if (!(await drawingOn(copied.imageId)))
      await state.do({ kind: "other" }, () => mutate("segmentation.copyTo", { segmentationId: drawing.id, volumeId: copied.imageId }));
    await draw((await drawingOn(copied.imageId))!, 4);
  }
  for (const { id, muscles, sides, items } of reading.forms)
    for (const { code } of muscles)
      for (const side of sides) {
        const [key, value] = [`${id}/${items[0]!.id}/${code}/${side}`, String(Math.floor(6 * random.next()))];
        await state.do({ kind: "answer", readingId, key, value }, () =>
          mutate("reading.answer", { readingId, key, answer: { type: "grade", value } }),
        );
      }
  await state.do({ kind: "submit", readingId }, () =>
    mutate("reading.submit", { readingId, passphrase, meaning: "I have read this case" }),
  );
}
