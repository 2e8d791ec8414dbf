// Which of what a stakeholder wrote in a record of format 1 is owed an answer, and which is for information. Frozen.

interface Said {
  reasons: readonly unknown[];
  needsAnswer?: boolean;
}

/** Items are comments and then reasons; a comment is owed an answer where its writer says so. */
export const isForInformation = ({ reasons, needsAnswer }: Said, index: number, items: number): boolean =>
  index < items - reasons.length && needsAnswer !== true;
