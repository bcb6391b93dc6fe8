import { Button, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DrawnElsewhere as Offer } from "#shared/api/segmentationCopy.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { drawnElsewhere } from "../../../client/segmentationDoor.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { formatCounted } from "../../../ui/format.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { carriedInWords } from "./carriedInWords.ts";
import { volumeTitle } from "../volumeTitle.ts";
import classes from "./DrawnElsewhere.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly volume: Volume;
  /** Called when a copy was made and is open. */
  readonly onCopied?: () => void;
  /** Said where there is none. */
  readonly whenNone?: string;
}

/** What was drawn on other series of the same space, or aligned by a registration that is kept: to be shown over this one, or copied here. Where there is none, nothing, or what is to be said. */
export function DrawnElsewhere({ desk, drawing, volume, onCopied, whenNone }: Props) {
  const shown = useObservable(drawing.projections.shown).get(volume.id);
  const {
    data: offers = [],
    error,
    isSuccess,
  } = useQuery({
    queryKey: ["drawnElsewhere", volume.id],
    queryFn: () => drawnElsewhere(volume.id),
    staleTime: 0,
    gcTime: 0,
  });
  const [copying, setCopying] = useState<string | null>(null);
  if (error) return <span role="alert">{plainWords(error)}</span>;
  if (offers.length === 0) return isSuccess && whenNone ? <p className={classes.quiet}>{whenNone}</p> : null;

  const copy = async ({ segmentation }: Offer) => {
    setCopying(segmentation.id);
    try {
      const notes = await drawing.copy(volume, segmentation);
      if (notes.length > 0)
        notifications.show({ color: "yellow", title: "Look at this copy twice", message: notes.join(" "), autoClose: false });
      onCopied?.();
    } catch (cause) {
      notifications.show({ color: "red", title: "Nothing was copied", message: plainWords(cause), autoClose: false });
    } finally {
      setCopying(null);
    }
  };
  const toggle = (offer: Offer, isShown: boolean) => {
    const drawnOn = desk.volume(offer.segmentation.volumeId)?.volume;
    if (isShown) drawing.projections.hide(volume.id);
    else if (!drawnOn) drawing.say("That series came after this study was opened. Open the study again to see it.");
    else void drawing.attempt(drawing.projections.show(volume, drawnOn, offer.segmentation.id, offer.way?.toDrawnOn));
  };

  return (
    <section className={classes.offers} aria-label="Drawn on other series">
      <h2 className={classes.heading}>Drawn on other series</h2>
      <ul className={classes.list}>
        {offers.map((offer) => {
          const { segmentation, fit, way } = offer;
          const isShown = shown?.segmentationId === segmentation.id;
          const title = volumeTitle(desk.volume(segmentation.volumeId));
          return (
            <li key={segmentation.id} className={classes.offer}>
              <div className={classes.what}>
                <strong>#{title}</strong>
                <span>
                  {segmentation.name} · {formatCounted(segmentation.segments.length, "segment", "segments")}
                </span>
                <Tooltip label={fit.differences.join(" ")} disabled={fit.differences.length === 0} multiline w={320} withinPortal>
                  <span className={classes.quiet}>
                    {way
                      ? carriedInWords(way)
                      : fit.fit === "same"
                        ? "Same grid: voxel on voxel"
                        : "Another grid: each voxel takes the nearest label"}
                  </span>
                </Tooltip>
              </div>
              <Button
                variant="default"
                size="compact-sm"
                aria-pressed={isShown}
                aria-label={`${isShown ? "Hide" : "Show"} what was drawn on ${title}: ${segmentation.name}`}
                onClick={() => toggle(offer, isShown)}
              >
                {isShown ? "Hide" : "Show"}
              </Button>
              <Button
                size="compact-sm"
                loading={copying === segmentation.id}
                disabled={copying !== null}
                aria-label={`Copy here from ${title}: ${segmentation.name}`}
                onClick={() => void copy(offer)}
              >
                Copy here
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
