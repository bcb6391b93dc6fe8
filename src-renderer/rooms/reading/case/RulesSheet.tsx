import { Modal } from "@mantine/core";
import { addresses } from "../../../client/addresses.ts";
import type { CasePlace } from "./openCase.ts";
import classes from "./Case.module.css";

interface Props {
  readonly readingId: string;
  readonly region: CasePlace["region"];
  readonly onClose: () => void;
}

/** The rules by which a region is drawn. */
export function RulesSheet({ readingId, region, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Drawing rules: ${region.name}`}
      size={region.drawingRules.some(({ picture }) => picture !== null) ? 760 : 560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {region.drawingRules.length === 0 ? (
        <p className={classes.quiet}>The protocol has no drawing rules for this region.</p>
      ) : (
        <ol className={classes.rules}>
          {region.drawingRules.map(({ text, picture }, at) => (
            <li key={text}>
              {text}
              {picture !== null && (
                <img src={addresses.readingPicture(readingId, picture)} alt={`To rule ${at + 1}`} className={classes.rulePicture} />
              )}
            </li>
          ))}
        </ol>
      )}
    </Modal>
  );
}
