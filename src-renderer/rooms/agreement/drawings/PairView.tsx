/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a canvas is drawn on, an img is not. */
import { ActionIcon, Checkbox } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ReadingPair } from "#shared/api/agreement.ts";
import type { ConsensusMethod } from "#shared/statistics/overlap/consensusMask.ts";
import { addresses } from "../../../client/addresses.ts";
import { trpc } from "../../../client/client.ts";
import { fetchBytes } from "../../../client/fetchBytes.ts";
import { Answered } from "../Answered.tsx";
import { drawPair } from "./drawPair.ts";
import { drawnSlices, frameAround } from "./outline.ts";
import room from "../AgreementRoom.module.css";
import classes from "./Drawings.module.css";

/** Two readings of a case, on one image. */
export interface AskedPair {
  readonly comparison: string;
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
}

interface Props {
  readonly projectId: string;
  readonly asked: AskedPair;
  /** The slice to be shown, from 0; null for the first that either drew on. */
  readonly slice: number | null;
  /** The consensus of all readers that is drawn too. */
  readonly consensus?: ConsensusMethod | null;
}

/** What is outlined. */
interface Outlined {
  readonly key: string;
  readonly words: string;
  readonly address: string;
}

/** The slices of an image that two readings drew on, with the outlines of both, and of a consensus. */
export function PairView({ projectId, asked, slice, consensus = null }: Props) {
  const query = useQuery(trpc.agreement.pair.queryOptions({ projectId, ...asked }));
  return (
    <Answered query={query} waiting="Reading the drawings …">
      {(pair) => {
        const readings = pair.drawings.map(({ words, segmentationId }, at): Outlined => ({
          key: segmentationId,
          words: `${at === 0 ? "A" : "B"}: ${words}`,
          address: addresses.labels(segmentationId),
        }));
        const of = consensus === null ? [] : [consensusOf(projectId, asked, consensus)];
        return <LoadedPair pair={pair} outlined={[...readings, ...of]} slice={slice} />;
      }}
    </Answered>
  );
}

function consensusOf(projectId: string, { caseCode, region, role }: AskedPair, method: ConsensusMethod): Outlined {
  const address = addresses.agreementConsensus(projectId, new URLSearchParams({ case: caseCode, region, role, method }));
  return { key: address, words: `Consensus, ${method}`, address };
}

interface Loaded {
  readonly pair: ReadingPair;
  readonly outlined: readonly Outlined[];
  readonly slice: number | null;
}

function LoadedPair({ pair, outlined, slice }: Loaded) {
  const labels = useQuery({
    queryKey: ["agreement labels", outlined.map(({ key }) => key)],
    queryFn: () => Promise.all(outlined.map(async ({ address }) => new Uint8Array((await fetchBytes(address)).bytes))),
    gcTime: 60_000,
  });
  return (
    <Answered query={labels} waiting="Reading the drawings …">
      {(maps) => <Slices pair={pair} outlined={outlined} maps={maps} slice={slice} />}
    </Answered>
  );
}

function Slices({ pair, outlined, maps, slice }: Loaded & { maps: readonly Uint8Array[] }) {
  const { volume, levels, words, caseCode } = pair;
  const perSlice = volume.columns * volume.rows;
  const drawn = drawnSlices(maps, perSlice, volume.slices);
  // A row that is chosen in the table shows its slice: what was stepped to belongs to the row before.
  const [stepped, setStepped] = useState<{ readonly from: number | null; readonly to: number } | null>(null);
  const shown = (stepped?.from === slice ? stepped.to : null) ?? slice ?? drawn[0] ?? 0;
  const at = drawn.indexOf(shown);
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useQuery({
    queryKey: ["agreement frame", volume.id, shown],
    queryFn: () => fetchBytes(addresses.frame(volume.id, shown)),
    gcTime: 60_000,
  });
  const bytes = frame.data;
  useEffect(() => {
    if (!canvas.current || !bytes) return;
    const part = maps.map((map, each) => (hidden.includes(each) ? null : map.subarray(shown * perSlice, (shown + 1) * perSlice)));
    const around = frameAround(maps, drawn, volume);
    drawPair(canvas.current, { volume, bytes: bytes.bytes, scalarType: bytes.headers.get("x-scalar-type"), around, labels: part });
    canvas.current.dataset["slice"] = String(shown);
  }, [bytes, maps, hidden, shown, perSlice, volume, drawn]);
  const level = levels.find((each) => each.slice === shown)?.level;
  const step = (by: number) => {
    const next = drawn[at + by];
    if (next !== undefined) setStepped({ from: slice, to: next });
  };
  return (
    <div className={classes.view}>
      <h2>
        {caseCode}, {words}
      </h2>
      <div className={classes.slices}>
        <ActionIcon aria-label="Slice before" disabled={at <= 0} onClick={() => step(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <output>
          Slice {shown + 1}
          {level === undefined ? "" : `, ${level}`} ({at + 1} of {drawn.length} drawn)
        </output>
        <ActionIcon aria-label="Next slice" disabled={at < 0 || at >= drawn.length - 1} onClick={() => step(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      {frame.error ? (
        <p className={room.warning}>This slice cannot be shown.</p>
      ) : (
        <canvas
          ref={canvas}
          className={classes.canvas}
          role="img"
          aria-label={`Case ${caseCode}, ${words}, slice ${shown + 1} with ${outlined.length === 2 ? "both" : "all"} outlines`}
        />
      )}
      <div className={classes.slices}>
        {outlined.map(({ words: whose, key }, each) => (
          <Checkbox
            key={key}
            checked={!hidden.includes(each)}
            onChange={() => setHidden(hidden.includes(each) ? hidden.filter((other) => other !== each) : [...hidden, each])}
            label={
              <span className={classes.reader}>
                <span className={classes.swatch} data-of={each} aria-hidden />
                {whose}
              </span>
            }
          />
        ))}
      </div>
    </div>
  );
}
