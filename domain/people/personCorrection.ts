// What the state keeps of a correction of a person; the people of the engagement are as they are now.

/** Somebody's details were corrected. Requests and mails of before went to another address where `isReaddressed`. */
export interface PersonCorrection {
  personId: string;
  at: string;
  isReaddressed: boolean;
}
