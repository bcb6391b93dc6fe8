import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { drawnElsewhere, listSegmentations } from "../../../client/segmentationDoor.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { Desk } from "../desk.ts";
import { volumeTitle } from "../volumeTitle.ts";
import classes from "./Difference.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
  readonly onClose: () => void;
}

/** Chooses the segmentation with which the one that is open is compared: another one of this volume, of one of its space, or of one that a registration aligns with it. */
export function CompareSheet({ desk, drawing, session, onClose }: Props) {
  const { volume } = session;
  const own = session.state.value.segmentation.id;
  const { data, error } = useQuery({
    queryKey: ["comparable", volume.id, own],
    queryFn: async () => {
      const [here, elsewhere] = await Promise.all([listSegmentations(volume.id), drawnElsewhere(volume.id)]);
      return [...here.map((segmentation) => ({ segmentation, way: null })), ...elsewhere].filter(
        ({ segmentation }) => segmentation.id !== own,
      );
    },
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title="Compare with another segmentation" closeButtonProps={{ "aria-label": "Close" }}>
      {error && <span role="alert">{plainWords(error)}</span>}
      {data?.length === 0 && <p>There is no other segmentation of this volume, nor of another one of its space or aligned with it.</p>}
      <ul className={classes.list} aria-label="Segmentations">
        {data?.map(({ segmentation: { id, name, volumeId }, way }) => {
          const drawnOn = desk.volume(volumeId);
          const words = volumeId === volume.id ? name : `${name}, drawn on #${volumeTitle(drawnOn)}`;
          return (
            <li key={id}>
              <Button
                variant="default"
                fullWidth
                disabled={!drawnOn}
                title={drawnOn ? undefined : "That series came after this study was opened."}
                onClick={() => {
                  if (drawnOn) void drawing.attempt(drawing.difference.show(session, drawnOn.volume, id, way?.toDrawnOn));
                  onClose();
                }}
              >
                {words}
              </Button>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
