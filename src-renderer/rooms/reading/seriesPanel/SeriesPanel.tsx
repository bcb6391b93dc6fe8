import { IconAlertTriangle } from "@tabler/icons-react";
import type { Series } from "#shared/api/study.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Desk } from "../desk.ts";
import { paneCounts } from "../deskState.ts";
import { draggedVolume } from "../panes/Pane.tsx";
import { useObservable } from "../../../ui/observable.ts";
import { addresses } from "../../../client/addresses.ts";
import classes from "./SeriesPanel.module.css";

/** The volumes of the study under the names of their series, to be dragged into a viewport or double-clicked into the active one. */
export function SeriesPanel({ desk }: { desk: Desk }) {
  const { study } = useObservable(desk.content);
  return (
    <nav className={classes.panel} aria-label="Series">
      {study.series
        .filter(({ volumes }) => volumes.length > 0)
        .map((series) => (
          <SeriesGroup key={series.seriesInstanceUid} desk={desk} series={series} />
        ))}
    </nav>
  );
}

function SeriesGroup({ desk, series }: { desk: Desk; series: Series }) {
  const title = `${series.seriesNumber === null ? "" : `#${series.seriesNumber} `}${series.description || "Series without a description"}`;
  const { modality, volumes } = series;
  return (
    <section className={classes.series}>
      <h2 className={classes.title}>
        {title}{" "}
        <span className={classes.detail}>
          {[modality, volumes.length === 1 ? "" : `${volumes.length} volumes`].filter(Boolean).join(", ")}
        </span>
      </h2>
      {volumes.map((volume) => (
        <VolumeButton key={volume.id} desk={desk} volume={volume} name={volume.label ? `${title}, ${volume.label}` : title} />
      ))}
    </section>
  );
}

function VolumeButton({ desk, volume, name }: { desk: Desk; volume: Volume; name: string }) {
  const { panes, layout, activePane } = useObservable(desk.state);
  const isShown = panes.slice(0, paneCounts[layout]).some(({ volumeId }) => volumeId === volume.id);
  return (
    <button
      type="button"
      className={classes.volume}
      draggable
      data-volume-id={volume.id}
      aria-label={`${name} ${volume.columns} × ${volume.rows} × ${volume.slices}`}
      data-shown={isShown}
      data-active={panes[activePane]?.volumeId === volume.id}
      onDragStart={(event) => {
        event.dataTransfer.setData(draggedVolume, volume.id);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onDoubleClick={() => desk.show(activePane, volume.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.stopPropagation();
        desk.show(activePane, volume.id);
      }}
    >
      <img className={classes.thumbnail} src={addresses.thumbnail(volume.id)} alt="" loading="lazy" fetchPriority="low" draggable={false} />
      <span>
        {volume.label && <span className={classes.label}>{volume.label}</span>}
        <span className={classes.detail}>
          {volume.columns} × {volume.rows} × {volume.slices}
        </span>
        {volume.warnings.length > 0 && (
          <span className={classes.warning} title={volume.warnings.map(({ message }) => message).join("\n")}>
            {" "}
            <IconAlertTriangle size={12} stroke={1.8} aria-hidden="true" />
          </span>
        )}
      </span>
    </button>
  );
}
