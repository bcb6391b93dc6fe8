import { Modal } from "@mantine/core";
import { PairView, type AskedPair } from "./PairView.tsx";

interface Props {
  readonly projectId: string;
  /** Null while nothing is shown. */
  readonly asked: AskedPair | null;
  readonly onClose: () => void;
}

/** The images of a case with what both readings drew, over the room. */
export function PairModal({ projectId, asked, onClose }: Props) {
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      size="auto"
      title={asked ? `Case ${asked.caseCode}` : ""}
      closeButtonProps={{ "aria-label": "Close the images" }}
    >
      {asked && <PairView key={asked.caseCode} projectId={projectId} asked={asked} slice={null} />}
    </Modal>
  );
}
