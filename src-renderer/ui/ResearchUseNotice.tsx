import { researchUseNotice } from "#shared/domain/researchUse.ts";
import classes from "./ResearchUseNotice.module.css";

/** "Research use only. Not for diagnosis.", where the reader always sees it. */
export function ResearchUseNotice() {
  return (
    <span className={classes.notice} role="note">
      {researchUseNotice}
    </span>
  );
}
