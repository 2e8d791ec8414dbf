// What keeps a milestone from going on although nobody has to decide anything: each kind in words that name the remedy.

/** `publication`: an acceptance without outputs. `webhook`: the billing system is not told. `mail`: mail waits for its server. */
export const obstacleKinds = ['publication', 'webhook', 'mail'] as const;
export type ObstacleKind = (typeof obstacleKinds)[number];

export interface Obstacle {
  kind: ObstacleKind;
  /** What it is about: a certificate number, or the empty text where the kind says it all. */
  subject: string;
  /** What went wrong last, as whoever failed put it. */
  reason: string;
  attempts: number;
  /** ISO 8601 UTC. */
  since: string;
}

/** So many attempts in a row may fail before it counts as an obstacle: what passes by itself need not be told. */
export const fewTries = 3;

/** What stands in the way, what was tried, and who has to do what. */
export function obstacleSentence({ kind, subject, reason, attempts }: Obstacle): string {
  const tried = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const why = reason.trim().replace(/[.\s]*$/, '.');
  switch (kind) {
    case 'publication':
      return `Certificate ${subject} could not be published in ${tried}: ${why} Put right what is named; a file that is missing comes back when the same file is uploaded again. The service goes on trying and publishes by itself.`;
    case 'webhook':
      return `The billing system could not be told in ${tried}: ${why} Put its receiver right; what was given up after three days is sent again by POST /webhook-deliveries/{webhookId}/replay.`;
    case 'mail':
      return `Mail of this milestone waits after ${tried}: ${why} Put the mail server right; it is tried again by itself, and given up after five days.`;
    default:
      return kind satisfies never;
  }
}
