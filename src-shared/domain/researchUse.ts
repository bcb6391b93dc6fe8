/** Stands in the window and in everything that leaves the program. */
export const researchUseNotice = "Research use only. Not for diagnosis.";
