import { Modal } from "@mantine/core";
import type { CasePlace } from "./openCase.ts";
import classes from "./Case.module.css";

/** The rules by which a region is drawn. */
export function RulesSheet({ region, onClose }: { readonly region: CasePlace["region"]; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Drawing rules: ${region.name}`} size={560} closeButtonProps={{ "aria-label": "Close" }}>
      {region.drawingRules.length === 0 ? (
        <p className={classes.quiet}>The protocol has no drawing rules for this region.</p>
      ) : (
        <ol className={classes.rules}>
          {region.drawingRules.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
      )}
    </Modal>
  );
}
