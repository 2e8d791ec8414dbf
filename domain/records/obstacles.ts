// What keeps a milestone from going on although nobody has to decide anything: each kind in words that name the remedy.

/**
 * `publication`: an acceptance without outputs. `insufficient`: one that does not rest on what it needs. `files`: what was to be signed rests on files that are not there. `store`: a
 * message waits for the file store. `webhook`: the billing system is not told. `mail`: mail waits for its server.
 * `unreachable`: whoever is told of returned mail gets none themselves. `workflowEnded`: nothing runs that would take messages and keep deadlines.
 * `notStarted`: it is registered, and Temporal does not take its start. `stuck`: its workflow runs and gets nowhere. `recordBehind`: its workflow
 * knows of decisions that the record has not, as after an older copy of the database was put back.
 * `cannotDecide`: somebody is asked to decide who may not any more: they have left, or are behind an information barrier, and it is never said which.
 */
export const obstacleKinds = [
  'publication',
  'insufficient',
  'files',
  'store',
  'webhook',
  'mail',
  'unreachable',
  'workflowEnded',
  'notStarted',
  'stuck',
  'recordBehind',
  'cannotDecide',
] as const;
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

/** So long the service tries to publish an acceptance by itself, from the first failure on; then it waits to be asked. */
export const publicationDays = 5;

/** Before something is tried again that nobody waits for: half a minute, doubled each time, an hour at most. */
export const pauses = { firstSeconds: 30, longestSeconds: 3600 } as const;

/** How a milestone's workflow can be gone while the milestone is not over. `deleted` is also what Temporal forgot, or never had. */
export type WorkflowEnd = 'terminated' | 'deleted' | 'failed' | 'timedOut' | 'cancelled' | 'completed';

const endWords: Record<WorkflowEnd, string> = {
  terminated: 'It was terminated in Temporal',
  deleted: 'Temporal has it no more: it was deleted there, or Temporal lost its data',
  failed: 'It failed',
  timedOut: 'It ran out of a time limit that somebody gave it',
  cancelled: 'It was cancelled in Temporal before it could rule on that',
  completed: 'It completed, so it knew more than the record does, as when an older copy of the database was put back',
};

/** The record alone is enough to go on from, but not where the workflow knew of an end that the record has not. */
export const canStartAgain = (end: WorkflowEnd): boolean => end !== 'completed';

/** The reason of a `workflowEnded`, with what becomes of it; `said` is what whoever ended it gave as their reason. */
export function whyEnded(end: WorkflowEnd, said = ''): string {
  const quoted = said.trim() === '' ? '' : ` (“${said.trim().slice(0, 150)}”)`;
  return `${endWords[end]}${quoted}. ${afterwards(end)}`;
}

/** A history that is gone has taken with it what the record never had. */
function afterwards(end: WorkflowEnd): string {
  if (!canStartAgain(end))
    return 'Put the newer copy back; or, if the record is right, delete the workflow in Temporal, and the service starts it from the record.';
  return end === 'deleted'
    ? 'The service starts it again from the record by itself; what it had been sent and not ruled on is lost, and is to be sent again.'
    : 'The service starts it again by itself, from the record and with what it was sent last and had not ruled on.';
}

/** What stands in the way, what was tried, and who has to do what. */
export function obstacleSentence({ kind, subject, reason, attempts }: Obstacle): string {
  const tried = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const why = reason.trim().replace(/[.\s]*$/, '.');
  switch (kind) {
    case 'publication':
      return `Certificate ${subject} could not be published in ${tried}: ${why} Put right what is named; a file that is missing comes back when the same file is uploaded again. It is tried by itself for ${publicationDays} days from the first failure; after that, whoever runs the service has it tried again.`;
    case 'insufficient':
      return `The acceptance under number ${subject} is not sufficient, so nothing was sealed or released for it: ${why} Nothing is tried again. Find out who wrote that into the record; then have the engagement manager propose to revoke the acceptance and the engagement sponsor confirm it, and start the milestone anew for what is to be decided.`;
    case 'files':
      return `A decision was refused: ${why} Upload the same file again; then whoever was refused can decide again.`;
    case 'store':
      return `A decision waits, and with it what came after it, since the file store could not be asked in ${tried}: ${why} Put the file store right; what waits is then ruled on by itself, in the order it came.`;
    case 'webhook':
      return `The billing system could not be told in ${tried}: ${why} Put its receiver right; what was given up after three days is sent again by POST /webhook-deliveries/{webhookId}/replay.`;
    case 'mail':
      return `Mail of this milestone waits after ${tried}: ${why} Put the mail server right; it is tried again by itself, and given up after five days.`;
    case 'unreachable':
      return `Mail came back, and so did the notice of it: ${why} Nobody may know of it who runs this engagement; reach them another way. GET /milestones/{milestoneId} and its requests show what is waited for and what came back.`;
    case 'workflowEnded':
      return `The workflow of this milestone ended although the milestone is not over (${tried} to go on): ${why} To end a milestone on purpose, cancel it instead.`;
    case 'notStarted':
      return `This milestone is registered, and Temporal did not take its start in ${tried}: ${why} It is tried again by itself, at growing distance, and holds up no other.`;
    case 'stuck':
      return `The workflow of this milestone runs and gets nowhere, so that deadlines pass and decisions wait: ${why} Nothing that it was sent is lost. See its history in the Temporal UI; after a release, run the one before. Once the cause is gone it goes on by itself; npm run recover names what else can be done.`;
    case 'recordBehind':
      return `The workflow of this milestone knows of decisions that the record has not, so that nothing further can be recorded (${tried}): ${why} Put the newer copy of the database back. If the record is right, npm run recover has the milestone go on from it.`;
    case 'cannotDecide':
      return `${why} No link, reply or session of theirs decides it. Reassign it: POST /milestones/{milestoneId}/reassignments, or by the page of the engagement manager.`;
    default:
      return kind satisfies never;
  }
}
