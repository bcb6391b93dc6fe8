import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Series } from "#shared/api/study.ts";
import { sourceOnScreen } from "#shared/domain/volumeSource.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { thumbnailOf } from "../../client/addresses.ts";
import { trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { formatCounted, formatPatientName } from "../../ui/format.ts";
import { RemoveStudy } from "./RemoveStudy.tsx";
import { refreshList } from "./useOthersRemovals.ts";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import type { Selection } from "./WorklistTable.tsx";
import classes from "./StudyDetails.module.css";

/** Voxels and spacing, each of which stays on one line. */
function Extent({ volume }: { volume: Volume }) {
  const spacing = volume.hasPatientGeometry ? `${volume.spacingMm.map((mm) => Number(mm.toFixed(3))).join(" × ")} mm` : "position unknown";
  return (
    <>
      <span className={classes.fact}>
        {volume.columns} × {volume.rows} × {volume.slices} ·
      </span>
      <span className={classes.fact}>{spacing}</span>
    </>
  );
}

function VolumeFacts({ volume }: { volume: Volume }) {
  return (
    <li className={classes.volume}>
      <span>
        {volume.label && <b>{volume.label} </b>}
        <Extent volume={volume} />
      </span>
      {volume.source && <span className={classes.quiet}>{sourceOnScreen(volume.source)}</span>}
      {volume.warnings.map((warning) => (
        <span key={warning.message} className={classes.warning} role="note">
          {warning.message}
        </span>
      ))}
    </li>
  );
}

function SeriesFacts({ series, isChosen, onOpen }: { series: Series; isChosen: boolean; onOpen: (volumeId: string | null) => void }) {
  const middle = series.volumes[Math.floor(series.volumes.length / 2)];
  return (
    <li className={classes.series} data-chosen={isChosen || undefined}>
      <button
        type="button"
        className={classes.picture}
        onClick={() => onOpen(series.volumes[0]?.id ?? null)}
        aria-label={`Open series ${series.seriesNumber ?? ""} ${series.description}`.trim()}
      >
        <Thumbnail address={thumbnailOf(middle?.id)} size={72} />
      </button>
      <div className={classes.facts}>
        <span className={classes.seriesTitle}>
          {[series.seriesNumber, series.description || "No description"].filter((part) => part !== null).join(" · ")}
        </span>
        <span className={classes.quiet}>
          {[series.modality || "image file", formatCounted(series.instances, "image", "images"), ...series.acquisition].map(
            (fact, index, all) => (
              <span key={fact} className={classes.fact}>
                {fact}
                {index < all.length - 1 && " ·"}
              </span>
            ),
          )}
        </span>
        <ul className={classes.volumes}>
          {series.volumes.slice(0, 6).map((volume) => (
            <VolumeFacts key={volume.id} volume={volume} />
          ))}
        </ul>
        {series.volumes.length > 6 && <span className={classes.quiet}>and {series.volumes.length - 6} more volumes</span>}
      </div>
    </li>
  );
}

/** What is known of the selected row: the patient, the study, its series and every warning in words. */
export function StudyDetails({ selection, onOpen }: { selection: Selection; onOpen: (selection: Selection) => void }) {
  const { studyInstanceUid } = selection;
  // A study that is being removed stays on show until its row is gone; asked for, it would be answered by an error.
  const [removing, setRemoving] = useState<string | null>(null);
  const isRemoving = removing === studyInstanceUid;
  // Imported again, it is a study like any other.
  if (removing !== null && !isRemoving) setRemoving(null);
  const { data: study, error } = useQuery(trpc.study.describe.queryOptions({ studyInstanceUid }, { enabled: !isRemoving }));
  // It may have been removed in another window: then its row goes, too.
  useEffect(() => {
    if (error) void refreshList();
  }, [error]);
  if (error)
    return (
      <aside className={classes.panel} aria-label="Details">
        <Text c="var(--danger)" role="alert">
          {plainWords(error)}
        </Text>
      </aside>
    );
  if (!study) return <aside className={classes.panel} aria-label="Details" aria-busy="true" />;
  const facts: ReadonlyArray<readonly [string, string]> = [
    ["ID", study.patientId],
    ["Born", study.patientBirthDate ?? ""],
    ["Sex", study.patientSex ?? ""],
    ["Study date", study.studyDate ?? ""],
    ["Accession", study.accessionNumber],
  ];
  return (
    <aside className={classes.panel} aria-label="Details">
      <div className={classes.head}>
        <h2 className={classes.name}>{formatPatientName(study.patientName)}</h2>
        <Text c="dimmed">{study.description || "No study description"}</Text>
        <dl className={classes.list}>
          {facts
            .filter(([, value]) => value !== "")
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        <div className={classes.actions}>
          <Button onClick={() => onOpen(selection)}>{selection.seriesInstanceUid ? "Open series" : "Open study"}</Button>
          <RemoveStudy
            key={study.studyInstanceUid}
            study={study}
            isRemoving={isRemoving}
            onRemoving={(isAsked) => setRemoving(isAsked ? studyInstanceUid : null)}
          />
        </div>
      </div>
      <ul className={classes.allSeries}>
        {study.series.map((series) => (
          <SeriesFacts
            key={series.seriesInstanceUid}
            series={series}
            isChosen={series.seriesInstanceUid === selection.seriesInstanceUid}
            onOpen={(volumeId) =>
              onOpen({ studyInstanceUid: study.studyInstanceUid, seriesInstanceUid: series.seriesInstanceUid, volumeId })
            }
          />
        ))}
      </ul>
    </aside>
  );
}
