import { IconAlertTriangle } from "@tabler/icons-react";
import type { Desk } from "../desk.ts";
import { paneCounts } from "../deskState.ts";
import { draggedVolume } from "../panes/Pane.tsx";
import { useStore } from "../store.ts";
import classes from "./SeriesPanel.module.css";

/** The volumes of the study, to be dragged into a viewport or double-clicked into the active one. */
export function SeriesPanel({ desk }: { desk: Desk }) {
  const { panes, layout, activePane } = useStore(desk.state);
  const shown = new Set(panes.slice(0, paneCounts[layout]).map((pane) => pane.volumeId));
  return (
    <nav className={classes.panel} aria-label="Series">
      {desk.volumes.map(({ volume, series }) => {
        const title = `${series.seriesNumber === null ? "" : `#${series.seriesNumber} `}${series.description || "Series without a description"}`;
        return (
          <button
            key={volume.id} type="button" className={classes.volume} draggable data-volume-id={volume.id}
            aria-label={volume.label ? `${title}, ${volume.label}` : title}
            data-shown={shown.has(volume.id)} data-active={panes[activePane]?.volumeId === volume.id}
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
            <img className={classes.thumbnail} src={`/volumes/${volume.id}/thumbnail.png`} alt="" loading="lazy" draggable={false} />
            <span>
              <span className={classes.title}>{title}</span>
              {volume.label && <span className={classes.label}>{volume.label}</span>}
              <span className={classes.detail}> {series.modality} · {volume.columns} × {volume.rows} × {volume.slices}</span>
              {volume.warnings.length > 0 && (
                <span className={classes.warning} title={volume.warnings.map(({ message }) => message).join("\n")}>
                  {" "}<IconAlertTriangle size={12} stroke={1.8} aria-hidden="true" />
                </span>
              )}
            </span>
          </button>
        );
      })}
    </nav>
  );
}
