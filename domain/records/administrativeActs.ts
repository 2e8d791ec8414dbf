// What an administrator may ask of the dispatcher in the Temporal UI or CLI about one milestone. Nothing is decided by it, so it is no command.

export const administrativeActs = ['retryEffects', 'recover'] as const;

export type AdministrativeAct = (typeof administrativeActs)[number];

export interface Administered {
  milestoneId: string;
  /** What was done, a sentence each. */
  did: string[];
}

/** One of the two; a refusal is on record by then. */
export type AdministrativeAnswer = Administered | { refused: { code: string; detail: string } };
