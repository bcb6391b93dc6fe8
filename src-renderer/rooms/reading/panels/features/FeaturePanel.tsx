import { Tabs, Text } from "@mantine/core";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { VolumeOnDesk } from "../../desk.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { ClassifierTab } from "./ClassifierTab.tsx";
import { FeaturesTab } from "./FeaturesTab.tsx";
import classes from "./FeaturePanel.module.css";

export interface FeaturePanelProps {
  readonly volume: Volume;
  readonly segmentation: Segmentation | null;
  /** Number of the active segment. */
  readonly activeSegment: number | null;
  /** Segments that have voxels. */
  readonly drawnSegments?: ReadonlySet<number>;
  /** The volumes of the study: what is drawn can be measured on others too. */
  readonly volumes?: readonly VolumeOnDesk[];
  /** False while the reader looks at another tab: nothing is then counted anew after each stroke. */
  readonly isShown?: boolean;
  /** A PNG of the image with the ROI, for the report. */
  readonly capturePicture: () => Promise<Blob>;
  /** Resolves when every stroke is on disk: what is measured is what is seen. */
  readonly whenSaved?: () => Promise<void>;
  /** Images were prepared: the study has more volumes. */
  readonly onPrepared?: () => Promise<void>;
}

const noSegments: ReadonlySet<number> = new Set();
const noVolumes: readonly VolumeOnDesk[] = [];

/** Measures segments, and classifies the active one. */
export function FeaturePanel({
  volume,
  segmentation,
  activeSegment,
  drawnSegments = noSegments,
  volumes = noVolumes,
  isShown = true,
  capturePicture,
  whenSaved,
  onPrepared,
}: FeaturePanelProps) {
  const segment = segmentation?.segments.find((other) => other.number === activeSegment);
  const target = segmentation && segment ? { segmentation, segmentNumber: segment.number } : null;
  const key = target ? `${target.segmentation.id} ${target.segmentNumber}` : "none";
  return (
    <section className={classes.panel} aria-label="Features and classifier">
      <Tabs defaultValue="features" className={classes.tabs}>
        <Tabs.List grow>
          <Tabs.Tab value="features">Features</Tabs.Tab>
          <Tabs.Tab value="classifier">Classifier</Tabs.Tab>
        </Tabs.List>
        {segment && segmentation && (
          <div className={classes.segment}>
            <span className={classes.swatch} style={{ background: segment.color }} aria-hidden />
            <span>{segmentInWords(segment)}</span>
            <span className={classes.revision}>
              {segmentation.name}, revision {segmentation.revision}
            </span>
          </div>
        )}
        {!target && (
          <Text className={classes.hint} c="dimmed">
            Draw a segment and select it: its features are extracted and classified here.
          </Text>
        )}
        {volume.samplesPerPixel === 3 && (
          <Text className={classes.hint} c="var(--warning)">
            This is a colour image. Features are defined on grey values only.
          </Text>
        )}
        {target && (
          <>
            <Tabs.Panel value="features" className={classes.tab}>
              <FeaturesTab
                key={target.segmentation.id}
                target={target}
                drawnSegments={drawnSegments}
                volumes={volumes}
                isShown={isShown}
                whenSaved={whenSaved}
                onPrepared={onPrepared}
              />
            </Tabs.Panel>
            <Tabs.Panel value="classifier" className={classes.tab}>
              <ClassifierTab key={key} target={target} capturePicture={capturePicture} whenSaved={whenSaved} />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </section>
  );
}
