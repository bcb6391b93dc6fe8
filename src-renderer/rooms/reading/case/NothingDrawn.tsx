import { Button } from "@mantine/core";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { Desk } from "../desk.ts";
import { DrawnElsewhere } from "../segmentPanel/DrawnElsewhere.tsx";
import classes from "../segmentPanel/SegmentPanel.module.css";
import type { OpenCase } from "./openCase.ts";
import { drawnOn, showImage } from "./places.ts";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
}

/** What is done with an image of a reading on which nothing is drawn: it is looked at, or the drawing of another series is copied to it. */
export function NothingDrawn({ desk, drawing, openCase }: Props) {
  const volume = desk.activeVolume!.volume;
  const region = openCase.reading.regions.find(({ images }) => images.some(({ imageId }) => imageId === volume.id));
  const image = region?.images.find(({ imageId }) => imageId === volume.id);
  const source = region && drawnOn(region);
  if (openCase.pair)
    return (
      <div className={classes.empty}>
        <span>
          {openCase.pair.hasDrawn(volume.id, "A") || openCase.pair.hasDrawn(volume.id, "B")
            ? "No consensus is drawn on this image: the two readings agree well enough on it."
            : "Neither reading drew on this image."}
        </span>
      </div>
    );
  if (image?.use === "copied to" && source)
    return (
      <div className={classes.empty}>
        <span>
          Draw on {source.name} first, then copy the drawing to {image.name} and correct it there.
        </span>
        <DrawnElsewhere
          key={volume.id}
          desk={desk}
          drawing={drawing}
          volume={volume}
          whenNone={`Nothing is drawn on ${source.name} yet.`}
        />
      </div>
    );
  return (
    <div className={classes.empty}>
      <span>{region?.segments.length ? "Nothing is drawn on this image." : "Nothing is drawn in this region."}</span>
      {source && region.segments.length > 0 && (
        <Button variant="default" onClick={() => showImage(desk, source.imageId)}>
          Go to {source.name}
        </Button>
      )}
    </div>
  );
}
